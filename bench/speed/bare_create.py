"""How many messages a process stores in a loop: ``python -m bench.speed.bare_create SECONDS`` prints JSON.

``create`` is ``Message.objects.create``, ``post`` is ``Room.post`` with its rules and the room's log. Nobody is
told of either.
"""

import json
import os
import sys
from collections.abc import Callable
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db.models.signals import post_save  # noqa: E402

from bench.speed.client.crowd import Post  # noqa: E402
from chat.consumers.room import RoomConsumer  # noqa: E402
from chat.models import Message, Room, User  # noqa: E402


def per_second(seconds: float, act: Callable[[int], object]) -> float:
    began = perf_counter()
    count = 0
    while perf_counter() - began < seconds:
        act(count)
        count += 1
    return count / (perf_counter() - began)


def main(seconds: float) -> None:
    room, user = Room.objects.get(name="Room 0"), User.objects.get(username="user0")
    text = Post(0, 0).text
    observer = RoomConsumer.message_activity
    assert post_save.disconnect(sender=Message, dispatch_uid=str(id(observer)))
    post = per_second(seconds, lambda _: room.post(user, text))
    room.refresh_from_db()

    def create(number: int) -> None:
        seq, version = room.last_seq + number + 1, room.version + number + 1
        Message.objects.create(room=room, user=user, text=text, seq=seq, version=version)

    print(json.dumps({"create": per_second(seconds, create), "post": post}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
