"""What our texts have within a line that Markdown has not: names of people and rooms, and short names of emoji."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from chat import emoji
from chat.markup.names import names_at

_SHORTCODE = re.compile(r":([a-z0-9_+-]{1,50}(?:::skin-tone-[2-6])?):", re.IGNORECASE)


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("linkify", "name", _name)
    md.inline.ruler.before("linkify", "shortcode", _shortcode)


def _name(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  the parser's
    """``@bob`` and ``#Design team``, where it is known who or which that is."""
    sign = state.src[state.pos]
    if sign not in "@#" or state.linkLevel:
        return False
    known = state.env["people" if sign == "@" else "rooms"]
    if not known:
        return False
    typed = next((name for name in names_at(state.src, state.pos) if name in known), None)
    if typed is None:
        return False
    if not silent:
        token = state.push("name", "span", 0)
        token.meta = {"kind": "person" if sign == "@" else "room", "key": known[typed]}
        token.content = typed
    state.pos += len(typed)
    return True


def _shortcode(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  the parser's
    """``:tada:``, where there is an emoji of that name, and no word goes on before it ("10:30:20")."""
    if state.src[state.pos] != ":":
        return False
    if state.pos and state.src[state.pos - 1].isalnum():
        return False
    match = _SHORTCODE.match(state.src, state.pos)
    text = emoji.by_shortcode(match[1]) if match else None
    if match is None or text is None:
        return False
    if not silent:
        state.append_pending(text)
    state.pos = match.end()
    return True
