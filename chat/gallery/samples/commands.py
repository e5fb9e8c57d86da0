"""Commands of the composer."""

from typing import Any

from chat.commands import COMMANDS
from chat.gallery.people import PHRASE
from chat.gallery.sample import Sample

CSS = "static/css/components/commands.css"
EVERY = list(COMMANDS.values())


def status(state: str, **context: Any) -> Sample:
    return Sample(
        template="chat/commands/_status.html",
        state=state,
        css=CSS,
        wrapper="composer",
        context=lambda: context,
    )


SAMPLES = (
    status("something was done", sentence="The topic is now “Lunch on Friday”."),
    status("long sentence", sentence=f"The topic is now “{PHRASE * 3}”."),
    status("help", commands=EVERY),
    Sample(
        template="chat/commands/_list.html",
        state="every command",
        css=CSS,
        context=lambda: {"commands": EVERY},
    ),
)
