"""Rooms: in lists, in the directory, in the box that jumps to them; who is in them, and when one is not any more."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from chat.gallery.people import (
    ALICE,
    ARABIC,
    BOB,
    DANA,
    EVERYBODY,
    FOX,
    LAILA,
    LOBBY,
    MINUTE,
    MOMENT,
    PHRASE,
    WOLFE,
    WORD,
    message,
    person,
    room,
)
from chat.gallery.sample import Sample
from chat.models import Message, Room, User

ROW = "static/css/components/room-row.css"
NOTICE = "static/css/components/notice.css"

NAMES = (
    "Allotment",
    "Budget 2026",
    "Choir",
    PHRASE,
    "Design",
    "Events",
    ARABIC,
    "Kitchen 🍲",
    WORD,
)
ROOMS = tuple(
    room(name, pk=pk, messages=[message("Shall we meet at ten?", by=BOB)])
    for pk, name in enumerate(NAMES, start=2)
)


def gone(by: User = BOB) -> Message:
    return message("", by=by, deleted_at=MOMENT + MINUTE)


def row(
    state: str,
    name: str = "Lobby",
    *said: Message,
    is_current: bool = False,
    is_fresh: bool = False,
    has_draft: bool = False,
    above: Sequence[Room] = (),
    **more: Any,
) -> Sample:
    """A room in somebody's list, with what was said there last."""

    def context() -> dict[str, Any]:
        shown = room(name, messages=said)
        shown.has_draft = has_draft
        return {"room": shown, "current": shown if is_current else None, "fresh": is_fresh}

    return Sample(
        template="chat/rooms/_row.html",
        state=state,
        css=ROW,
        wrapper="rooms",
        context=context,
        before=lambda: [{"room": each} for each in above],
        **more,
    )


def section(state: str, pk: str, title: str, *rooms: Room) -> Sample:
    return Sample(
        template="chat/rooms/_section.html",
        state=state,
        css=ROW,
        wrapper="sidebar",
        context=lambda: {
            "section": {"pk": pk, "title": title},
            "rows": mark_safe("".join(map(_row, rooms))),  # noqa: S308  each is a template's
        },
    )


def _row(room: Room) -> str:
    return render_to_string("chat/rooms/_row.html", {"room": room})


SECTIONS = (
    section("favourites", "favourites", "Favourites", *ROOMS[:3]),
    section("archived, folded away", "archived", "Archived", *ROOMS[:3]),
)

HELLO = message("Shall we meet at ten?")
ROWS = (
    row("plain", "Lobby", HELLO),
    row("current", "Lobby", HELLO, is_current=True),
    row("something new", "Lobby", HELLO, is_fresh=True),
    row("long name, something new", PHRASE, HELLO, is_fresh=True),
    row("something begun", "Lobby", HELLO, has_draft=True),
    row("long name, something begun", PHRASE, HELLO, has_draft=True),
    row("something new, and something begun", "Lobby", HELLO, is_fresh=True, has_draft=True),
    row("nobody has said anything"),
    row("long name", PHRASE, message(f"{PHRASE} meets at ten.", by=WOLFE)),
    row("very long word", WORD, message(WORD)),
    row("right to left", "غرفة المعيشة", message(ARABIC, by=LAILA)),
    row("right to left, said in a room that is not", "Lobby", message(ARABIC, by=DANA)),
    row("emoji", "Kitchen 🍲", message("🎉 👩‍👩‍👧‍👦 👍🏽", by=FOX)),
    row("many lines", "Lobby", message("One.\n\nTwo, after an empty line.\n   Three, indented.")),
    row("last one deleted", "Lobby", gone()),
    row("ten in a row", "Lobby", HELLO, above=ROOMS, is_current=True),
    row("ten in a row, compact", "Lobby", HELLO, above=ROOMS, is_current=True, density="compact"),
)


def latest(state: str, said: Message) -> Sample:
    return Sample(
        template="chat/rooms/_latest.html",
        state=state,
        css=ROW,
        wrapper="room-row",
        context=lambda: {"message": said},
    )


