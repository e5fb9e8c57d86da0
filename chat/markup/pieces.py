"""What rendered HTML is made of, for who fills in what is not decided before it is shown."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

#: Only ``render`` writes these. What people write is escaped, and in attributes there are no quotes.
_FILLED = re.compile(
    r'<span data-(person|room)="(\d+)">([^<]*)</span>|<div data-code="([^"]*)"><pre><code>(.*?)\n?</code></pre></div>',
    re.DOTALL,
)
_BLOCK_END = re.compile(r"</(?:p|h3|li|tr|pre|blockquote|table|td|th)>|<(?:br|hr)[^>]*>")
_TAG = re.compile(r"<[^>]*(?:>|\Z)")


class Name(NamedTuple):
    """Somebody or a room, as it was typed; escaped."""

    kind: Literal["person", "room"]
    key: int
    typed: str


class Code(NamedTuple):
    """HTML in ``pre``, and the language for people, if any; escaped."""

    language: str
    html: str


Piece = str | Name | Code  # a string is HTML


def has_names(html: str) -> bool:
    return "<span data-" in html


def has_pieces(html: str) -> bool:
    return "<span data-" in html or "<div data-" in html


def pieces(html: str) -> Iterator[Piece]:
    """HTML that ``render`` made, cut where something is filled in."""
    shown = 0
    for match in _FILLED.finditer(html):
        if match.start() > shown:
            yield html[shown : match.start()]
        kind, key, typed, language, code = match.groups()
        if kind is None:
            yield Code(language, code)
        else:
            yield Name("person" if kind == "person" else "room", int(key), typed)
        shown = match.end()
    if shown < len(html):
        yield html[shown:]


def plain(html: str, limit: int = 400) -> str:
    """The beginning of what it says, in one line, without any markup; for where there is room for no more."""
    html = html[: limit * 8]
    return " ".join(unescape(_TAG.sub("", _BLOCK_END.sub(" ", html))).split())[:limit]
