from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import cached_property

from chat.models.message_base import MessageBase

if TYPE_CHECKING:
    from chat.models.message import MessageQuerySet


class Quoting(MessageBase):
    """What is known of a message that others answer. ``Room.post`` is what answers it."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        quoted_by: MessageQuerySet

    @cached_property
    def is_quoted(self) -> bool:
        """Whether another message answers it; without a query after ``with_quoted``."""
        return self.quoted_by.exists()
