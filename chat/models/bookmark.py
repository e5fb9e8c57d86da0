from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from chat.models.message_base import MessageBase
from chat.models.prepared import Prepared
from chat.permissions import require

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from chat.models.room import Room
    from chat.models.user import User

#: Of what somebody has saved, so many are shown at once; and so many are marked as such in a room.
PAGE_SIZE = 50
MOST_MARKED = 1_000


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def readable_by(self, user: User) -> BookmarkQuerySet:
        """What a person has saved and may still read, the latest first."""
        mine = self.filter(user=user, message__room__memberships__user=user)
        return mine.filter(message__deleted_at=None).order_by("-pk")

    def page(self, before: int | None = None) -> list[Bookmark]:
        """A page of these with their messages, and one more if there is more."""
        older = self if before is None else self.filter(pk__lt=before)
        return list(older.select_related("message__user")[: PAGE_SIZE + 1])

    def keys_in(self, room: Room, user: User) -> list[int]:
        """The keys of the messages of that room which the person has saved, for marking them."""
        return [pk for (pk,) in _KEYS.rows(user.pk, room.pk)]


class Bookmark(models.Model):
    """A message that somebody has saved for themselves: nobody else's business."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks"
    )
    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="bookmarks")
    created_at = models.DateTimeField(auto_now_add=True)

    message_id: int
    user_id: int

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "message"], name="one_bookmark_of_a_message"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} for {self.user}"


class Bookmarking(MessageBase):
    """What somebody wants to find again."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        bookmarks: RelatedManager[Bookmark]

    def bookmark(self, user: User, *, on: bool) -> None:
        """Save it for oneself, or no longer. Nobody hears of it, and the message does not change.

        Harmless when it is so already. Raises ``PermissionDenied``.
        """
        require(user, "message.bookmark", self)
        if on:
            self.bookmarks.get_or_create(user=user)
        else:
            self.bookmarks.filter(user=user).delete()


_KEYS = Prepared(
    lambda user, room: (
        Bookmark.objects.readable_by(user)
        .filter(message__room=room)
        .values_list("message")[:MOST_MARKED]
    )
)
