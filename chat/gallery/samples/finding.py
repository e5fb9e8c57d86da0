"""Where one finds rooms and people: the box that jumps to them, the directory of people."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

from chat.gallery.people import (
    ALICE,
    ANNA,
    BOB,
    CAROL,
    FOX,
    LAILA,
    MOMENT,
    WOLFE,
    WORD,
    person,
    room,
)
from chat.gallery.sample import Sample
from chat.gallery.samples.rooms import ROOMS
from chat.models import Room, User

JUMP = "static/css/components/jump.css"
PERSON_ROW = "static/css/components/person-row.css"

ARCHIVED = room("Last year", pk=40, archived_at=MOMENT)


def group(
    pk: str, title: str, rooms: Sequence[Room] = (), people: Sequence[User] = ()
) -> dict[str, Any]:
    return {"pk": pk, "title": title, "rooms": rooms, "people": people}


def options(state: str, text: str, *groups: dict[str, Any], can_create: bool = False) -> Sample:
    return Sample(
        template="chat/rooms/_jump_options.html",
        state=state,
        css=JUMP,
        wrapper="jump",
        context=lambda: {"text": text, "groups": groups, "can_create": can_create},
    )


def option(state: str, shown: Room, group: str = "mine") -> Sample:
    return Sample(
        template="chat/rooms/_jump_room.html",
        state=state,
        css=JUMP,
        wrapper="jump-option",
        context=lambda: {"room": shown, "group": group},
    )


JUMPS = (
    Sample(
        template="chat/rooms/_jump.html",
        state="opened",
        css=JUMP,
        wrapper="opened",
        context=lambda: {"reader": 1},
    ),
    options(
        "nothing typed",
        "",
        group("recent", "Recent", ROOMS[:1], [BOB]),
        group("mine", "Your rooms", ROOMS[1:3]),
        group("people", "People", people=[ANNA, CAROL]),
        group("others", "Rooms you can join", ROOMS[4:6]),
    ),
    options("names of every kind", "", group("mine", "Your rooms", ROOMS[-3:])),
    options(
        "people of every kind", "", group("people", "People", people=[ANNA, FOX, LAILA, WOLFE])
    ),
    options("none found", "library", can_create=True),
    options("none found, very long word", WORD, can_create=True),
    options("none found by a guest", "library"),
    option("one's own", ROOMS[0]),
    option("to join", ROOMS[0], "others"),
    option("archived", ARCHIVED),
)

BUSY = person("busy", 9, status_emoji="🌴", status_text="Away until May")
LISTED = (
    person("admin", 10, role="administrator"),
    ALICE,
    BUSY,
    person("gone", 11, is_active=False),
    person("guest", 12, role="guest"),
    person("helper", 13, role="bot"),
)


def row(state: str, *people: User) -> Sample:
    *above, last = ({"person": each} for each in people)
    return Sample(
        template="chat/people/_row.html",
        state=state,
        css=PERSON_ROW,
        wrapper="people",
        context=lambda: last,
        before=lambda: above,
    )


def listed(state: str, people: Sequence[User], text: str = "", number: int = 1) -> Sample:
    def context() -> dict[str, Any]:
        page = Paginator(people, 6).get_page(number)
        return {"page": page, "text": text, "query": QueryDict("q=a")}

    return Sample(
        template="chat/people/_list.html",
        state=state,
        css=PERSON_ROW,
        wrapper="sheet",
        context=context,
    )


PEOPLE = (
    row("of every role", *LISTED),
    row("names of every kind", ANNA, FOX, LAILA, WOLFE),
    listed("one page", LISTED),
    listed("one of many pages", LISTED * 3, number=2),
    listed("one found", [BOB], text="bo"),
    listed("none found, very long word", [], text=WORD),
)


def directory(state: str, *rooms: Room, text: str = "", most: int = 200) -> Sample:
    return Sample(
        template="chat/rooms/_directory.html",
        state=state,
        css="static/css/components/open-row.css",
        wrapper="sheet",
        context=lambda: {"rooms": rooms, "text": text, "most": most},
    )


DIRECTORIES = (
    directory("rooms of every kind", *ROOMS),
    directory("no more to join"),
    directory("as many as are shown at once", *ROOMS[:3], most=3),
    directory("found", ROOMS[0], text="allot"),
    directory("none found, very long word", text=WORD),
)

SAMPLES = (*JUMPS, *PEOPLE, *DIRECTORIES)
