"""What a room says: as the database has it, and as somebody sees it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

QUERY = """
SELECT seq, version, client_id, text, edited_at IS NOT NULL AND deleted_at IS NULL, deleted_at IS NOT NULL
FROM chat_message WHERE room_id = {room:d} ORDER BY seq
"""


class Line(NamedTuple):
    """A message, as far as people see it. A deleted one has no text, and is not called edited."""

    seq: int
    version: int
    client_id: str
    text: str
    edited: bool
    deleted: bool


def stored(database: str, room: int) -> list[Line]:
    """The truth, read past Django. ``database`` is a file of SQLite or the URL of a PostgreSQL."""
    query = QUERY.format(room=room)
    connection: Any
    if database.startswith("postgres"):
        connection = psycopg.connect(database)
    else:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    with closing(connection):
        rows = connection.execute(query).fetchall()
    return [
        Line(seq, version, str(UUID(str(client_id))), text, bool(edited), bool(deleted))
        for seq, version, client_id, text, edited, deleted in rows
    ]


@dataclass(frozen=True)
class Difference:
    """Between a list that somebody sees and the truth: numbers of messages."""

    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    stale: int = 0  # not as they are now, or not there at all in truth

    def __bool__(self) -> bool:
        return any((self.lost, self.doubled, self.disordered, self.stale))

    def __str__(self) -> str:
        parts = vars(self).items()
        return ", ".join(f"{number} {name}" for name, number in parts if number) or "none"


def difference(seen: list[Line], truth: list[Line], at_least: int) -> Difference:
    """A list may begin late (older messages come when one asks), but not after the newest ``at_least``."""
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
        + len(set(ids) - {line.client_id for line in truth}),
    )
