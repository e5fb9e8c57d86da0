"""What becomes of what was said."""

from typing import Any

from chat.gallery.people import ALICE, ARABIC, DAY, MINUTE, MOMENT, WORD, message
from chat.gallery.sample import Sample
from chat.models import Edit

CSS = "static/css/components/editing.css"
LIFT = "The lift is out of order until Thursday, so please use the stairs. "


def sample(
    name: str, state: str, wrapper: str = "plain", reveals: str = "", **context: Any
) -> Sample:
    return Sample(
        template=f"chat/messages/_{name}.html",
        state=state,
        css=CSS,
        wrapper=wrapper,
        reveals=reveals,
        context=lambda: dict(context),
    )


def editing(state: str, text: str, reveals: str = "") -> Sample:
    return Sample(
        template="chat/messages/_editing.html",
        state=state,
        css=CSS,
        wrapper="composer",
        reveals=reveals,
        context=lambda: {"message": message(text, by=ALICE)},
    )


def versions(state: str, *texts: str) -> Sample:
    """The newest first."""

    def context() -> dict[str, Any]:
        edits = [
            Edit(text=text, written_at=MOMENT + number * MINUTE - DAY)
            for number, text in enumerate(texts)
        ]
        return {"message": message("Ten.", by=ALICE), "edits": edits[::-1]}

    return Sample(template="chat/messages/_edits.html", state=state, css=CSS, context=context)


MINE = message("Ten is fine.", by=ALICE, edited_at=MOMENT)
SAMPLES = (
    editing("short", "Ten is fine."),
    editing("long", LIFT * 8),
    editing("right to left", ARABIC),
    editing("the server cannot be reached", "Ten is fine.", "lost"),
    editing("deleted meanwhile", "Ten is fine.", "deleted"),
    sample("seen", "nothing to look at", message=MINE),
    sample(
        "not_edited",
        "edited elsewhere meanwhile",
        "composer",
        message=MINE,
        sentences=[
            "This message was edited elsewhere meanwhile.",
            "What you wrote is still here: save again to put it in its place.",
        ],
    ),
    sample("not_edited", "deleted", "composer", sentences=["This message was deleted."]),
    sample("undo", "for a moment", pk=1, seconds=1_000_000),
    sample("deleted", "a message and the way back", "pieces", message=MINE, seconds=1_000_000),
    versions("none"),
    versions("one", "Shall we meet at eleven?"),
    versions("many", *(f"Shall we meet at {hour}?" for hour in range(1, 21))),
    versions("long, and right to left", LIFT * 8, WORD * 3, ARABIC, "One.\n\nTwo.\n   Three."),
)
