"""What is said."""

from datetime import timedelta
from typing import Any

from chat.gallery.people import ALICE, BOB, MOMENT, WORD, message, person
from chat.gallery.sample import Sample
from chat.models import User

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
    said("plain", "Shall we meet at ten?"),
    said("another person", "Ten is fine.", by=BOB),
    said("begins a day", "Good morning!", starts_day=True),
    said("goes on from the one before", "And bring the plans.", continues=True),
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
