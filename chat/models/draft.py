from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What somebody has begun to write in a room, wherever they go on. ``version`` counts its changes."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    room = models.ForeignKey("chat.Room", on_delete=models.CASCADE, related_name="drafts")
    text = models.TextField(blank=True)
    quotes = models.ForeignKey(
        "chat.Message", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    version = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    room_id: int
    user_id: int
    quotes_id: int | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "room"], name="one_draft_in_a_room"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