LATEST = (
    latest("plain", HELLO),
    latest("much to say", message(f"{PHRASE} meets at ten.", by=WOLFE)),
    latest("very long word", message(WORD)),
    latest("right to left", message(ARABIC, by=LAILA)),
    latest("deleted", gone()),
)


def of_room(template: str, css: str, wrapper: str) -> tuple[Sample, ...]:
    """What shows a room's name, for each kind of name."""
    names = {
        "plain": "Lobby",
        "long name": PHRASE,
        "very long word": WORD,
        "right to left": "غرفة المعيشة",
        "emoji": "Kitchen 🍲",
    }
    return tuple(
        Sample(
            template=template,
            state=state,
            css=css,
            wrapper=wrapper,
            context=lambda name=name: {"room": room(name)},  # type: ignore[misc]
        )
        for state, name in names.items()
    )


def members(state: str, *people: User) -> Sample:
    return Sample(
        template="chat/rooms/_members.html",
        state=state,
        css="static/css/components/members.css",
        wrapper="panel",
        context=lambda: {"room": LOBBY, "people": people},
    )


MEMBERS = (
    members("one", ALICE),
    members("names of every kind", *EVERYBODY),
    members("many", *(person(f"member {number}", number) for number in range(1, 41))),
)


def notice(name: str, state: str = "instead of what was there", **values: Any) -> Sample:
    return Sample(
        template=f"chat/rooms/_{name}.html",
        state=state,
        css=NOTICE,
        context=lambda: {"pk": 1, **values},
    )


def piece(shows: str, css: str, wrapper: str, state: str, **values: Any) -> Sample:
    """A piece of what a room's page shows of the room."""
    return Sample(
        template=f"chat/rooms/_{shows}.html",
        state=state,
        css=f"static/css/components/{css}.css",
        wrapper=wrapper,
        context=lambda: {"room": room(**values)},
    )


TOPICS = tuple(
    piece("topic", "room", "room-title", state, topic=topic)
    for state, topic in {
        "plain": "What we eat, and when",
        "long": f"{PHRASE}. " * 2,
        "very long word": WORD,
        "right to left": ARABIC,
    }.items()
)
TEXT = "Recipes, and who cooks.\n\nThe list: https://example.org/list"
DESCRIPTIONS = (
    piece("description", "panel", "panel", "open, nothing said"),
    piece("description", "panel", "panel", "closed", kind="closed", topic="Soup", description=TEXT),
    piece("description", "panel", "panel", "announcements", description=TEXT, is_announcement=True),
    piece("description", "panel", "panel", "right to left", topic=ARABIC, description=ARABIC),
    piece("description", "panel", "panel", "very long word", topic=WORD, description=WORD),
    piece("description", "panel", "panel", "conversation", name="", kind="direct"),
)
STATES = (
    piece("state", "room", "plain", "archived", archived_at=MOMENT),
    piece("state", "room", "plain", "announcements", is_announcement=True),
)


def conversation(state: str, *people: User) -> Sample:
    return Sample(
        template="chat/rooms/_name.html",
        state=f"conversation, {state}",
        css="static/css/components/room-name.css",
        wrapper="room-title",
        context=lambda: {"room": room("", kind="direct", people=people), "viewer": ALICE},
    )


CONVERSATIONS = (
    conversation("with one", ALICE, BOB),
    conversation("with several", *EVERYBODY),
    conversation("with nobody", ALICE),
    conversation("right to left", ALICE, LAILA, DANA),
)


SAMPLES = (
    *SECTIONS,
    *ROWS,
    *LATEST,
    *of_room("chat/rooms/_name.html", "static/css/components/room.css", "room-title"),
    *of_room("chat/rooms/_open_row.html", "static/css/components/open-row.css", "open-rooms"),
    *MEMBERS,
    notice("gone"),
    notice("left", may_join=True),
    notice("left", "one may not join again"),
    *CONVERSATIONS,
    *TOPICS,
    *DESCRIPTIONS,
    *STATES,
)
