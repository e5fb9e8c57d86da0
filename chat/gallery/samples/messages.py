"""What is said."""

from datetime import timedelta
from typing import Any

from chat.forms import MessageForm
from chat.gallery.people import ALICE, BOB, LOBBY, MOMENT, WORD, message, person
from chat.gallery.sample import Sample
from chat.models import Message, User

CODE = """def greet(name):
    return f"Hello, {name}!"

    # indented, and a line that is too long for a phone: print(greet("everybody who reads this far"))"""


def said(state: str, text: str, *, by: User = ALICE, **values: Any) -> Sample:
    return Sample(
        template="chat/messages/_message.html",
        state=state,
        css="static/css/components/message.css",
        wrapper="messages",
        context=lambda: {"message": message(text, by=by, **values)},
    )


MESSAGES = (
    said("own", "Shall we meet at ten?"),
    said("other", "Ten is fine.", by=BOB),
    said("begins a day", "Good morning!", starts_day=True),
    said("goes on from the one before", "And bring the plans.", continues=True),
    said("as long as may be", "A line of fifty characters, and then the next one.\n" * 196),
    said("long text", "The lift is out of order until Thursday, so please use the stairs. " * 8),
    said(
        "long name", "It is my full name.", by=person("Wolfeschlegelsteinhausenbergerdorff" * 3, 4)
    ),
    said("very long word", WORD * 3),
    said("right to left", "שלום לכולם, ניפגש מחר בעשר?", by=person("דנה לוי", 5)),
    said("both directions", "The word is مرحبا بالعالم, which means hello.\nمرحبا, said Alice."),
    said("emoji", "🎉 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽"),
    said(
        "link", "It is all in https://example.org/handbook/stairs?floor=3 or ask help@example.org"
    ),
    said("very long link", f"https://example.org/{'a-long-way/' * 15}"),
    said("many lines", "One.\n\nTwo, after an empty line.\n   Three, indented."),
    said("code", CODE),
    said("markup is text", "1 < 2 && 3 > 2; {{ this }} is not filled in & neither is {% that %}"),
    said("edited", "Shall we meet at eleven?", edited_at=MOMENT + timedelta(minutes=2)),
    said("deleted", "", deleted_at=MOMENT + timedelta(minutes=2)),
)


def in_list(template: str, state: str, messages: list[Message], **context: Any) -> Sample:
    return Sample(
        template=f"chat/messages/_{template}.html",
        state=state,
        css="static/css/components/log.css",
        wrapper="log",
        context=lambda: {"room": LOBBY, "messages": messages, **context},
    )


def talk(*texts: str, by: User = BOB, first: int = 1) -> list[Message]:
    """What somebody says in a row."""
    return [
        message(text, by=by, seq=seq, continues=seq > first)
        for seq, text in enumerate(texts, start=first)
    ]


def composer(state: str, text: str = "", **context: Any) -> Sample:
    form = MessageForm(initial={"message": text, "client_id": "sample"})
    return Sample(
        template="chat/messages/_composer.html",
        state=state,
        css="static/css/components/composer.css",
        context=lambda: {"room": LOBBY, "user": ALICE, "form": form, **context},
    )


TOO_LONG = "A message has at most 10000 characters; this one has 10001."

LISTS = (
    in_list(
        "history",
        "ten in a row",
        talk(*(f"Number {number} of ten" for number in range(1, 11))),
        is_newest=True,
    ),
    in_list(
        "history",
        "two people",
        [*talk("Shall we meet?", "At ten?", by=ALICE), *talk("Ten is fine.", "Bye!", first=3)],
        is_newest=True,
    ),
    in_list("older", "more before", talk("Hello", first=51)),
    in_list("older", "beginning", talk("Hello")),
    in_list("older", "empty room", []),
    in_list("newer", "more after", talk("Hello"), is_newest=False),
    in_list("newer", "end", talk("Hello"), is_newest=True),
)

WRITING = (
    composer("empty"),
    composer("draft", "Half a sentence"),
    composer("many lines", "A line\n" * 30),
    composer("near the limit", "x" * 9_500),
    composer("over the limit", "x" * 10_001, sentences=[TOO_LONG]),
    Sample(
        template="chat/messages/_composer_error.html",
        state="too long",
        css="static/css/components/composer.css",
        context=lambda: {"sentences": [TOO_LONG]},
    ),
    Sample(
        template="chat/messages/_message_actions.html",
        state="on a message",
        css="static/css/components/message-actions.css",
        wrapper="row",
    ),
)
