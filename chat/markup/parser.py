"""Markdown as people write it in a chat: CommonMark with tables, strikethrough, task lists and bare addresses."""

import re
from threading import local
from typing import Any

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

from chat.markup import inline, tokens
from chat.markup.cleaning import SCHEMES
from chat.markup.renderer import Renderer

#: How deep quotes and lists may stand in one another, and what is said in what.
DEEPEST = 20
#: Of the tables of a message; more is no table.
MOST_CELLS, MOST_ROWS = 2_000, 500
#: Ends of names that are taken for an address without http:// or www. Others are too often files, such as main.py.
DOMAINS = {"com", "edu", "gov", "int", "mil", "net", "org"}

_SCHEME = re.compile(rf"({'|'.join(SCHEMES)}):[^\s]", re.IGNORECASE)
_DELIMITER = re.compile(r"[\s|:-]+\Z")
_threads = local()


def parser() -> MarkdownIt:
    """This thread's: what finds bare addresses remembers the text that it looks at."""
    if not hasattr(_threads, "parser"):
        _threads.parser = _made()
    parser: MarkdownIt = _threads.parser
    return parser


def _made() -> MarkdownIt:
    options: dict[str, Any] = {"html": False, "linkify": True, "breaks": True, "tasklists": True}
    options["maxNesting"] = DEEPEST
    md = MarkdownIt("commonmark", options, renderer_cls=Renderer)
    md.enable(["table", "strikethrough", "linkify"])
    # What only defines an address for elsewhere would not be shown, and "[Bob]: hello" is no such thing here.
    md.disable(["reference", "html_block", "html_inline"])
    md.block.ruler.at("table", _table, {"alt": ["paragraph"]})
    md.linkify = _Addresses()
    md.validateLink = _may_lead_to  # type: ignore[method-assign]
    inline.install(md)
    tokens.install(md)
    return md


class _Addresses(LinkifyIt):
    """Finds addresses that nobody has put in brackets."""

    def __init__(self) -> None:
        super().__init__()
        for schema in ("ftp:", "//"):
            self.add(schema, None)

    def match(self, text: str) -> list[Any]:
        return [
            found for found in super().match(text) or () if found.schema or _is_site(found.text)
        ]


def _is_site(address: str) -> bool:
    host = re.split("[/:?#]", address, maxsplit=1)[0].lower()
    return host.startswith("www.") or host.rpartition(".")[2] in DOMAINS


def _may_lead_to(url: str) -> bool:
    """The address of a page, or of somebody; nothing is put into the mail that one would write."""
    return bool(_SCHEME.match(url)) and not (url.lower().startswith("mailto:") and "?" in url)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  the parser's
    """A table of bounded size, none of whose rows has more cells than its head: those would not be shown."""
    if start + 2 > end or not _DELIMITER.match(_line(state, start + 1)):
        return False
    columns = _cells(_line(state, start + 1))
    for line in range(start + 2, end):
        row = _line(state, line)
        if not row.strip():
            break
        state.env["rows"] += 1
        state.env["cells"] += columns
        is_bounded = state.env["rows"] <= MOST_ROWS and state.env["cells"] <= MOST_CELLS
        if not is_bounded or _cells(row) > columns:
            return False
    return table(state, start, end, silent)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _cells(row: str) -> int:
    row = row.strip()
    pipes = row.count("|") - row.count("\\|")
    return pipes + 1 - row.startswith("|") - (row.endswith("|") and not row.endswith("\\|"))
