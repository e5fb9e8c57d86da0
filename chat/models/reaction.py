from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from chat.emoji import qualified
from chat.models.message_base import MessageBase
from chat.permissions import require

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from chat.models.user import User

MAX_EMOJI = 64  # characters; the longest sequences of Unicode have a dozen
MOST_KINDS = 50  # of emoji under one message
MOST_EACH = 20  # that one person puts under one message
MOST_NAMED = 10  # whom a chip names; the others it counts


class ReactionManager(models.Manager["Reaction"]):
    def get_queryset(self) -> models.QuerySet[Reaction]:
        """With who it was, whose name shows."""
        return super().get_queryset().select_related("user")


class Reaction(models.Model):
    """An emoji that somebody has put under a message."""

    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions"
    )
    emoji = models.CharField(max_length=MAX_EMOJI)
    created_at = models.DateTimeField(auto_now_add=True)

    message_id: int
    user_id: int

    objects = ReactionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user", "emoji"], name="one_reaction_of_a_kind"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.emoji}"


@dataclass(frozen=True)
class Kind:
    """One emoji under a message, and who put it there, the first first."""

    emoji: str
    people: list[User]

    @property
    def count(self) -> str:
        return f"{len(self.people):,}"

    @property
    def keys(self) -> list[int]:
        return [person.pk for person in self.people]

    @property
    def names(self) -> str:
        """Such as "Alice, Bob and Carol", or "Alice, Bob and 12 others"."""
        named = [person.name for person in self.people[:MOST_NAMED]]
        if others := len(self.people) - len(named):
            named.append(f"{others:,} others" if others > 1 else "1 other")
        return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))

    @property
    def code(self) -> str:
        """What it is called in an id."""
        return "-".join(f"{ord(each):x}" for each in self.emoji)


class Reacting(MessageBase):
    """What others make of it: the verb that puts an emoji under a message, and takes it away."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        reactions: RelatedManager[Reaction]

    @property
    def kinds(self) -> list[Kind]:
        """The reactions by emoji, the first one first; a deleted message shows none. No query after ``whole``."""
        kinds: dict[str, list[User]] = {}
        for reaction in [] if self.is_deleted else self.reactions.all():
            kinds.setdefault(reaction.emoji, []).append(reaction.user)
        return [Kind(emoji, people) for emoji, people in kinds.items()]

    def begin_without_reactions(self) -> None:
        """Nobody needs to ask the database for those of a message that was stored just now."""
        cache = self.__dict__.setdefault("_prefetched_objects_cache", {})
        cache["reactions"] = none = Reaction.objects.none()
        none._result_cache = []

    def react(self, user: User, emoji: str, *, on: bool | None = None) -> bool:
        """Put it there, or take it away; or whichever changes something. Whether it is there now.

        What is so already is no change. Raises ``PermissionDenied`` and ``ValidationError``.
        """
        text = qualified(emoji[:MAX_EMOJI])
        with self.locked() as room:
            self.room = room
            require(user, "message.react", self)
            if text is None:
                raise ValidationError({"emoji": "That is not an emoji."})
            mine = set(self.reactions.filter(user=user).values_list("emoji", flat=True))
            wanted = text not in mine if on is None else on
            if wanted == (text in mine):
                return wanted
            if wanted:
                self._require_place(text, mine)
                Reaction.objects.create(message_id=self.pk, user=user, emoji=text)
            else:
                self.reactions.filter(user=user, emoji=text).delete()
            self.store_change(room)
        return wanted

    def _require_place(self, emoji: str, mine: Iterable[str]) -> None:
        """Within ``locked``. Raises ``ValidationError``."""
        if len(set(mine)) >= MOST_EACH:
            sentence = f"You have {MOST_EACH} reactions here, and more are too many."
            raise ValidationError({"emoji": sentence})
        there = set(self.reactions.order_by().values_list("emoji", flat=True).distinct())
        if emoji not in there and len(there) >= MOST_KINDS:
            sentence = f"This message has {MOST_KINDS} different reactions, and more are too many."
            raise ValidationError({"emoji": sentence})
