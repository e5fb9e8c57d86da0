from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from chat.models.message_base import Conflict
from chat.models.prepared import Prepared
from chat.models.text import one_newline, validate_storable
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.message import Message
    from chat.models.room import Room
    from chat.models.user import User

#: More than a message has, so that who pastes too much can still cut it down somewhere else.
MAX_DRAFT = 40_000  # characters
TOO_LONG = f"A draft has at most {MAX_DRAFT:,} characters."


class NewerDraft(Conflict):
    """The draft was changed elsewhere meanwhile. What was given was not stored; ``draft`` is what is."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("There is newer text from another device.")
        self.draft = draft


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: User) -> DraftQuerySet:
        """What a person has begun, in the rooms that they belong to: who leaves a room finds it when they are back."""
        return self.filter(user=user, room__memberships__user=user)

    def begun(self) -> DraftQuerySet:
        """Those that are not empty: an empty one is kept for its version."""
        return self.exclude(text="")

    def current(self, user: User, room: Room) -> Draft:
        """What the person has begun to write in the room; an empty one of version 0 when they never did."""
        draft: Draft | None = _CURRENT.instance(user.pk, room.pk)
        return draft or self.model(user=user, room=room)

    def keep(
        self, user: User, room: Room, text: str, quotes: Message | None = None, version: int = 0
    ) -> Draft:
        """Store what somebody has begun to write, when ``version`` is the one that they went on from.

        What is the same already is kept without a change, so it may be sent again. Raises ``NewerDraft``,
        ``ValidationError`` and ``PermissionDenied``.
        """
        require(user, "room.draft", room)
        text = one_newline(text)
        validate_storable(text)
        if len(text) > MAX_DRAFT:
            raise ValidationError(TOO_LONG)
        if quotes is not None and quotes.room_id != room.pk:
            quotes = None
        now = self.current(user, room)
        if (now.text, now.quotes_id) == (text, quotes.pk if quotes else None):
            return now
        values = {"text": text, "quotes": quotes, "version": version + 1}
        if now.pk is None and version == 0:
            try:
                with transaction.atomic():
                    return self.create(user=user, room=room, **values)
            except IntegrityError:  # begun elsewhere at this moment
                raise NewerDraft(self.current(user, room)) from None
        own = self.filter(user=user, room=room, version=version)
        if not own.update(**values, updated_at=timezone.now()):
            raise NewerDraft(self.current(user, room))
        return self.current(user, room)

    def spend(self, user: User, room: Room, version: int, text: str) -> None:
        """Empty the draft that was sent: that of the version, or of the very words. One that is newer stays."""
        if not self.current(user, room).text:
            return
        sent = models.Q(version=version) | models.Q(text=one_newline(text))
        own = self.begun().filter(sent, user=user, room=room)
        own.update(text="", quotes=None, version=models.F("version") + 1)


class Draft(models.Model):
    """What somebody has begun to write in a room, wherever they go on. ``version`` counts its changes.

    It is stored by ``keep`` and emptied by ``spend``. The row stays when it is empty: its version says that what
    is older is older.
    """

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

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "room"], name="one_draft_in_a_room"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


_CURRENT = Prepared(lambda user, room: Draft.objects.filter(user=user, room=room))
