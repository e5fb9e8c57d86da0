"""What a room says: as the database has it, and as somebody sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

MESSAGES = """
SELECT id, seq, version, client_id, text, edited_at IS NOT NULL, deleted_at IS NOT NULL, pinned_at IS NOT NULL,
       quotes_id
FROM chat_message WHERE room_id = {room:d} ORDER BY seq
"""
REACTIONS = """
SELECT message_id, emoji, reaction.user_id FROM chat_reaction AS reaction
JOIN chat_message AS message ON message.id = message_id WHERE message.room_id = {room:d}
"""

#: Each emoji with the keys of those who gave it, both in their order.
Reactions = tuple[tuple[str, tuple[int, ...]], ...]


def reactions(given: Iterable[tuple[str, Iterable[int]]]) -> Reactions:
    return tuple(sorted((emoji, tuple(sorted(people))) for emoji, people in given))


class Line(NamedTuple):
    """A message, as far as people see it. Of a deleted one they see only that it was there."""

    seq: int
    version: int
    client_id: str
    text: str
    edited: bool
    deleted: bool
    pk: int = 0
    reactions: Reactions = ()
    pinned: bool = False
    quotes: int | None = None  # the key of the message that it answers

    def shown(self) -> Line:
        if not self.deleted:
            return self
        return self._replace(text="", edited=False, reactions=(), pinned=False, quotes=None)

    def who(self, emoji: str) -> tuple[int, ...]:
        return dict(self.reactions).get(emoji, ())


def stored(database: str, room: int) -> list[Line]:
    """The truth, read past Django. ``database`` is a file of SQLite or the URL of a PostgreSQL."""
    connection: Any
    if database.startswith("postgres"):
        connection = psycopg.connect(database)
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    else:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
        connection.execute("BEGIN")
    with closing(connection):
        given = connection.execute(REACTIONS.format(room=room)).fetchall()
        rows = connection.execute(MESSAGES.format(room=room)).fetchall()
    by_message: dict[int, dict[str, list[int]]] = {}
    for pk, emoji, person in given:
        by_message.setdefault(pk, {}).setdefault(emoji, []).append(person)
    return [
        Line(
            seq,
            version,
            str(UUID(str(client_id))),
            text,
            bool(edited),
            bool(deleted),
            pk,
            reactions(by_message.get(pk, {}).items()),
            bool(pinned),
            quotes,
        ).shown()
        for pk, seq, version, client_id, text, edited, deleted, pinned, quotes in rows
    ]


@dataclass(frozen=True)
class Difference:
    """Between a list that somebody sees and the truth: numbers of messages."""

    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    stale: int = 0  # not as they are now, or not there at all in truth; and quotes of what is not so any more

    def __bool__(self) -> bool:
        return any((self.lost, self.doubled, self.disordered, self.stale))

    def __str__(self) -> str:
        parts = vars(self).items()
        return ", ".join(f"{number} {name}" for name, number in parts if number) or "none"


#: What a list shows of the messages that are quoted in it: the version, by key.
Quoted = Iterable[tuple[int, int]]


def difference(
    seen: list[Line], truth: list[Line], at_least: int, quoted: Quoted = ()
) -> Difference:
    """A list may begin late (older messages come when one asks), but not after the newest ``at_least``."""
    versions = {line.pk: line.version for line in truth}
    begin = min((line.seq for line in seen if line.seq), default=len(truth) + 1)
    newest = truth[-at_least].seq if len(truth) >= at_least else 1
    due = [line for line in truth if line.seq >= min(begin, newest)]
    ids = [line.client_id for line in seen]
    there = set(seen)
    return Difference(
        lost=len({line.client_id for line in due} - set(ids)),
        doubled=len(ids) - len(set(ids)),
        disordered=sum(one.seq > other.seq for one, other in pairwise(seen)),
        stale=sum(line.client_id in ids and line not in there for line in due)
        + len(set(ids) - {line.client_id for line in truth})
        + sum(versions.get(pk) != version for pk, version in quoted),
    )
