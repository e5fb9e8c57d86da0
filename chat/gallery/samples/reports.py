"""Messages that are brought before the administrators, and those that one does not want to read."""

from chat.gallery.people import ARABIC, BOB, LAILA, MOMENT, PHRASE, WOLFE, WORD
from chat.gallery.sample import Sample
from chat.models import User


def quote(state: str, text: str, author: User = BOB, *, has_time: bool = True) -> Sample:
    context = {"author": author, "text": text, "moment": MOMENT if has_time else None}
    return Sample(
        template="chat/reports/_quote.html",
        state=state,
        css="static/css/components/quote.css",
        context=lambda: dict(context),
    )


SAMPLES = (
    quote("plain", "You fool!"),
    quote("when is not known", "You fool!", has_time=False),
    quote("many lines", "\n".join(f"Line {number}" for number in range(1, 30))),
    quote("very long word", WORD, WOLFE),
    quote("right to left", ARABIC, LAILA),
    quote("with an address", f"{PHRASE}: https://example.org/"),
    Sample(
        template="chat/messages/_folded.html",
        state="instead of the message",
        css="static/css/components/blocked.css",
        wrapper="folded",
    ),
)
