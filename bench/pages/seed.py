"""A room with so many messages, and people who are signed in: ``python -m bench.pages.seed MESSAGES`` prints JSON.

A few are posted as people post them. The others are copies of their rows, each with a place of its own, written past
the models: a million takes some seconds, not hours.
"""

import json
import os
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from bench.cookies import cookie_of  # noqa: E402
from chat.models import Membership, Message, Room, User  # noqa: E402

PEOPLE = 20
ROOMS = 10
CONVERSATIONS = 3
AT_ONCE = 10_000  # rows of one statement

#: What is said, again and again: as long as what people say.
SAID = (
    "Shall we meet at ten? I have the plans, and would like to hear what you think of them.",
    "Ten is fine.",
    "It is all in https://example.org/handbook/stairs?floor=3 (from page 4).",
    "The **third** try worked: `make all` takes four minutes now, and nothing is left of the old way.",
    "Good morning!",
    "- the lift is out of order until Thursday\n- so please use the stairs\n- and be careful",
    "Does anybody know who has the key of the small room on the second floor?",
)


def main(messages: int) -> None:
    people = [
        User.objects.create_user(f"user{n}", display_name=f"Person {n}") for n in range(PEOPLE)
    ]
    rooms = [Room.objects.start(f"Room {number}", people[0]) for number in range(ROOMS)]
    Membership.objects.bulk_create(
        Membership(room=room, user=person) for room in rooms for person in people[1:]
    )
    for room in rooms:
        room.post(people[1], "The last word in this room, before anything was measured.")
    for person in people[1 : CONVERSATIONS + 1]:
        Room.objects.converse(people[0], [person]).post(person, "Hello, do you have a minute?")
    fill(rooms[0], people, messages)
    cookies = [cookie_of(person) for person in people]
    print(json.dumps({"room": rooms[0].pk, "messages": messages, "cookies": cookies}))


def fill(room: Room, people: list[User], messages: int) -> None:
    for number, text in enumerate(SAID * 3):
        room.post(people[number // 2 % len(people)], text)
    room.refresh_from_db()
    columns = [field.column for field in Message._meta.concrete_fields if not field.primary_key]
    names = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM chat_message WHERE room_id = %s", [room.pk])  # noqa: S608  our own names
        patterns = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        rows = copies(patterns, room.last_seq + 1, messages)
        while part := list(islice(rows, AT_ONCE)):
            store(cursor, names, part)
    Room.objects.filter(pk=room.pk).update(last_seq=messages, version=messages)
    if connection.vendor == "postgresql":  # which does so by itself, in time
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def copies(patterns: list[dict[str, Any]], first: int, last: int) -> Iterator[list[Any]]:
    own_id = Message._meta.get_field("client_id")
    for seq in range(first, last + 1):
        row = patterns[seq % len(patterns)]
        client_id = own_id.get_db_prep_value(uuid4(), connection)
        yield list({**row, "seq": seq, "version": seq, "client_id": client_id}.values())


def store(cursor: Any, names: str, rows: list[list[Any]]) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY chat_message ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO chat_message ({names}) VALUES ({places})", rows)  # noqa: S608


if __name__ == "__main__":
    main(int(sys.argv[1]))
