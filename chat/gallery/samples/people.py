"""Who somebody is, and when one is not signed in any more."""

from collections.abc import Sequence
from typing import Any

from chat.forms import ChoosingForm
from chat.gallery.people import (
    ALICE,
    ANNA,
    ARABIC,
    BOB,
    DANA,
    EMIL,
    FOX,
    LAILA,
    LOBBY,
    MOMENT,
    PHRASE,
    WOLFE,
    WORD,
    person,
    room,
)
from chat.gallery.sample import Sample
from chat.models import Room, User

EIGHT = [room(name, pk=pk) for pk, name in enumerate(("Lobby", PHRASE, WORD, *"ABCDE"), start=1)]


def card(
    state: str,
    person: User,
    rooms: Sequence[Room] = (LOBBY,),
    wrapper: str = "card",
    **more: Any,
) -> Sample:
    return Sample(
        template="chat/people/_card.html",
        state=state,
        css="static/css/components/person.css",
        wrapper=wrapper,
        context=lambda: {"person": person, "rooms": rooms, **more},
    )


def block(state: str, *, is_blocked: bool) -> Sample:
    return Sample(
        template="chat/people/_block.html",
        state=state,
        css="static/css/components/person.css",
        wrapper="card",
        context=lambda: {"person": BOB, "is_blocked": is_blocked},
    )


CAROL_LEFT = person("carol", 3, is_active=False)


def names(state: str, *people: User) -> Sample:
    *above, last = ({"person": each} for each in people)
    return Sample(
        template="chat/people/_name.html",
        state=state,
        css="static/css/components/person-name.css",
        wrapper="line",
        context=lambda: last,
        before=lambda: above,
    )


NAMES = (
    names("plain", BOB, ANNA),
    names("has left", CAROL_LEFT),
    names("right to left", LAILA, DANA),
    names("right to left, has left", person("ليلى الحسن", 4, is_active=False)),
    names("emoji", FOX),
    names("very long word", WOLFE),
)


def statuses(state: str, *people: User) -> Sample:
    *above, last = ({"person": each} for each in people)
    return Sample(
        template="chat/people/_status.html",
        state=state,
        css="static/css/components/person-name.css",
        wrapper="line",
        context=lambda: last,
        before=lambda: above,
    )


HOLIDAY = person("bob", 2, status_emoji="🌴", status_text="On holiday until Monday")
STATUSES = (
    statuses("plain", HOLIDAY),
    statuses("emoji only", person("bob", 2, status_emoji="🎧")),
    statuses("words only", person("bob", 2, status_text=PHRASE)),
    statuses("right to left", person("bob", 2, status_emoji="🍲", status_text=ARABIC)),
    statuses("none", BOB),
    Sample(
        template="chat/people/_change.html",
        state="all that changes",
        css="static/css/components/person-name.css",
        wrapper="line",
        context=lambda: {"person": HOLIDAY},
    ),
)

FIELD = "static/css/components/field.css"


def choices(
    state: str,
    found: Sequence[User] = (),
    others: Sequence[User] = (),
    ticked: Sequence[User] = (),
) -> Sample:
    return Sample(
        template="chat/people/_choices.html",
        state=state,
        css=FIELD,
        wrapper="sheet",
        context=lambda: {
            "found": found,
            "others": others,
            "ticked": {person.pk for person in ticked},
        },
    )


CHOICES = (
    choices("found", (BOB, ANNA)),
    choices("ticked and found", (ANNA, LAILA, FOX, WOLFE), others=(BOB,), ticked=(LAILA,)),
    choices("ticked, nobody else", others=(BOB,)),
    choices("nobody"),
    *(
        Sample(
            template="chat/people/_choice.html",
            state=state,
            css=FIELD,
            wrapper="sheet",
            context=lambda checked=checked: {"person": BOB, "checked": checked},  # type: ignore[misc]
        )
        for state, checked in {"plain": False, "ticked": True}.items()
    ),
    Sample(
        template="chat/people/_search.html",
        state="empty",
        css=FIELD,
        wrapper="sheet",
        context=lambda: {"search": ChoosingForm(), "address": "/rooms/1/members/"},
    ),
    Sample(
        template="chat/people/_search.html",
        state="something sought",
        css=FIELD,
        wrapper="sheet",
        context=lambda: {"search": ChoosingForm({"q": "anna"}), "address": "/rooms/1/members/"},
    ),
)

SAMPLES = (
    *NAMES,
    *CHOICES,
    *STATUSES,
    card("plain", BOB),
    card("administrator", person("alice", 1, role="administrator")),
    card("has left", CAROL_LEFT),
    card("no room in common", BOB, rooms=()),
    card("many rooms in common", ALICE, rooms=EIGHT),
    card("full name", ANNA),
    card("picture, status, local time", EMIL, local_time=MOMENT),
    card("with a status", HOLIDAY),
    card("guest", person("gus", 11, role="guest"), local_time=MOMENT),
    card("bot", person("beep", 10, role="bot"), owner=ANNA),
    card("one's own", BOB, is_own=True),
    card("very long word", WOLFE),
    card("right to left", LAILA, rooms=(room("غرفة المعيشة"), LOBBY)),
    card("emoji", FOX, rooms=(room("Kitchen 🍲"),)),
    card("on a page of its own", BOB, wrapper="sheet"),
    card("who may be blocked", BOB, can_block=True, is_blocked=False),
    card("blocked", BOB, can_block=True, is_blocked=True),
    block("not blocked", is_blocked=False),
    block("blocked", is_blocked=True),
    Sample(
        template="chat/people/_signed_out.html",
        state="instead of what was there",
        css="static/css/components/notice.css",
    ),
)
