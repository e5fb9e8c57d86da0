from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone

from chat.models.text import clean_text, validate_storable

if TYPE_CHECKING:
    from chat.models.room import Room
    from chat.models.user import User

MAX_LENGTH = 10_000  # characters
GOES_ON_WITHIN = timedelta(minutes=5)
#: By ``attname``; whoever has read the message has these, and what they lead to.
NEVER_CHANGES = {"id", "room_id", "user_id", "client_id", "seq", "created_at", "is_action"}


class Conflict(Exception):
    """A client_id was used again for something else. The text was not stored."""


class MessageBase(models.Model):
    """What a message is, and how a change of it is stored: the ground of its verbs."""

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
    #: What the text was rendered to when it was written, and by which rules; safe to show.
    html = models.TextField(default="", editable=False)
    rules = models.PositiveSmallIntegerField(default=0, editable=False)
    #: Something that its author does ("/me waves"), not says.
    is_action = models.BooleanField(default=False, editable=False)
    #: The message of the same room that this one answers.
    quotes = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="quoted_by",
        editable=False,
        db_index=False,  # the model has one of those that quote
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    pinned_at = models.DateTimeField(null=True, editable=False)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    seq = models.PositiveBigIntegerField(editable=False)
    version = models.PositiveBigIntegerField(editable=False)
    client_id = models.UUIDField(default=uuid4, editable=False)
    #: What a page shows of its place: set by ``place_after`` once and for good.
    starts_day = models.BooleanField(default=False, editable=False)
    continues = models.BooleanField(default=False, editable=False)

    room_id: int
    user_id: int
    quotes_id: int | None
    deleted_by_id: int | None
    pinned_by_id: int | None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user}: {self.text[:40]}"

    @classmethod
    def draft(
        cls, room: Room, user: User, text: str, client_id: UUID | None, *, is_action: bool = False
    ) -> Self:
        """A message that is not stored yet, its text checked. Raises ``ValidationError``."""
        message = cls(room=room, user=user, text=clean_text(text), client_id=client_id or uuid4())
        message.is_action = is_action
        message.clean_fields(exclude=["room", "user", "seq", "version"])
        return message

    def place_after(self, previous: MessageBase | None) -> None:
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

    @property
    def is_pinned(self) -> bool:
        return self.pinned_at is not None

    @contextmanager
    def locked(self) -> Iterator[Room]:
        """A transaction that holds the row of the message's room; all that a message shows is as it is stored now.

        So what is told of a change has in it what others have changed since this message was read. Raises
        ``PermissionDenied`` when the message is deleted, and ``Room.DoesNotExist``.
        """
        with self.room.locked() as room:
            self.refresh()
            if self.is_deleted:
                raise PermissionDenied("This message was deleted.")
            yield room

    def refresh(self) -> None:
        """Read all of it again that may change, and forget what was fetched of other tables for it."""
        changing = {field.attname for field in self._meta.concrete_fields} - NEVER_CHANGES
        self.refresh_from_db(fields=[*changing, *getattr(self, "_prefetched_objects_cache", ())])

    def store_change(self, room: Room, **values: Any) -> None:
        """Store those values as the next change of the room's log, which its readers hear of. Within ``locked``.

        Without values: what is stored elsewhere and shown with the message has changed, such as a reaction.
        """
        for name, value in values.items():
            setattr(self, name, value)
        self.version = room.take_version()
        self.save(update_fields=[*values, "version"])

    def repeated_by(self, other: MessageBase) -> Self:
        """This stored message, when ``other`` is the same one sent again. Raises ``Conflict``."""
        untouched = self.edited_at is None and self.deleted_at is None
        if self.room_id != other.room_id or (untouched and self.text != other.text):
            raise Conflict("Another message was sent with the same client_id.")
        return self


def _day(message: MessageBase) -> date:
    return timezone.localdate(message.created_at)
