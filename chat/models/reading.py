from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chat.models.room_base import RoomBase
from chat.models.user import User
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.message import MessageQuerySet


class Reading(RoomBase):
    """Up to where a member has read, where they have said so: the verbs that say it.

    It is a change of the membership that concerns its person only, as a favourite is (``Belonging.favour``).
    """

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        messages: MessageQuerySet

    def mark_unread(self, user: User, seq: int) -> None:
        """Note that the person wants to read on from that message, which is unread then, and all after it.

        Raises ``Message.DoesNotExist``, and ``PermissionDenied``.
        """
        message = self.messages.select_related("room").get(seq=seq)
        require(user, "message.mark_unread", message)
        self._set_last_read(user, seq - 1)

    def mark_read(self, user: User) -> None:
        """Undo it: the person has read all that there is. Raises ``PermissionDenied``."""
        require(user, "room.read", self)
        self._set_last_read(user, None)

    def _set_last_read(self, user: User, seq: int | None) -> None:
        with transaction.atomic():
            membership = self.memberships.select_for_update().filter(user=user).first()
            if membership is None or membership.last_read_seq == seq:
                return
            membership.last_read_seq = seq
            membership.is_personal = True
            membership.revision = self.take_revision()
            membership.save(update_fields=["last_read_seq"])

    @property
    def unread_from(self) -> int | None:
        """The seq of the message from which the person wants to read on; after ``with_reading_of``."""
        if self.read_seq is None or self.read_seq >= self.last_seq:
            return None
        return max(self.read_seq + 1, self.first_seq)
