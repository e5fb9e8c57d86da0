from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from chat.models.mention import Mention
from chat.models.message_base import Conflict
from chat.models.reaction import Reaction
from chat.models.writing import NOTHING, Writing
from chat.permissions import require

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from chat.models.user import User

#: For so long whoever deleted a message may take that back; its text is kept until then and no longer.
UNDO_WITHIN = timedelta(seconds=10)
#: And for as long as what they send may be on its way.
GRACE = timedelta(seconds=2)
#: Earlier versions of a message that are kept: programs edit one again and again.
MOST_EDITS = 50


class Seen(Enum):
    """What somebody who edits says of the version that they had before them, if it is not the time of its edit."""

    UNSAID = "unsaid"


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
        edits: RelatedManager[Edit]

    def edit(self, user: User, text: str, *, seen: datetime | Seen | None = Seen.UNSAID) -> None:
        """Say something else; what was said stays among the earlier versions. The same text changes nothing.

        ``seen`` is the ``edited_at`` of what the person has edited: who has not seen the last edit overwrites nothing.
        Raises ``ValidationError`` (the text), ``PermissionDenied`` and ``Conflict``.
        """
        require(user, "message.edit", self)
        written = self.written(self.draft(self.room, user, text, None).text)
        with self.locked() as room:
            if written.values["text"] == self.text:
                return
            if seen not in (Seen.UNSAID, self.edited_at):
                raise Conflict("This message was edited elsewhere meanwhile.")
            self._keep_text()
            self.rewrite(room, written, edited_at=timezone.now())

    def erase(self, user: User) -> None:
        """Delete what was said and keep the row, so that a reader who was away learns of it.

        For ``UNDO_WITHIN`` its text is kept for ``restore``; then it is gone. Raises ``PermissionDenied``.
        """
        require(user, "message.erase", self)
        with self.locked() as room:
            self._keep_text()
            self.store_change(room, **NOTHING.values, deleted_at=timezone.now(), deleted_by=user)

    def restore(self, user: User) -> None:
        """Take ``erase`` back: the message says what it said, with all that belonged to it.

        Raises ``PermissionDenied``, also when it is too late.
        """
        with self.room.locked() as room:
            self.refresh()
            require(user, "message.restore", self)
            last = self.edits.latest("pk")
            written = self.written(last.text, known=self.mentions.all())
            last.delete()
            self.rewrite(room, written, deleted_at=None, deleted_by=None)

    def withdraw(self) -> None:
        """Delete at once and for good, for verbs with a rule of their own, which they have asked."""
        with self.room.locked() as room:
            self.refresh()
            forget([self.pk])
            self.refresh()
            if not self.is_deleted:
                self.store_change(room, **NOTHING.values, deleted_at=timezone.now())

    @property
    def may_come_back(self) -> bool:
        """Whether it was deleted a moment ago by somebody who may take that back."""
        if self.deleted_at is None or self.deleted_by_id is None:
            return False
        return self.deleted_at + UNDO_WITHIN + GRACE > timezone.now()

    def versions_for(self, user: User) -> models.QuerySet[Edit]:
        """What it said before, newest first. Raises ``PermissionDenied``."""
        require(user, "message.read_edits", self)
        return self.edits.order_by("-pk")

    def _keep_text(self) -> None:
        """Among the earlier versions, of which the oldest are let go."""
        self.edits.create(text=self.text, written_at=self.edited_at or self.created_at)
        self.edits.filter(pk__in=list(self._too_many())).delete()

    def _too_many(self) -> models.QuerySet[Edit, int]:
        return self.edits.order_by("-pk").values_list("pk", flat=True)[MOST_EDITS:]


def forget(keys: Iterable[int], **values: Any) -> None:
    """Leave of those messages, which are deleted or about to be, their rows alone, with these values.

    Under the lock of their room.
    """
    keys = list(keys)
    for table in (Edit, Reaction, Mention):
        table._default_manager.filter(message__in=keys).delete()
    messages = apps.get_model("chat", "Message")._default_manager.filter(pk__in=keys)
    messages.update(deleted_by=None, pinned_at=None, pinned_by=None, quotes=None, **values)
