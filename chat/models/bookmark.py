from __future__ import annotations

from django.conf import settings
from django.db import models


class Bookmark(models.Model):
    """A message that somebody has saved for themselves: nobody else's business."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks"
    )
    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="bookmarks")
    created_at = models.DateTimeField(auto_now_add=True)

    message_id: int
    user_id: int

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "message"], name="one_bookmark_of_a_message"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} for {self.user}"
