"""Who is there, and what there is, when a cell of the table is tried. Made once; each trial is undone."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from chat.models import Membership, Message, Report, Room, Token, User
from chat.tests.permissions.table import COLUMNS

Role = User.Role
KINDS = {
    "open room": {},
    "closed room": {"kind": Room.Kind.CLOSED},
    "conversation": {"kind": Room.Kind.DIRECT, "direct_key": "of all who are in"},
    "archived room": {"archived_at": timezone.now()},
    "announcements": {"is_announcement": True},
}
#: What changes when one is only looked at.
NOT_A_CHANGE = {"last_login", "last_used_at"}


class Scene:
    """Each person of ``COLUMNS``; of each kind a room, with a message of everybody's."""

    def __init__(self) -> None:
        self.people = {
            "dana": _person("dana", Role.ADMINISTRATOR),
            "erin": _person("erin", Role.ADMINISTRATOR),
            **{name: _person(name) for name in ("alice", "bob", "carol")},
            **{name: _person(name, Role.GUEST) for name in ("gus", "gina")},
        }
        owner = self.people["dana"]
        self.people |= {name: _person(name, Role.BOT, owner=owner) for name in ("robo", "nobot")}
        bots = [self.people["robo"], self.people["nobot"]]
        self.tokens = {bot: Token.objects.issue(owner, bot, "token")[1] for bot in bots}
        #: In every room, without a column; in none; known to all who are no guests.
        self.other, self.newcomer = _person("other"), _person("newcomer")
        #: Who is not here any more, and why.
        self.gone = {
            "one deactivated": _person("deactivated", is_active=False),
            "one banned": _person("banned", is_active=False, banned_at=timezone.now()),
        }
        self.rooms = {kind: self._room(kind, **values) for kind, values in KINDS.items()}

        #: Of what nobody else reports here.
        self.report = Report.objects.create(
            message=self.rooms["archived room"].messages.get(user=self.other, deleted_at=None),
            author=self.other,
            reporter=self.people["bob"],
        )

    def _room(self, called: str, **values: Any) -> Room:
        name = "" if called == "conversation" else f"The {called}"
        room = Room.objects.create(name=name, folded_name=name.lower(), **values)
        inside = [self.people[name] for name in ("dana", "bob", "gus", "robo")]
        for person in (*inside, self.other):
            room.memberships.create(user=person)
        # Nobody owns a conversation.
        role = Membership.Role.MEMBER if room.is_direct else Membership.Role.OWNER
        room.memberships.create(user=self.people["alice"], role=role)
        for seq, author in enumerate((*self.people.values(), self.other), 1):
            room.messages.create(user=author, text=said_in(called), seq=seq, version=seq)
        # And what everybody deleted themselves, a moment ago for as long as the trials take.
        moment = timezone.now() + timedelta(hours=1)
        first = seq + 1
        for seq, author in enumerate((*self.people.values(), self.other), first):
            by = {"user": author, "deleted_by": author, "deleted_at": moment}
            message = room.messages.create(seq=seq, version=seq, **by)
            message.edits.create(text=said_in(called), written_at=moment)
        Room.objects.filter(pk=room.pk).update(last_seq=seq, version=seq)
        room.drafts.create(user=self.other, text=begun_in(called), version=1)
        room.refresh_from_db()
        return room

    def person(self, column: str) -> User | None:
        name = COLUMNS[column]
        return self.people[name] if name else None

    def names(self, of: str, actor: User | None) -> dict[str, Any]:
        """What ``@…`` stands for in a way (ways.py), when something is done to ``of`` by somebody."""
        what, _, kind = of.rpartition(" in ")
        room = self.rooms.get({"archive": "archived room"}.get(kind, kind))
        author = (what.startswith("own ") and actor) or self.other
        named = {"oneself": actor, "stranger": self.newcomer, **self.gone}
        person = named.get(what or of) or self.other
        message = room and author and _message(room, author, deleted="deleted" in what)
        return {
            "report": self.report,
            "room": room,
            "link": room and f'href="/rooms/{room.pk}/"',
            "entry": room and f"'pk': {room.pk}, 'name'",
            "name": room and room.name,
            "said": said_in(kind),
            "begun": begun_in(kind),
            "message": message,
            "seq": message and message.seq,
            "person": person,
            "username": person and person.username,
            "mention": person and f"@{person.username}",
            "option": person and f'id="suggested-person-{person.pk}"',
            "newcomer": self.newcomer,
        }


def _message(room: Room, author: User, *, deleted: bool) -> Message:
    return room.messages.get(user=author, deleted_at__isnull=not deleted)


def said_in(kind: str) -> str:
    return f"said in the {kind}"


def begun_in(kind: str) -> str:
    return f"begun in the {kind}"


def _person(username: str, role: str = Role.MEMBER, **values: Any) -> User:
    person = User(username=username, role=role, **values)
    person.set_unusable_password()
    person.save()
    return person


def target(of: str, names: dict[str, Any]) -> Any:
    """What the rules (chat/permissions.py) are asked about."""
    if "message" in of:
        return names["message"]
    return names["room"] or names["person"]


def state() -> list[Any]:
    """All that is stored, but for when somebody was last here."""
    return [_answer(query) for query in _queries()]


def _answer(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@cache
def _queries() -> list[str]:
    """For each table what is asked of it. It is asked twice for each trial: an ORM would take most of their time."""
    models = apps.get_app_config("chat").get_models(include_auto_created=True)
    return [_query(model) for model in models]


def _query(model: Any) -> str:
    fields = [each.attname for each in model._meta.concrete_fields]
    kept = [name for name in fields if name not in NOT_A_CHANGE]
    return str(model._base_manager.order_by("pk").values_list(*kept).query)
