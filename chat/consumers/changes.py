"""What an observer publishes of a change: made once, whatever the number of readers.

A change is ``{"json": str, "fragments": {name: html}, …}``: a JSON object that lacks only the ``request_id``, and
the pieces of pages that show it. A page subscribes with the name of the piece that it wants. With them goes what
tells whether one was lost on the way: of a message its ``version`` and ``seq``, of a room or a person its key and
``revision``.
"""

from typing import Any

from chat.consumers.renderings import encode
from chat.live import fragments
from chat.models import Membership, Message, Room, User
from chat.serializers import RoomSummarySerializer, told


def message_change(message: Message, change: str) -> dict[str, Any]:
    return {
        "json": encode(
            {
                "action": "delete" if message.is_deleted else change,
                "data": told(message),
                "pk": message.pk,
            }
        ),
        "fragments": {
            "message": fragments.changed(message),
            "latest": fragments.latest(message) if _is_newest(message, change) else "",
        },
        "version": message.version,
        "seq": message.seq,
    }


def _is_newest(message: Message, change: str) -> bool:
    """Whether it is the room's last message. A new one was, and those after it are told of after it."""
    if change == "create":
        return True
    return not Message.objects.filter(room=message.room_id, seq__gt=message.seq).exists()


def _in_directory(room: Room) -> str:
    """Its row for those who do not belong to it, or that there is none any more."""
    return fragments.open_rows([room]) if room.is_listed else fragments.open_row_gone(room.pk)


def personal_change(membership: Membership) -> dict[str, Any]:
    """Of a membership, what concerns its person only, whose pages look it up."""
    return {
        "json": "{}",
        "fragments": {},
        "room": membership.room_id,
        "revision": membership.revision,
    }


def room_change(room: Room, change: str, revision: int) -> dict[str, Any]:
    """The room as it is now. One that is gone is told of as deleted."""
    current = None
    if change != "delete":
        rooms = Room.objects.with_members().with_owners().with_last_message().with_counts()
        current = rooms.filter(pk=room.pk).first()
    if current is None:
        return {
            "json": encode({"action": "delete", "data": {"pk": room.pk}, "pk": room.pk}),
            "fragments": {
                "room": fragments.gone(room.pk),
                "rooms": fragments.row_gone(room.pk),
                "directory": fragments.open_row_gone(room.pk),
            },
            "room": room.pk,
            "revision": None,
        }
    return {
        "json": encode(
            {"action": change, "data": RoomSummarySerializer(current).data, "pk": room.pk}
        ),
        "fragments": {
            "room": fragments.about(current),
            "rooms": "" if change == "create" else fragments.name(current),
            "directory": _in_directory(current),
        },
        "room": room.pk,
        "archived": current.is_archived,
        "revision": revision,
    }


def person_change(person: User) -> dict[str, Any]:
    """The person as they are now, for pages: programs read with each message who wrote it."""
    current = User.objects.filter(pk=person.pk).first()
    return {
        "fragments": {"person": fragments.person(current) if current else ""},
        "person": person.pk,
        "revision": current.revision if current else 0,
    }
