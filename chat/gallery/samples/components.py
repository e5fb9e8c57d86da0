"""The pieces that are everywhere."""

from typing import Any

from chat.forms import RoomForm
from chat.gallery.people import WORD
from chat.gallery.sample import Sample


def notice(state: str, *texts: str) -> Sample:
    return Sample(
        template="components/_notice.html",
        state=state,
        css="static/css/components/notice.css",
        context=lambda: {"texts": texts},
    )


NOTICES = (
    notice("one sentence", "You are not a member of this room."),
    notice(
        "several sentences", "Write something first.", "A message has at most 10000 characters."
    ),
    notice("very long word", f"There is no room that is called {WORD}."),
)


def form(state: str, data: dict[str, str] | None = None, error: str | None = None) -> Sample:
    def context() -> dict[str, Any]:
        form = RoomForm(data)
        if error:
            form.add_error(None, error)
        return {"form": form}

    return Sample(
        template="components/_form.html",
        state=state,
        css="static/css/components/field.css",
        context=context,
    )


FORMS = (
    form("empty"),
    form("filled in", {"name": "Lobby"}),
    form("mistake in a field", {"name": ""}),
    form(
        "mistake in the whole", {"name": "Lobby"}, "You have made ten rooms today: that is enough."
    ),
)
