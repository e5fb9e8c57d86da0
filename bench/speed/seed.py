"""People who are signed in, rooms and their history in Roomful's database.

``python -m bench.speed.seed USERS ROOMS HISTORY`` prints JSON.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench.cookies import cookie_of  # noqa: E402
from bench.speed.client.crowd import Post  # noqa: E402
from chat.live import fragments  # noqa: E402
from chat.models import Membership, Room, User  # noqa: E402


def main(users: int, rooms: int, history: int) -> None:
    people = [User.objects.create_user(f"user{number}") for number in range(users)]
    made = [Room.objects.start(f"Room {number}", people[0]) for number in range(rooms)]
    Membership.objects.bulk_create(
        Membership(room=room, user=person) for room in made for person in people[1:]
    )
    for number in range(history):
        made[0].post(people[number % users], f"What was said before, {number}")
    sample = made[-1].post(people[0], Post(0, 0).text)
    seeded = {
        "rooms": [room.pk for room in made],
        "version": history,
        "cookies": [cookie_of(person) for person in people],
        "fragment": len(fragments.message(sample).encode()),
    }
    print(json.dumps(seeded))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
