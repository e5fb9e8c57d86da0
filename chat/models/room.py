from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from chat.models.belonging import Belonging
from chat.models.draft import Draft
from chat.models.keeping import Keeping
from chat.models.membership import Membership
from chat.models.message import PAGE_SIZE, Message
from chat.models.message_keys import MessageKey
from chat.models.prepared import Prepared
from chat.models.reading import Reading
from chat.models.room_base import MAX_DESCRIPTION, MAX_NAME, MAX_TOPIC, TAKEN
from chat.models.room_queries import RoomQuerySet
from chat.models.user import User
from chat.permissions import require

__all__ = ["MAX_DESCRIPTION", "MAX_NAME", "MAX_TOPIC", "TAKEN", "Room", "RoomQuerySet"]


class Room(Belonging, Keeping, Reading):
    """A conversation, and a log: ``version`` counts its changes, ``last_seq`` its messages.

    Both counters are taken under the row's lock, in the transaction of the change itself, so that the order
    of commits is the order of versions (docs/architecture.md). ``revision`` counts what happens to the room
    itself: its name, and who belongs to it.
    """

    created_at = models.DateTimeField(auto_now_add=True)

    #: Set by the queries.
    newest_messages: list[Message]
    newest_page: list[Message]

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name"],
                condition=models.Q(kind="open"),
                name="open_room_name_unique",
                violation_error_message=TAKEN,
            ),
            models.CheckConstraint(
                condition=models.Q(kind="direct", direct_key__isnull=False)
                | (~models.Q(kind="direct") & models.Q(direct_key__isnull=True)),
                name="direct_rooms_have_a_key",
            ),
        ]
        indexes = [models.Index(fields=["folded_name"], name="room_by_name")]

    @classmethod
    def begin(cls, owner: User, **values: Any) -> Room:
        """A room that was not there. For ``RoomQuerySet.start``."""
        room = cls(**values)
        with transaction.atomic():
            room.save_checked(None)
            room.admit(owner, Membership.Role.OWNER)
        return room

    def has_removed_since(self, version: int) -> bool:
        """Whether a reader who holds that version may lack messages that are not kept any more."""
        if self.first_seq == 1:
            return False
        oldest = self.messages.filter(seq=self.first_seq).values_list("version", flat=True)
        return version < (oldest.first() or self.version)

    @property
    def last_message(self) -> Message | None:
        """After ``with_last_message``."""
        return self.newest_messages[0] if self.newest_messages else None

    @property
    def recent_messages(self) -> list[Message]:
        """After ``with_recent_messages``."""
        return self.newest_page[::-1]

    def page_keys(
        self, *, before: int | None = None, after: int | None = None, around: int | None = None
    ) -> list[MessageKey]:
        """The keys of the page before, after or around a seq (none given: the newest), oldest first."""
        if after is not None:
            return [MessageKey(*row) for row in _AFTER.rows(self.pk, after)]
        if around is not None:
            before = max(around, self.first_seq) + PAGE_SIZE // 2 + 1
        rows = _NEWEST.rows(self.pk) if before is None else _BEFORE.rows(self.pk, before)
        return [MessageKey(*row) for row in rows[::-1]]

    def post(
        self,
        user: User,
        text: str,
        client_id: UUID | None = None,
        *,
        quotes: Message | None = None,
        is_action: bool = False,
        draft: int | None = None,
    ) -> Message:
        """Store a message: the one way in which a message comes to be.

        ``quotes`` is the message that it answers. An answer is not lost with that: what was deleted meanwhile shows as
        such, what is not kept any more not at all. ``draft`` is the version of the draft that this was: with the
        message it is nothing begun any more.

        The same (user, client_id) is the same message forever, so a repeated post returns the first one.
        Raises ``ValidationError`` (the text; a quoted message of another room), ``PermissionDenied`` (not a
        member), ``Conflict`` (the client_id stands for another message) and ``Room.DoesNotExist`` (deleted meanwhile).
        """
        message = Message.draft(self, user, text, client_id, is_action=is_action)
        written = message.written(message.text)
        if quotes is not None and quotes.room_id != self.pk:
            raise ValidationError({"quotes": "A reply goes to the room of what it replies to."})
        try:
            with self.locked() as room:
                require(user, "room.post", room)
                earlier: Message | None = _EARLIER.instance(user.pk, message.client_id)
                if earlier is not None:
                    return earlier.repeated_by(message)
                previous = _AT.instance(room.pk, room.last_seq)
                if quotes is not None:
                    message.quotes = room.messages.whole().filter(pk=quotes.pk).first()
                room.last_seq += 1
                message.seq = room.last_seq
                message.version = room.take_version()
                message.created_at = timezone.now()  # now that it is its turn
                message.place_after(previous)
                message.begin_without_reactions()
                message.begin_with(written)
                if draft is not None:
                    Draft.objects.spend(user, room, draft, text)
                message.is_quoted = False
        except IntegrityError:
            # The same client_id in two rooms at once: the lock of one room does not hold the other.
            earlier = _EARLIER.instance(user.pk, message.client_id)
            if earlier is None:
                raise
            return earlier.repeated_by(message)
        return message


_NEWEST = Prepared(lambda room: MessageKey.select(Message.objects.filter(room=room).page_rows()))
_BEFORE = Prepared(
    lambda room, seq: MessageKey.select(Message.objects.filter(room=room).page_rows(before=seq))
)
_AFTER = Prepared(
    lambda room, seq: MessageKey.select(Message.objects.filter(room=room).page_rows(after=seq))
)
_EARLIER = Prepared(lambda user, client_id: Message.objects.filter(user=user, client_id=client_id))
_AT = Prepared(lambda room, seq: Message.objects.filter(room=room, seq=seq))
