"""Rooms in lists, and who is in them."""

from typing import Any

from chat.gallery.people import ALICE, BOB, CAROL, LOBBY, MOMENT, WORD, message, person, room
from chat.gallery.sample import Sample
from chat.models import Message, Room

LONG = "Everything about the move to the new building and what comes after it"
LAYLA = person("ليلى حداد", 7)


def about_room(
    name: str, state: str, /, css: str, wrapper: str = "plain", **context: Any
) -> Sample:
    return Sample(
        template=f"chat/rooms/_{name}.html",
        state=state,
        css=f"static/css/components/{css}.css",
        wrapper=wrapper,
        context=lambda: context,
    )


def row(state: str, name: str, last: Message | None = None, **context: Any) -> Sample:
    a_room = room(name, messages=[last] if last else [])
    return about_room("row", state, "room-row", "rooms", room=a_room, **context)


def latest(state: str, last: Message) -> Sample:
    return about_room("latest", state, "room-row", message=last)


def open_row(state: str, name: str) -> Sample:
    return about_room("open_row", state, "open-row", "open-rooms", room=room(name))


def members(state: str, *people: Any) -> Sample:
    return about_room("members", state, "members", room=LOBBY, people=people)


def options(state: str, text: str, mine: list[Room], others: list[Room]) -> Sample:
    return about_room("jump_options", state, "jump", "listbox", text=text, mine=mine, others=others)


ROWS = (
    row("plain", "Lobby", message("Shall we meet at ten?")),
    row("open", "Lobby", message("Shall we meet at ten?"), current=LOBBY),
    row("something new", "Lobby", message("Ten is fine.", by=BOB), fresh=True),
    row("nothing said yet", "Lobby"),
    row("long name", LONG, message("So it goes.")),
    row("very long word", WORD, message(WORD)),
    row("right to left", "غرفة الاستراحة", message("مرحبا بالجميع", by=LAYLA)),
    row("emoji", "Lunch 🍜", message("🍜🍜🍜")),
    row("deleted message", "Lobby", message("", deleted_at=MOMENT)),
    latest("plain", message("Shall we meet at ten?")),
    latest("very long word", message(WORD * 2)),
    about_room("name", "plain", "room", room=LOBBY),
    about_room("name", "right to left", "room", room=room("غرفة الاستراحة")),
    open_row("plain", "Garden"),
    open_row("long name", LONG),
    open_row("very long word", WORD),
    open_row("right to left", "غرفة الاستراحة"),
)

ABOUT = (
    members("one", ALICE),
    members("several", ALICE, BOB, CAROL),
    members("long names", person(WORD * 2, 4), person("Hasina Fanomezantsoa " * 3, 6), LAYLA),
    about_room("gone", "deleted", "notice", pk=1),
    about_room("left", "membership ended", "notice", pk=1),
    about_room("jump", "open", "jump", "opened"),
    options("mine and others", "", [LOBBY, room("Kitchen", pk=2)], [room("Garden", pk=3)]),
    options("long names", "", [room(LONG, pk=2)], [room(WORD, pk=3)]),
    options("none found", "garten & 1 < 2", [], []),
)
