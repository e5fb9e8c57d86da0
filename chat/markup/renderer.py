"""The HTML of what the parser found, before it is cleaned (chat/markup/cleaning.py)."""

import re
from collections.abc import Sequence
from html import escape

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from chat.markup.code import LANGUAGES, coloured

#: Wide tables scroll by themselves, by keys too.
_TABLE = '<div class="table" tabindex="0" role="region" aria-label="Table"><table>'
_LEADS_AWAY = re.compile("https?:", re.IGNORECASE)


class Renderer(RendererHTML):
    """Each method is called for the tokens of its name."""

    def name(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        env["named"][token.content] = token.meta["kind"], token.meta["key"]
        return (
            f'<span data-{token.meta["kind"]}="{token.meta["key"]}">{escape(token.content)}</span>'
        )

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """A page opens in a tab of its own; what it learns of ours is decided by the cleaner."""
        address = str(tokens[idx].attrs["href"])
        target = ' target="_blank"' if _LEADS_AWAY.match(address) else ""
        return f'<a href="{escape(address)}"{target}>'

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """All of one rank, below the page's own; the class says which was meant."""
        return f'<h3 class="level-{tokens[idx].tag[1:]}">'

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</h3>\n"

    def table_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return _TABLE

    def table_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</table></div>\n"

    def list_item_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        meta = tokens[idx].meta
        if "checked" not in meta:
            return "<li>"
        state = 'checked="" aria-label="Done"' if meta["checked"] else 'aria-label="To do"'
        return f'<li class="task"><input {state}>'

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        language = str(token.meta.get("language", ""))
        html = coloured(token.content, language) if language else escape(token.content)
        return _code(html, LANGUAGES.get(language, ""))

    def code_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return _code(escape(tokens[idx].content), "")


def _code(html: str, label: str) -> str:
    return f'<div data-code="{escape(label)}"><pre><code>{html}</code></pre></div>\n'
