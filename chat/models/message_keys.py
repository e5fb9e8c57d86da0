"""What says whether a message looks as it did: a few numbers, read without the message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models.functions import Coalesce

from chat.models.mention import Mention
from chat.models.reaction import Reaction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chat.models.message import Message


class MessageKey(NamedTuple):
    """Two messages with the same key look the same.

    ``version`` changes with all that is done to a message. What else it shows has revisions of its own: people and
    rooms that are renamed, and the message that it quotes. Of several only the sum is here, since revisions only
    grow; and who they are does not change without a version.
    """

    pk: int
    seq: int
    version: int
    #: By which its text was rendered; they change without a version.
    rules: int
    author: int
    mentioned: int | None
    reacted: int | None
    quoted: int | None
    quoted_author: int | None
    pinned_by: int | None

    @classmethod
    def of(cls, message: Message) -> MessageKey:
        """Of a message as it was loaded (``whole``), whatever became of it since."""
        quoted = message.quotes
        return cls(
            message.pk,
            message.seq,
            message.version,
            message.rules,
            message.user.revision,
            _sum(each.person or each.room for each in message.mentions.all()),
            _sum(each.user for each in message.reactions.all()),
            quoted.version if quoted else None,
            quoted.user.revision if quoted else None,
            message.pinned_by.revision if message.pinned_by else None,
        )

    @classmethod
    def select(cls, messages: models.QuerySet[Message]) -> models.QuerySet[Any, Any]:
        """The rows of which keys are made, in the order of ``messages``."""
        return (
            messages.select_related(None)
            .prefetch_related(None)
            .annotate(
                mentioned=_sum_in(
                    Mention, Coalesce("person__revision", 0) + Coalesce("room__revision", 0)
                ),
                reacted=_sum_in(Reaction, models.F("user__revision")),
            )
            .values_list(
                "pk",
                "seq",
                "version",
                "rules",
                "user__revision",
                "mentioned",
                "reacted",
                "quotes__version",
                "quotes__user__revision",
                "pinned_by__revision",
            )
        )


def _sum(shown: Iterable[Any]) -> int | None:
    """One more for each, so that one of them who goes without a trace is missed too."""
    return sum(each.revision + 1 for each in shown) or None


def _sum_in(rows: type[models.Model], revision: Any) -> models.Subquery:
    """The same, of the rows that belong to a message."""
    own = rows._default_manager.filter(message=models.OuterRef("pk")).order_by().values("message")
    return models.Subquery(own.annotate(total=models.Sum(revision + 1)).values("total"))
