from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone

from chat.models.message_base import MessageBase
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.user import User

#: Messages that are pinned to a room.
MOST_PINS = 50
FULL = f"{MOST_PINS} messages are pinned to this room. Unpin one that is not needed any more."


class Pinning(MessageBase):
    """Messages that a room keeps at hand: the verbs that pin one, and take that back.

    What is deleted is pinned no more; when that is undone it is again.
    """

    class Meta:
        abstract = True

    def pin(self, user: User) -> None:
        """Harmless when it is so already. Raises ``PermissionDenied``, and ``ValidationError``: there are too many."""
        require(user, "message.pin", self)
        with self.locked() as room:
            if self.is_pinned:
                return
            if room.messages.pinned().count() >= MOST_PINS:
                raise ValidationError(FULL)
            self.store_change(room, pinned_at=timezone.now(), pinned_by=user)

    def unpin(self, user: User) -> None:
        """Harmless when it is so already. Raises ``PermissionDenied``."""
        require(user, "message.pin", self)
        with self.locked() as room:
            if self.is_pinned:
                self.store_change(room, pinned_at=None, pinned_by=None)
