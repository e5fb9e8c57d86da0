"""What is said, and where it is written."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chat.forms import MessageForm
from chat.gallery.people import (
    ALICE,
    ARABIC,
    BOB,
    DANA,
    DAY,
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
    talk,
)
from chat.gallery.sample import Sample
from chat.models import Message, Room, User
from chat.models.message import MAX_LENGTH

LOG, EMPTY, COMPOSER = (
    f"static/css/components/{each}.css" for each in ("log", "empty", "composer")
)
CODE = """def greet(name):
    return f"Hello, {name}!"

    # indented, and a line that is too long for a phone: print(greet("everybody who reads this far"))"""
LIFT = "The lift is out of order until Thursday, so please use the stairs. "
ENDLESS = (f"{LIFT * 9}\n\n" * MAX_LENGTH)[:MAX_LENGTH]
TEN = (
    (BOB, "Shall we meet at ten?"),
    (ALICE, "Ten is fine."),
    (ALICE, "And bring the plans."),
    (ALICE, LIFT * 2),
    (LAILA, ARABIC),
    (LAILA, "👍🏽"),
    (BOB, "https://example.org/plans"),
    (WOLFE, "I have only one question."),
    (WOLFE, f"What is the {WORD}?"),
    (ALICE, "Nobody knows."),
)


def said(
    state: str,
    text: str = "",
    *,
    by: User = BOB,
    above: Sequence[Message] = (),
    **values: Any,
) -> Sample:
    """A message, below those. What says nothing of its author is Bob's, for Alice to read."""
    return Sample(
        template="chat/messages/_message.html",
        state=state,
        css="static/css/components/message.css",
        wrapper="messages",
        context=lambda: {"message": message(text, by=by, **values)},
        before=lambda: [{"message": each} for each in above],
    )


def group(state: str, *lines: tuple[User, str], density: str = "comfortable") -> Sample:
    """Messages one after another."""
    return Sample(
        template="chat/messages/_message.html",
        state=state,
        css="static/css/components/message.css",
        wrapper="messages",
        density=density,
        context=lambda: {"message": talk(*lines)[-1]},
        before=lambda: [{"message": each} for each in talk(*lines)[:-1]],
    )


BUSY = "The server is busy. Try again."
USED = "You sent something else from this form before. Send again if you mean both."


def unsent(state: str, text: str, reason: str = "", *, how: str = "", **values: Any) -> Sample:
    """A message of Alice's that the server does not have, as her own browser shows it."""
    goes_on = "goes on" in how
    return Sample(
        template="chat/messages/_message.html",
        state=", ".join(filter(None, [state, how])),
        css="static/css/components/message.css",
        wrapper="unsent-messages",
        context=lambda: {
            "message": message(text, by=ALICE, version=0, continues=goes_on, **values),
            "state": state,
            "reason": reason,
        },
    )


MESSAGES = (
    said("plain", "Shall we meet at ten?"),
    said("own", "Ten is fine.", by=ALICE),
    group("goes on from the one before", (BOB, "Shall we meet at ten?"), (BOB, "Bring the plans.")),
    group("own goes on from the one before", (ALICE, "Ten is fine."), (ALICE, "I have the plans.")),
    said(
        "the one before is still on its way",
        "And the third.",
        above=[message("This is the first.")],
        seq=3,
        continues=True,
        created_at=MOMENT + 2 * MINUTE,
    ),
    said(
        "begins a day",
        "Good morning!",
        above=[message("Good night.")],
        seq=2,
        starts_day=True,
        created_at=MOMENT + DAY,
    ),
    group("ten in a row", *TEN),
    group("ten in a row, compact", *TEN, density="compact"),
    said("long text", LIFT * 8),
    said("as long as it may be", ENDLESS),
    said("long name", "It is my full name.", by=WOLFE),
    said("very long word", WORD * 3),
    said("right to left", "שלום לכולם, ניפגש מחר בעשר?", by=DANA),
    said("both directions", "The word is مرحبا بالعالم, which means hello.\nمرحبا, said Alice."),
    said("emoji", "🎉 👩‍👩‍👧‍👦 🌈 👍🏽", by=FOX),
    said("link", "It is all in https://example.org/handbook/stairs?floor=3 (from page 4)."),
    said("e-mail address", "Ask help@example.org, or me."),
    said("very long link", f"https://example.org/{'a-long-way/' * 15}"),
    said("own link", "See https://example.org/handbook for more.", by=ALICE),
    said("many lines", "One.\n\nTwo, after an empty line.\n   Three, indented."),
    said("code", CODE),
    said("markup is text", "1 < 2 && 3 > 2; {{ this }} is not filled in & neither is {% that %}"),
    said("edited", "Shall we meet at eleven?", edited_at=MOMENT + 2 * MINUTE),
    said("deleted", deleted_at=MOMENT + 2 * MINUTE),
    said("own, deleted", by=ALICE, deleted_at=MOMENT + 2 * MINUTE),
    unsent("pending", "Ten is fine."),
    unsent("pending", "I have the plans.", how="goes on from the one before"),
    unsent("waiting", "Ten is fine."),
    unsent("waiting", "I have the plans.", BUSY, how="the server is busy, goes on"),
    unsent("failed", "Ten is fine.", "You are not a member of this room."),
    unsent("failed", ENDLESS[:400], LIFT * 2, how="long text and reason"),
    unsent("failed", ARABIC, USED, how="right to left"),
)

