"""What helps somebody who writes: suggestions, formatting, the preview."""

from typing import Any
from uuid import UUID

from chat.forms import MessageForm
from chat.gallery.people import (
    ALICE,
    ARABIC,
    LOBBY,
    WORD,
    message,
)
from chat.gallery.sample import Sample
from chat.gallery.samples.messages import CODE, LIFT, NOBODY
from chat.models import Message

MIXED = "It is in https://example.org/plans, see you at ten."


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

SAMPLES = (*PREVIEWS, BAR)
