"""Messages that are in several states at once."""

from collections.abc import Sequence
from typing import Any

from chat.gallery.people import (
    ALICE,
    ANNA,
    ARABIC,
    BOB,
    CAROL,
    LAILA,
    MINUTE,
    MOMENT,
    WOLFE,
    message,
)
from chat.gallery.sample import Sample
from chat.models import Message, User

LATER = MOMENT + 2 * MINUTE
EDITED: dict[str, Any] = {"edited_at": LATER}
PINNED: dict[str, Any] = {"pinned_at": LATER, "pinned_by": ALICE}
REACTED: dict[str, Any] = {"reactions": [("👍", [BOB, ALICE]), ("🎉", [CAROL, ANNA])]}

TEN = message("Shall we meet at ten?")
GONE = message("", seq=1, deleted_at=LATER)
LONG_CODE = (
    "```python\n" + 'print("a line that is too long for a phone, over and over")\n' * 18 + "```"
)


def combined(
    state: str,
    text: str,
    *,
    by: User = BOB,
    above: Sequence[Message] = (),
    wrapper: str = "messages",
    density: str = "comfortable",
    **values: Any,
) -> Sample:
    return Sample(
        template="chat/messages/_message.html",
        state=f"at once: {state}",
        css="static/css/components/message.css",
        wrapper=wrapper,
        density=density,
        context=lambda: {"message": message(text, by=by, **{"seq": 9, **values})},
        before=lambda: [{"message": each} for each in above],
    )


def all_of_it(state: str, **more: Any) -> Sample:
    everything = {**EDITED, **PINNED, **REACTED, "quotes": TEN}
    return combined(state, "Ten is fine, @alice.", **{**everything, **more})


SAMPLES = (
    combined(
        "edited, pinned, reacted", "The door code is on the board.", **EDITED, **PINNED, **REACTED
    ),
    all_of_it("answers, mentions, edited, pinned, reacted"),
    all_of_it("the same, compact", density="compact"),
    all_of_it("the same, long name", by=WOLFE),
    combined(
        "answers, goes on, reacted",
        "And bring the plans.",
        above=[message("Ten is fine.", seq=8)],
        continues=True,
        created_at=MOMENT + MINUTE,
        quotes=TEN,
        **REACTED,
    ),
    combined(
        "answers, goes on, compact",
        "And bring the plans.",
        above=[message("Ten is fine.", seq=8)],
        density="compact",
        continues=True,
        created_at=MOMENT + MINUTE,
        quotes=TEN,
        **REACTED,
    ),
    combined("answers what is gone, reacted", "I did not see that.", quotes=GONE, **REACTED),
    combined(
        "deleted, with all that it had", "", quotes=TEN, deleted_at=LATER, **PINNED, **REACTED
    ),
    combined("action, edited, reacted", "waves at @alice", is_action=True, **EDITED, **REACTED),
    combined("long code, edited, reacted", LONG_CODE, **EDITED, **REACTED),
    combined(
        "right to left, answers, edited, pinned, reacted",
        ARABIC,
        by=LAILA,
        quotes=message(ARABIC, by=LAILA),
        **EDITED,
        **PINNED,
        **REACTED,
    ),
    combined("only emoji, reacted", "🎉 🌈", **REACTED),
    combined(
        "of a blocked person, with all that it has",
        "Nobody reads this.",
        wrapper="blocked-messages",
        quotes=TEN,
        **PINNED,
        **REACTED,
    ),
)
