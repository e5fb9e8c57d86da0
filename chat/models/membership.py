from django.conf import settings
from django.db import models


class Membership(models.Model):
    """That a person belongs to a room. Made and ended by ``Room.join`` and ``Room.leave`` only."""

    class Role(models.TextChoices):
        OWNER = "owner"
        MEMBER = "member"

    room = models.ForeignKey("chat.Room", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)
    #: Among the first in the person's list of rooms.
    is_favourite = models.BooleanField(default=False)
    #: The last message that they have read, where they have said so ("mark unread from here").
    last_read_seq = models.PositiveBigIntegerField(null=True, editable=False)

    room_id: int
    user_id: int

    #: The room's revision that this change of it is; not stored.
    revision = 0
    #: Whether the change is nobody else's business; not stored.
    is_personal = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "user"], name="one_membership_per_room"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.room}"
