from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone

from chat.models.text import clean_text, validate_storable
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.room import Room
    from chat.models.user import User

PAGE_SIZE = 50
MAX_LENGTH = 10_000  # characters
GOES_ON_WITHIN = timedelta(minutes=5)
#: Messages of one statement when many are removed: databases limit how long one may be.
REMOVED_AT_ONCE = 250


class Conflict(Exception):
    """A client_id was used again for something else. The text was not stored."""


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> MessageQuerySet:
        """The messages that a person may read: those of the rooms that they belong to."""
        return self.filter(room__memberships__user=user)

    def page(
        self, *, before: int | None = None, after: int | None = None, size: int = PAGE_SIZE
    ) -> list[Message]:
        """``size`` messages before or after a seq (none given: the newest), oldest first."""
        messages = self.select_related("user")
        if after is not None:
            return list(messages.filter(seq__gt=after).order_by("seq")[:size])
        if before is not None:
            messages = messages.filter(seq__lt=before)
        return list(messages.order_by("-seq")[:size])[::-1]

    def around(self, seq: int) -> list[Message]:
        """A page with the message of that seq in its middle, as far as there are messages."""
        return self.page(before=seq + PAGE_SIZE // 2 + 1)

    def changed_since(self, version: int) -> MessageQuerySet:
        """What a reader who holds ``version`` of the room lacks, oldest change first."""
        return self.filter(version__gt=version).select_related("user").order_by("version")

    def remove_all(self) -> int:
        """Make tombstones of all of these, however many; the number of those that were none. In a transaction.

        Of each room the last one is saved by itself, so that its readers hear of it. The versions before it are
        missing then, and who forwards the room's log reads them from the database at once (chat/live/log.py).
        """
        there = self.filter(deleted_at=None)
        rooms = there.order_by("room").values_list("room", flat=True).distinct()
        removed = 0
        for key in list(rooms):
            with self.model(room_id=key).room.locked() as locked:
                messages = there.filter(room=key).order_by("seq").only("user")
                removed += _remove(locked, list(messages))
        return removed


class Message(models.Model):
    """What somebody said in a room. ``seq`` is its place in the room, ``version`` its last change."""

    room = models.ForeignKey("chat.Room", on_delete=models.CASCADE, related_name="messages")
    # A room's history stays whole when a person goes: deactivate people, do not delete them.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages"
    )
    text = models.TextField(
        max_length=MAX_LENGTH,
        error_messages={"blank": "Write something first."},
        validators=[
            MaxLengthValidator(
                MAX_LENGTH,
                "A message has at most %(limit_value)d characters; this one has %(show_value)d.",
            ),
            validate_storable,
        ],
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    seq = models.PositiveBigIntegerField(editable=False)
    version = models.PositiveBigIntegerField(editable=False)
    client_id = models.UUIDField(default=uuid4, editable=False)
    #: What a page shows of its place: set by ``place_after`` once and for good.
    starts_day = models.BooleanField(default=False, editable=False)
    continues = models.BooleanField(default=False, editable=False)

    room_id: int
    user_id: int

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_seq_unique_in_room"),
            models.UniqueConstraint(fields=["room", "version"], name="message_version_unique"),
            models.UniqueConstraint(fields=["user", "client_id"], name="message_posted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.text[:40]}"

    @classmethod
    def draft(cls, room: Room, user: User, text: str, client_id: UUID | None) -> Message:
        """A message that is not stored yet, its text checked. Raises ``ValidationError``."""
        message = cls(room=room, user=user, text=clean_text(text), client_id=client_id or uuid4())
        message.clean_fields(exclude=["room", "user", "seq", "version"])
        return message

    def place_after(self, previous: Message | None) -> None:
        """Note whether this begins a day (in the server's time zone) or goes on from the message before it.

        The message before never changes: numbers are given out one by one, and deleting keeps the row. So
        this is decided when a message is stored, and no later change of another can make it wrong.
        """
        self.starts_day = previous is None or _day(previous) != _day(self)
        self.continues = (
            previous is not None
            and not self.starts_day
            and previous.user_id == self.user_id
            and abs(self.created_at - previous.created_at) < GOES_ON_WITHIN
        )

    @property
    def dom_id(self) -> str:
        """Made of the author too: nobody can take the place of another's message with its client_id."""
        return f"message-{self.user_id}-{self.client_id}"

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def edit(self, user: User, text: str) -> None:
        """Raises ``ValidationError`` (the text) and ``PermissionDenied``."""
        require(user, "message.edit", self)
        text = self.draft(self.room, user, text, None).text
        self._change(text=text, edited_at=timezone.now())

    def erase(self, user: User) -> None:
        """Delete what was said and keep the row, so that a reader who was away learns of it.

        Raises ``PermissionDenied``.
        """
        require(user, "message.erase", self)
        self.withdraw()

    def withdraw(self) -> None:
        """The same, for verbs with a rule of their own, which they have asked."""
        self._change(text="", deleted_at=timezone.now())

    def _change(self, **values: Any) -> None:
        with self.room.locked() as room:
            self.refresh_from_db(fields=["deleted_at"])
            if self.is_deleted:
                raise PermissionDenied("This message was deleted.")
            for name, value in values.items():
                setattr(self, name, value)
            self.version = room.take_version()
            self.save(update_fields=[*values, "version"])

    def repeated_by(self, other: Message) -> Message:
        """This stored message, when ``other`` is the same one sent again. Raises ``Conflict``."""
        untouched = self.edited_at is None and self.deleted_at is None
        if self.room_id != other.room_id or (untouched and self.text != other.text):
            raise Conflict("Another message was sent with the same client_id.")
        return self


def _remove(room: Room, messages: list[Message]) -> int:
    """In a room that is locked. Each message is a change of the log, in the order in which they were posted."""
    if not messages:
        return 0
    first = room.take_version(len(messages)) - len(messages) + 1
    for version, message in enumerate(messages, first):
        message.version = version
    keys = [message.pk for message in messages]
    for start in range(0, len(keys), REMOVED_AT_ONCE):
        part = Message.objects.filter(pk__in=keys[start : start + REMOVED_AT_ONCE])
        part.update(text="", deleted_at=timezone.now())
    Message.objects.bulk_update(messages[:-1], ["version"], batch_size=REMOVED_AT_ONCE)
    last = Message.objects.select_related("user").get(pk=keys[-1])
    last.version = messages[-1].version
    last.save(update_fields=["version"])
    return len(messages)


def _day(message: Message) -> date:
    return timezone.localdate(message.created_at)
