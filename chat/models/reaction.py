from __future__ import annotations

from django.conf import settings
from django.db import models

MAX_EMOJI = 64  # characters; the longest sequences of Unicode have a dozen


class Reaction(models.Model):
    """An emoji that somebody has put under a message."""

    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions"
    )
    emoji = models.CharField(max_length=MAX_EMOJI)
    created_at = models.DateTimeField(auto_now_add=True)

    message_id: int
    user_id: int

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user", "emoji"], name="one_reaction_of_a_kind"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.emoji}"
