"""People who are signed in, rooms and their history: ``python seed.py USERS ROOMS HISTORY`` prints JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
django.setup()

from django.test import Client  # noqa: E402

from chat.models import Message, Room, User  # noqa: E402


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def main(users: int, rooms: int, history: int) -> None:
    people = [User.objects.create_user(f"user{number}") for number in range(users)]
    made = [Room.objects.create(name=f"Room {number}") for number in range(rooms)]
    for room in made:
        room.current_users.set(people)
    for number in range(history):
        person = people[number % users]
        Message.objects.create(room=made[0], user=person, text=f"What was said before, {number}")
    cookies = [cookie_of(person) for person in people]
    print(json.dumps({"rooms": [room.pk for room in made], "cookies": cookies}))


main(*map(int, sys.argv[1:]))
