"""Who takes part. These run in a process of Django on the data of the trial (``manage.py shell``)."""

import json
import random
from pathlib import Path

from django.conf import settings
from django.test import Client

from bench.faults.deeds import EDITED, EMOJI, as_typed
from bench.faults.servers import SCENE
from chat.models import Message, Room, User

PEOPLE = (
    "owner",
    *(f"writer-{number}" for number in range(1, 6)),
    *(f"viewer-{number}" for number in range(1, 6)),
    *(f"page-writer-{number}" for number in range(1, 3)),
    *(f"page-viewer-{number}" for number in range(1, 3)),
    *(f"leaver-{number}" for number in range(1, 5)),
)


def play() -> None:
    """A room with all of them in it; who they are, and their sessions, in ``SCENE`` of the data folder."""
    people = [User.objects.create(username=name) for name in PEOPLE]
    people[0].role = "administrator"
    people[0].save()
    room = Room.objects.start("Faults", people[0])
    for person in people:
        room.join(person)
    scene = {
        "room": room.pk,
        "people": {person.username: person.pk for person in people},
        "cookies": {person.username: _session(person) for person in people},
    }
    (Path(settings.DATA_DIR) / SCENE).write_text(json.dumps(scene))


def _session(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def change(room: int, edits: int, deletions: int, reactions: int, seed: int) -> None:
    """Edit, erase and react to messages, old and new, each of them once; some of those erased come back."""
    chosen = random.Random(seed)  # noqa: S311
    messages = list(Message.objects.filter(room=room, deleted_at=None).select_related("user"))
    for number, message in enumerate(chosen.sample(messages, edits + deletions + reactions)):
        if number < edits:
            message.edit(message.user, f"{as_typed(message.text)}{EDITED} elsewhere")
        elif number < edits + deletions:
            message.erase(message.user)
            if number % 2 and hasattr(message, "restore"):
                message.restore(message.user)
        else:
            message.react(message.user, chosen.choice(EMOJI))
