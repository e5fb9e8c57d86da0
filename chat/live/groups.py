"""The names of groups: who hears of what.

The messages of a room are a group of the channel layer. All that concerns rooms and memberships travels in one
group of the layer, ``rooms``, which each process joins; it tells those of its own sockets that are in the groups
``rooms/…``. So one message of the layer tells everybody of a change, or it is lost for everybody alike.
"""

ROOMS = "rooms"

#: What becomes of the rooms that are in the directory: for pages of the directory, of those who may look into it.
OPEN_ROOMS = f"{ROOMS}/open"
#: What people look like to others: their names, pictures and statuses.
PEOPLE = f"{ROOMS}/people"
#: Whose sockets to look at again (chat/live/access.py); no socket is in it.
ACCESS = f"{ROOMS}/access"
_MESSAGES = "messages-"
_PERSON = f"{ROOMS}/person-"


def messages(room: int) -> str:
    return f"{_MESSAGES}{room}"


def about_room(room: int) -> str:
    """What becomes of a room, for those who belong to it."""
    return f"{ROOMS}/room-{room}"


def members(room: int) -> str:
    return f"{ROOMS}/members-{room}"


def person(user: int) -> str:
    """What becomes of a person's memberships."""
    return f"{_PERSON}{user}"


def carrier(group: str) -> str:
    """The channel layer's group in which what concerns the group travels."""
    return group.partition("/")[0]


def room_of_messages(group: str) -> int | None:
    """The room whose messages these are; None for another group."""
    return int(group.removeprefix(_MESSAGES)) if group.startswith(_MESSAGES) else None


def person_of(group: str) -> int | None:
    return int(group.removeprefix(_PERSON)) if group.startswith(_PERSON) else None
