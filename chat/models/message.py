from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from chat.models.bookmark import Bookmarking
from chat.models.editing import Editing, forget
from chat.models.message_base import GOES_ON_WITHIN, MAX_LENGTH, Conflict
from chat.models.message_keys import MessageKey
from chat.models.pinning import Pinning
from chat.models.quoting import Quoting
from chat.models.reaction import Reacting

if TYPE_CHECKING:
    from chat.models.room import Room
    from chat.models.user import User

__all__ = ["GOES_ON_WITHIN", "MAX_LENGTH", "PAGE_SIZE", "Conflict", "Message", "MessageQuerySet"]

PAGE_SIZE = 50
#: Messages of one statement when many are removed: databases limit how long one may be.
REMOVED_AT_ONCE = 250

#: What it shows besides itself and its author. (Their managers bring the people and rooms.)
SHOWN = ("mentions", "reactions")


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> MessageQuerySet:
        """The messages that a person may read: those of the rooms that they belong to."""
        return self.filter(room__memberships__user=user)

    def whole(self) -> MessageQuerySet:
        """With all that a message shows, in a number of queries that does not depend on how many they are."""
        return (
            self.select_related("user", "quotes__user", "pinned_by")
            .prefetch_related(None)
            .prefetch_related(*SHOWN)
        )

    def keys(self) -> list[MessageKey]:
        """What says whether they look as they did, without loading them."""
        return [MessageKey(*row) for row in MessageKey.select(self)]

    def with_quoted(self) -> MessageQuerySet:
        """With ``is_quoted``."""
        answers = self.model.objects.filter(quotes=models.OuterRef("pk"))
        marks: dict[str, Any] = {"is_quoted": models.Exists(answers)}  # which Quoting declares
        return self.annotate(**marks)

    def quoted(self) -> MessageQuerySet:
        """Those that others answer, with what their answers show of them."""
        return self.filter(quoted_by__isnull=False).distinct().select_related("user")

    def pinned(self) -> MessageQuerySet:
        """Those that are pinned to their rooms, the latest pin first."""
        there = self.filter(pinned_at__isnull=False, deleted_at=None)
        return there.order_by("-pinned_at", "-pk")

    def page(
        self, *, before: int | None = None, after: int | None = None, size: int = PAGE_SIZE
    ) -> list[Message]:
        """``size`` messages before or after a seq (none given: the newest), oldest first."""
        messages = list(self.whole().page_rows(before=before, after=after, size=size))
        return messages if after is not None else messages[::-1]

    def page_keys(self) -> list[MessageKey]:
        """The keys of the newest page. What a room's page asks is ``Room.page_keys``."""
        return self.page_rows().keys()[::-1]

    def page_rows(
        self, *, before: int | None = None, after: int | None = None, size: int = PAGE_SIZE
    ) -> MessageQuerySet:
        """Those of a page; what is before a seq, or the newest, comes newest first."""
        if after is not None:
            return self.filter(seq__gt=after).order_by("seq")[:size]
        messages = self if before is None else self.filter(seq__lt=before)
        return messages.order_by("-seq")[:size]

    def changed_since(self, version: int) -> MessageQuerySet:
        """What a reader who holds ``version`` of the room lacks, oldest change first."""
        return self.filter(version__gt=version).whole().with_quoted().order_by("version")

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
        for key in self.deleted_lately().order_by("room").values_list("room", flat=True).distinct():
            self.deleted_lately().forget_in(key)
        return removed

    def deleted_lately(self) -> MessageQuerySet:
        """Those whose text is still kept, for whoever deleted them to bring back."""
        return self.filter(deleted_by__isnull=False)

    def forget_in(self, room: int) -> int:
        """Keep nothing of these that are deleted, of that room; how many they were."""
        with self.model(room_id=room).room.locked():
            keys = list(
                self.filter(room=room, deleted_at__isnull=False).values_list("pk", flat=True)[
                    :REMOVED_AT_ONCE
                ]
            )
            forget(keys)
        return len(keys)


class Message(Editing, Reacting, Quoting, Pinning, Bookmarking):
    """What somebody said in a room. ``seq`` is its place in the room, ``version`` its last change."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_seq_unique_in_room"),
            models.UniqueConstraint(fields=["room", "version"], name="message_version_unique"),
            models.UniqueConstraint(fields=["user", "client_id"], name="message_posted_once"),
        ]
        indexes = [
            models.Index(
                fields=["room", "pinned_at"],
                condition=models.Q(pinned_at__isnull=False),
                name="pinned_message_of_room",
            ),
            # Most quote nothing: an index of all would be written with each post, and databases would not use it.
            models.Index(
                fields=["quotes"],
                condition=models.Q(quotes__isnull=False),
                name="message_that_quotes",
            ),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_by__isnull=False),
                name="message_deleted_lately",
            ),
        ]

    def complete(self) -> None:
        """Load what it shows and is not loaded yet; after ``whole`` that is nothing."""
        models.prefetch_related_objects([self], *SHOWN)


def _remove(room: Room, messages: list[Message]) -> int:
    """In a room that is locked. Each message is a change of the log, in the order in which they were posted."""
    if not messages:
        return 0
    first = room.take_version(len(messages)) - len(messages) + 1
    for version, message in enumerate(messages, first):
        message.version = version
    keys = [message.pk for message in messages]
    for start in range(0, len(keys), REMOVED_AT_ONCE):
        part = keys[start : start + REMOVED_AT_ONCE]
        forget(part, text="", html="", deleted_at=timezone.now())
    Message.objects.bulk_update(messages[:-1], ["version"], batch_size=REMOVED_AT_ONCE)
    last = Message.objects.select_related("user").get(pk=keys[-1])
    last.version = messages[-1].version
    last.save(update_fields=["version"])
    return len(messages)
