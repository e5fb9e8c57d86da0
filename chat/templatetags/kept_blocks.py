"""``keep``: a part of a page that is rendered once for what it shows, and then copied.

``{% keep user workspace %}…{% endkeep %}`` sees those variables and nothing else, so it is the same whenever they are:
words, numbers, and rows of the database with all that is stored of them. What a variable asks the database for besides
is not in the key: a kept part shows nothing of that. A CSRF token is not kept; each page gets its own in its place.
"""

from collections.abc import Hashable
from hashlib import blake2b
from secrets import token_hex
from typing import Any

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from chat.live.kept import Kept, templates_digest

register = template.Library()

_kept = Kept(16 * 2**20)
#: Stands in the kept part where a page has its CSRF token.
_TOKEN = f"token-{token_hex(16)}"
#: Of a row: what is no part of how it looks, or nobody's business.
_LEFT_OUT = {"_state", "_prefetched_objects_cache", "password", "last_login", "version", "last_seq"}


@register.tag
def keep(parser: Parser, token: Token) -> Node:
    names = token.split_contents()[1:]
    shown = {name: parser.compile_filter(name) for name in names}
    ahead: list[Any] = list(parser.tokens)
    content = parser.parse(("endkeep",))
    parser.delete_first_token()
    source = [(each.token_type, each.contents) for each in ahead[len(parser.tokens) :]]
    return KeepNode(content, shown, str(source))


class KeepNode(Node):
    def __init__(self, nodelist: NodeList, shown: dict[str, FilterExpression], source: str) -> None:
        """Two parts with the same source show the same, wherever they stand."""
        self.nodelist = nodelist
        self.shown = shown
        self.source = blake2b(source.encode(), digest_size=16).digest()

    def render(self, context: Context) -> SafeString:
        values = {name: _bare(each.resolve(context)) for name, each in self.shown.items()}
        key = (self.source, *map(_key, values.values()))
        (piece,) = _kept.find([key])
        if piece is None:
            digest = templates_digest()
            piece = self.nodelist.render(context.new({**values, "csrf_token": _TOKEN}))
            _kept.keep(key, piece, digest)
        if _TOKEN in piece:
            token = str(context.get("csrf_token", ""))
            return mark_safe(piece.replace(_TOKEN, token))  # noqa: S308  a template's, and a token
        return piece


def forget() -> None:
    """For tests."""
    _kept.forget()


def _bare(value: Any) -> Any:
    """What a lazy object stands for."""
    return getattr(value, "_wrapped", value) if bool(value) or value is None else value


def _key(value: Any) -> Hashable:
    if isinstance(value, Model):
        stored = value.__dict__.items()
        return type(value), *((name, _key(of)) for name, of in stored if name not in _LEFT_OUT)
    if isinstance(value, list):
        return tuple(_key(each) for each in value)
    return type(value), value
