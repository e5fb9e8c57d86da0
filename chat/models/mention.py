from __future__ import annotations

from django.conf import settings
from django.db import models


class MentionManager(models.Manager["Mention"]):
    def get_queryset(self) -> models.QuerySet[Mention]:
        """With who or which room it is, whose name shows."""
        return super().get_queryset().select_related("person", "room")


class Mention(models.Model):
    """Whom or which room a message names: a person or a room, whatever they are called by now.

    ``typed`` is what stands in the text ("@bob"), so that an edit of the text means the same person still.
    """

    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="mentions")
    typed = models.CharField(max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="mentions"
    )
    room = models.ForeignKey(
        "chat.Room", on_delete=models.CASCADE, null=True, related_name="mentions"
    )

    message_id: int
    person_id: int | None
    room_id: int | None

    objects = MentionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "typed"], name="one_mention_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(room__isnull=True),
                name="mention_of_a_person_or_a_room",
            ),
        ]

    def __str__(self) -> str:
        return self.typed
