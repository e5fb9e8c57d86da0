"""``include``, which renders once what cannot differ.

A builtin of our templates (config/settings.py), in the place of Django's. What is included with ``only`` and nothing
but literals (an icon, the list of keys) is the same wherever it stands, so a process keeps it.
"""

from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.loader_tags import IncludeNode, do_include
from django.utils.safestring import SafeString

register = template.Library()


@register.tag("include")
def include(parser: Parser, token: Token) -> IncludeNode:
    node = do_include(parser, token)
    given: list[Any] = [node.template, *node.extra_context.values()]
    if node.isolated_context and all(map(_is_literal, given)):
        return ConstantInclude(
            node.template, extra_context=node.extra_context, isolated_context=True
        )
    return node


class ConstantInclude(IncludeNode):
    _rendered: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        if settings.DEBUG:  # its template may change
            return super().render(context)
        if self._rendered is None:
            self._rendered = super().render(context)
        return self._rendered


def _is_literal(expression: FilterExpression) -> bool:
    return not expression.is_var and not expression.filters
