from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from chat.models.writing import NOTHING, Writing
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.user import User

#: For so long whoever deleted a message may take that back; its text is kept until then and no longer.
UNDO_WITHIN = timedelta(seconds=10)


class Edit(models.Model):
    """What a message said before it was edited, or deleted a moment ago."""

    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="edits")
    text = models.TextField()
    #: When the message began to say this.
    written_at = models.DateTimeField()

    message_id: int

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


class Editing(Writing):
    """What becomes of what was said: the verbs that edit, delete and bring back."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        edits: models.Manager[Edit]

    def edit(self, user: User, text: str) -> None:
        """Raises ``ValidationError`` (the text) and ``PermissionDenied``."""
        require(user, "message.edit", self)
        written = self.written(self.draft(self.room, user, text, None).text)
        with self.locked() as room:
            self.rewrite(room, written, edited_at=timezone.now())

    def erase(self, user: User) -> None:
        """Delete what was said and keep the row, so that a reader who was away learns of it.

        Raises ``PermissionDenied``.
        """
        require(user, "message.erase", self)
        self.withdraw()

    def withdraw(self) -> None:
        """The same, for verbs with a rule of their own, which they have asked."""
        with self.locked() as room:
            self.rewrite(room, NOTHING, deleted_at=timezone.now())
