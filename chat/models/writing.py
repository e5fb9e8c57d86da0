"""What somebody writes becomes what is stored: the text, its HTML, and whom and what it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models.functions import Lower

from chat import markup
from chat.models.mention import Mention
from chat.models.message_base import MessageBase
from chat.models.text import fold

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from chat.models.room import Room
    from chat.models.room_queries import RoomQuerySet
    from chat.models.user import User

LONGEST_EXCERPT = 140  # characters


class Written(NamedTuple):
    """What a text becomes. ``values`` are fields of the message."""

    values: dict[str, Any]
    mentions: list[Mention]


#: What a message says that was deleted.
NOTHING = Written({"text": "", "html": ""}, [])


class Writing(MessageBase):
    """How a text gets into a message, and what it says without its markup."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        mentions: RelatedManager[Mention]
        _prefetched_objects_cache: dict[str, models.QuerySet[Any]]

    def written(
        self, text: str, *, known: Iterable[Mention] | None = None, only_known: bool = False
    ) -> Written:
        """What the text becomes in this message. Nothing is stored yet, nor need anything be locked.

        What is typed as in the message before means the same as before, whatever the person or the room is called
        by now. What is new is somebody or a room that its author may know of; nobody, where ``only_known``.
        ``known`` are those names, where the message itself does not say them any more.
        """
        if known is None:
            known = [] if self._state.adding else self.named
        meant = {each.typed: each for each in known}
        if not only_known:
            candidates = markup.candidates(text)
            meant = {
                **_people(self.user, candidates.people - meant.keys()),
                **_rooms(self.user, candidates.rooms - meant.keys()),
                **meant,
            }
        rendered = markup.render(
            text,
            {typed: each.person_id for typed, each in meant.items() if each.person_id},
            {typed: each.room_id for typed, each in meant.items() if each.room_id},
        )
        named = [meant[typed] for typed in (*rendered.people, *rendered.rooms)]
        values = {"text": text, "html": rendered.html, "rules": markup.RULES_VERSION}
        return Written(values, named)

    def begin_with(self, written: Written) -> None:
        """Store the message, which is new, with what it says."""
        for name, value in written.values.items():
            setattr(self, name, value)
        self.save(force_insert=True)
        self._keep(written.mentions)

    def rewrite(self, room: Room, written: Written, **values: Any) -> None:
        """Store that the message says something else now, as ``store_change`` does. Within ``locked``."""
        self.mentions.all().delete()
        self._keep(written.mentions)
        self.store_change(room, **written.values, **values)

    def adopt(self, written: Written) -> bool:
        """Store what the same text becomes by other rules, unless it says something else by now."""
        same = type(self)._default_manager.filter(
            pk=self.pk, text=self.text, rules=self.rules, deleted_at=None
        )
        if not same.update(**written.values):
            return False
        self.mentions.all().delete()
        self._keep(written.mentions)
        return True

    def _keep(self, mentions: Iterable[Mention]) -> None:
        """Store whom and what it names; nobody asks the database for what was just written."""
        kept = [
            Mention(message_id=self.pk, typed=each.typed, person=each.person, room=each.room)
            for each in mentions
        ]
        if kept:
            Mention.objects.bulk_create(kept)
        self._prefetched_objects_cache = {**getattr(self, "_prefetched_objects_cache", {})}
        related = self.mentions.get_queryset()
        related._result_cache = kept
        self._prefetched_objects_cache["mentions"] = related

    @property
    def named(self) -> list[Mention]:
        """Whom and which rooms it names. Nearly all messages name nobody, which needs no query."""
        return list(self.mentions.all()) if markup.has_names(self.html) else []

    @property
    def people_named(self) -> list[int]:
        """Their keys."""
        return [each.person_id for each in self.named if each.person_id is not None]

    @property
    def excerpt(self) -> str:
        """What it says, in a line, without markup."""
        if self.html:
            return markup.plain(self.html, LONGEST_EXCERPT)
        return " ".join(self.text[: 2 * LONGEST_EXCERPT].split())[:LONGEST_EXCERPT]


def _people(author: User, typed: Iterable[str]) -> dict[str, Mention]:
    """By what is typed, people who are called so and of whom the author may know: one query for all of them."""
    folded = {each: fold(each[1:]) for each in typed}
    if not folded:
        return {}
    exactly = models.Q(username__in=[each[1:] for each in folded])
    people = author.__class__._default_manager.visible_to(author).annotate(folded=Lower("username"))
    found = people.filter(exactly | models.Q(folded__in=set(folded.values()))).order_by("-pk")
    by_fold = {fold(person.username): person for person in found}
    by_name = {person.username: person for person in found}
    return {
        each: Mention(typed=each, person=person)
        for each, name in folded.items()
        if (person := by_name.get(each[1:]) or by_fold.get(name))
    }


def _rooms(author: User, typed: Iterable[str]) -> dict[str, Mention]:
    """The same of rooms in the directory."""
    folded = {each: fold(each[1:]) for each in typed}
    if not folded:
        return {}
    rooms: RoomQuerySet = apps.get_model("chat", "Room")._default_manager.all()
    listed = rooms.visible_to(author).filter(kind="open", archived_at=None)
    found = {room.folded_name: room for room in listed.filter(folded_name__in=set(folded.values()))}
    return {
        each: Mention(typed=each, room=found[name])
        for each, name in folded.items()
        if name in found
    }