ACTIONS = tuple(
    Sample(
        template="chat/messages/_message_actions.html",
        state=state,
        css="static/css/components/message-actions.css",
        wrapper=wrapper,
    )
    for state, wrapper in (
        ("on a message", "message-actions"),
        ("on one’s own, which was edited", "own-message-actions"),
        ("for who manages the room", "managed-message-actions"),
    )
)


#: A draft is kept for each person: what one types into a sample is no draft of anybody.
NOBODY = person("nobody", 0)


def composer(
    state: str, draft: str = "", *sentences: str, room: Room = LOBBY, reveals: str = ""
) -> Sample:
    def context() -> dict[str, Any]:
        form = MessageForm(initial={"message": draft, "client_id": UUID(int=1)})
        said = {"form": form, "sentences": sentences}
        return {"room": room, "title": room.name, "user": NOBODY, **said}

    return Sample(
        template="chat/messages/_composer.html",
        state=state,
        css=COMPOSER,
        reveals=reveals,
        context=context,
    )


def composer_error(state: str, *sentences: str) -> Sample:
    return Sample(
        template="chat/messages/_composer_error.html",
        state=state,
        css=COMPOSER,
        wrapper="composer",
        context=lambda: {"sentences": sentences},
    )


COMPOSERS = (
    composer("empty"),
    composer("with a draft", "Ten is fine. I will bring"),
    composer("many lines", CODE),
    composer("right to left", ARABIC),
    composer("near the limit", ENDLESS[: MAX_LENGTH - 12]),
    composer("over the limit", f"{ENDLESS}and one more"),
    composer("refused", "Ten is fine.", USED),
    composer("too many wait already", "Ten is fine.", reveals="full"),
    composer("newer text from elsewhere", "Ten is fine. I will", reveals="newer-draft"),
    composer("room with a long name", room=room(PHRASE)),
    Sample(
        template="chat/messages/_newer_draft.html",
        state="newer text from elsewhere",
        css="static/css/components/newer-draft.css",
        reveals="newer-draft",
    ),
    composer_error("one sentence", USED),
    composer_error("several sentences", "Write something first.", USED),
)


def listed(
    name: str, state: str, *, css: str = LOG, wrapper: str = "plain", first: int = 1, **more: Any
) -> Sample:
    """A list of messages, or what is at its ends: the ten from that seq on, or some of them."""
    shown = more.pop("shown", slice(None))
    more.setdefault("room", LOBBY)
    return Sample(
        template=f"chat/messages/_{name}.html",
        state=state,
        css=css,
        wrapper=wrapper,
        context=lambda: {"messages": talk(*TEN, first=first)[shown], **more},
    )


NONE = slice(0)
LISTS = (
    listed("older", "there are older ones", first=41),
    listed("older", "beginning of the room", css=EMPTY, wrapper="above-a-message"),
    listed(
        "older",
        "older ones were removed",
        css=EMPTY,
        wrapper="above-a-message",
        first=41,
        room=room(first_seq=41),
    ),
    listed("older", "nobody has said anything", css=EMPTY, shown=NONE),
    listed("newer", "there are newer ones", is_newest=False),
    listed("newer", "live end, where nothing shows", is_newest=True),
    listed("history", "whole", wrapper="history", is_newest=True),
    listed("history", "from the middle", wrapper="history", first=41, is_newest=False),
    listed("history", "empty", wrapper="history", shown=NONE, is_newest=True),
    listed("page", "older page", wrapper="pieces", first=41, newer=False, is_newest=False),
    listed("page", "newer page", wrapper="pieces", first=41, newer=True, is_newest=False),
    listed("catch_up", "two missed", wrapper="pieces", shown=slice(2)),
    listed("reload", "list anew", wrapper="history", first=41, is_newest=True),
)

SAMPLES = (*MESSAGES, *ACTIONS, *COMPOSERS, *LISTS)
