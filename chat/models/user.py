from __future__ import annotations

import unicodedata
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models


class PeopleManager(UserManager["User"]):
    use_in_migrations = False

    def visible_to(self, user: User) -> models.QuerySet[User]:
        """The people whom a person may know of: every room is open, so all of them."""
        return self.all()


class User(AbstractUser):
    """A person (or a bot). ``name`` is what others see."""

    class Theme(models.TextChoices):
        AUTO = "auto", "As the device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", "Comfortable"
        COMPACT = "compact", "Compact"

    #: How Roomful looks to this person, wherever they sign in.
    theme = models.CharField(max_length=16, choices=Theme, default=Theme.AUTO)
    density = models.CharField(max_length=16, choices=Density, default=Density.COMFORTABLE)
    #: The one person who set Roomful up; the constraint below decides who that is when two try at once.
    founder = models.BooleanField(default=False, editable=False)

    objects: ClassVar[PeopleManager] = PeopleManager()

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

    @property
    def initials(self) -> str:
        """Up to two letters that stand for the person where there is no room for the name."""
        letters = [first for word in self.name.split() if (first := _first_letter(word))]
        return "".join(letters[:1] + letters[1:][-1:]) or "?"

    @property
    def hue(self) -> int:
        """Which of the avatar colours of the design is this person's: 0 to 11, and the same forever."""
        return self.pk * 5 % 12


def _first_letter(word: str) -> str:
    """The first character that shows, large; of what becomes two letters then, one. Punctuation is none."""
    shown = (each for each in word if unicodedata.category(each)[0] in "LNS")
    return next(shown, "").upper()[:1]
