"""The pages of administrators."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from chat.gallery.people import (
    ALICE,
    BOB,
    CAROL,
    LAILA,
    LOBBY,
    MOMENT,
    PHRASE,
    WOLFE,
    WORD,
    fetched,
    person,
    room,
)
from chat.gallery.sample import Sample
from chat.models import Invitation, Room, Token, User
from chat.qr import qr_code

CSS = "static/css/components/administration.css"
LONG_AGO, FAR = datetime(2020, 2, 29, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
DANA = person("dana", 9, role="administrator")
LAILA_ADMINISTRATOR = person("ليلى", 12, role="administrator")
#: Beyond the ten whose names fit.
CROWD = [person(f"person {number}", number) for number in range(1, 14)]


def nav(state: str, path: str) -> Sample:
    return Sample(
        template="chat/administration/_nav.html",
        state=state,
        css=CSS,
        wrapper="sheet",
        context=lambda: {"path": path},
    )


def invitation(
    state: str,
    *,
    by: User = DANA,
    rooms: Sequence[Room] = (LOBBY,),
    people: Sequence[User] = (),
    **values: Any,
) -> Sample:
    made = Invitation(pk=1, created_by=by, created_at=MOMENT, **values)
    fetched(made, rooms=rooms, people=people)
    return Sample(
        template="chat/administration/invitations/_invitation.html",
        state=state,
        css=CSS,
        wrapper="records",
        context=lambda: {"invitation": made},
    )


def bot(state: str, *tokens: Token, by: User = DANA, name: str = "echo", **values: Any) -> Sample:
    made = person(name, 11, role="bot", owner=by, **values)
    fetched(made, tokens=tokens)
    return Sample(
        template="chat/administration/bots/_bot.html",
        state=state,
        css=CSS,
        wrapper="records",
        context=lambda: {"bot": made},
    )


def token(name: str = "laptop", **values: Any) -> Token:
    return Token(pk=1, name=name, created_at=MOMENT, **values)


LINK = "https://chat.example.org/join/nobody-was-ever-invited-by-this-one/"


def created(state: str, **more: Any) -> Sample:
    made = Invitation(pk=1, created_by=DANA, created_at=MOMENT, email="laila@example.org")
    context = {"frame": "base.html", "invitation": made, "link": LINK, "code": qr_code(LINK)}
    return Sample(
        template="chat/administration/invitations/created.html",
        state=state,
        css="static/css/components/copy.css",
        context=lambda: {**context, **more},
    )


SAMPLES = (
    bot("without a token"),
    bot(
        "with tokens",
        token(last_used_at=MOMENT),
        token("server in the cellar"),
        token("an old one", last_used_at=LONG_AGO, revoked_at=MOMENT),
    ),
    bot("deactivated", token(), is_active=False),
    bot(
        "stopped with its owner",
        token(),
        by=person("dana", 9, role="administrator", is_active=False),
    ),
    bot("very long word", token(WORD), name=WORD, by=person(WORD, 10, role="administrator")),
    bot("right to left", token("الحاسوب المحمول"), name="ليلى", by=LAILA_ADMINISTRATOR),
    nav("on a page", "/administration/invitations/"),
    nav("below a page", "/administration/invitations/new/"),
    invitation("usable", max_uses=10, uses=2, expires_at=FAR, people=(BOB, CAROL)),
    invitation("without an end, mailed", rooms=(), email="laila@example.org"),
    invitation("guest", role="guest", max_uses=1, expires_at=FAR),
    invitation("used up", max_uses=1, uses=1, people=(ALICE,)),
    invitation("expired", max_uses=100, expires_at=LONG_AGO),
    invitation("revoked", revoked_at=MOMENT),
    invitation("many people", uses=13, people=CROWD),
    invitation(
        "very long word",
        by=person(WORD, 10, role="administrator"),
        rooms=(room(WORD), room(PHRASE, pk=2)),
        people=(WOLFE,),
    ),
    created("whole page"),
    created("mailed", is_mailed=True),
    created("not mailed", is_mailed=False),
    invitation("right to left", rooms=(room("غرفة المعيشة"), LOBBY), people=(LAILA,), uses=1),
)
