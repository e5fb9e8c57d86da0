"""What helps somebody who writes: suggestions, formatting, the preview."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chat import commands, emoji
from chat.forms import MessageForm
from chat.gallery.people import (
    ALICE,
    ANNA,
    ARABIC,
    BOB,
    CAROL,
    DANA,
    LAILA,
    LOBBY,
    PHRASE,
    WOLFE,
    WORD,
    message,
    room,
)
from chat.gallery.sample import Sample
from chat.gallery.samples.messages import CODE, LIFT, NOBODY
from chat.models import Message, User

MIXED = "It is in https://example.org/plans, see you at ten."


def present(person: User, *, is_here: bool = True) -> User:
    """As the search for people to mention gives them."""
    shown = User(pk=person.pk, username=person.username)
    shown.first_name, shown.last_name = person.first_name, person.last_name
    vars(shown)["is_here"] = is_here
    return shown


def suggestions(state: str, kind: str = "", options: Sequence[Any] = ()) -> Sample:
    return Sample(
        template="chat/suggestions/_suggestions.html",
        state=state,
        css="static/css/components/suggestions.css",
        wrapper="typing",
        context=lambda: {"kind": kind, "options": options, "room": LOBBY},
    )


def faces() -> list[emoji.Emoji]:
    """None with what makes fonts differ."""
    return [each for each in emoji.find("smi", 20) if emoji.PICTURE not in each.text][:6]


def preview(state: str, text: str) -> Sample:
    return Sample(
        template="chat/messages/_preview.html",
        state=state,
        css="static/css/components/preview.css",
        wrapper="previewed",
        context=lambda: {"preview": message(text, by=ALICE)},
    )


def previewing(text: str, preview: Message) -> Sample:
    def context() -> dict[str, Any]:
        form = MessageForm(initial={"message": text, "client_id": UUID(int=1)})
        shown = {"form": form, "preview": preview, "sentences": ()}
        return {"room": LOBBY, "title": LOBBY.name, "user": NOBODY, **shown}

    return Sample(
        template="chat/messages/_composer.html",
        state="preview shown",
        css="static/css/components/preview.css",
        context=context,
    )


ELSEWHERE = [present(each, is_here=False) for each in (CAROL, ANNA)]
SUGGESTIONS = (
    suggestions("people", "people", [present(BOB), *ELSEWHERE]),
    suggestions("one person", "people", [present(BOB)]),
    suggestions(
        "people with long names", "people", [present(WOLFE), present(WOLFE, is_here=False), ANNA]
    ),
    suggestions("people, right to left", "people", [present(LAILA), present(DANA)]),
    suggestions("rooms", "rooms", [LOBBY, room("Lobster club", pk=2)]),
    suggestions(
        "rooms with long names",
        "rooms",
        [room(PHRASE, pk=2), room(WORD, pk=3), room(ARABIC, pk=4)],
    ),
    suggestions("emoji", "emoji", faces()),
    suggestions("commands", "commands", commands.find("")),
    suggestions("none, where nothing shows", "people"),
)
PREVIEWS = (
    preview("link", MIXED),
    preview("long text", LIFT * 30),
    preview("code", CODE),
    preview("right to left", ARABIC),
    preview("very long word", WORD * 3),
    previewing(MIXED, message(MIXED, by=ALICE)),
)
BAR = Sample(
    template="chat/messages/_format_bar.html",
    state="below a text",
    css="static/css/components/format-bar.css",
    wrapper="format-bar",
)

SAMPLES = (*SUGGESTIONS, *PREVIEWS, BAR)
