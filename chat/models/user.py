from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person (or a bot). ``name`` is what others see."""

    #: The one person who set Roomful up; the constraint below decides who that is when two try at once.
    founder = models.BooleanField(default=False, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["founder"], condition=models.Q(founder=True), name="one_founder"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.get_full_name() or self.username
