"""What is done with what the parser found before it becomes HTML."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from chat import emoji
from chat.markup.code import MOST, MOST_BLOCKS, language_of

MOST_EMOJI = 12  # of a message that is shown large
_ALIGNED = "text-align:"


#: Of what takes the parser long when there is much of it, in a message outside of its code. Nobody means so many.
MOST_OF = {"[": 300, "<": 300, "://": 200, "*": 1_000, "_": 1_000, "~": 1_000, "@": 500}


class TooMuch(Exception):
    """More than is understood, or more in one another."""


def install(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "bounds", _bound)
    md.core.ruler.push("finish", _finish)


def _bound(state: StateCore) -> None:
    lines = [token.content for token in state.tokens if token.type == "inline"]
    for sign, most in MOST_OF.items():
        if sum(line.count(sign) for line in lines) > most:
            raise TooMuch


def _finish(state: StateCore) -> None:
    deepest = state.md.options["maxNesting"]
    code = blocks = 0
    for token in state.tokens:
        # Past its limit the parser leaves out what it finds.
        if token.level >= deepest - 1:
            raise TooMuch
        if token.children:
            token.children = list(_with_links_for_images(token.children, deepest))
        elif token.type == "fence" and (language := language_of(token.info)):
            code, blocks = code + len(token.content), blocks + 1
            if code <= MOST and blocks <= MOST_BLOCKS:
                token.meta["language"] = language
        elif token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", "")):
            token.attrs["class"] = str(style).removeprefix(_ALIGNED)
    if _is_only_emoji(state.tokens):
        state.tokens[0].attrs["class"] = "only-emoji"


def _with_links_for_images(children: list[Token], deepest: int) -> Iterator[Token]:
    """Pictures come from here only; what is elsewhere is a link, unless it stands in one already."""
    links = depth = 0
    for child in children:
        depth += child.nesting
        if depth > deepest:
            raise TooMuch
        if child.type in {"link_open", "link_close"}:
            links += child.nesting
            if child.nesting > 0 and links > 1:
                raise TooMuch
        if child.type != "image":
            yield child
            continue
        address = str(child.attrs["src"])
        if not links:
            yield Token("link_open", "a", 1, attrs={"href": address})
        yield Token("text", "", 0, content=child.content or address)
        if not links:
            yield Token("link_close", "a", -1)


def _is_only_emoji(tokens: list[Token]) -> bool:
    """Whether it is one paragraph of a few emoji."""
    if len(tokens) != 3 or tokens[0].type != "paragraph_open":
        return False
    text = ""
    for child in tokens[1].children or ():
        if child.type not in {"text", "softbreak", "hardbreak"} or len(text) > 300:
            return False
        text += child.content or " "
    return _count_emoji(text) in range(1, MOST_EMOJI + 1)


def _count_emoji(text: str) -> int:
    """How many stand there; 0 when something else does. The longest that begins at a place is meant."""
    count = position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        longest = min(len(text), position + 16)
        ends = range(longest, position, -1)
        end = next((end for end in ends if emoji.is_emoji(text[position:end])), None)
        if end is None:
            return 0
        position, count = end, count + 1
    return count
