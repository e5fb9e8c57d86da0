"""From a text to HTML that is safe to show."""

import logging
import re
from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

from chat.markup.cleaning import cleaned
from chat.markup.parser import parser
from chat.markup.tokens import TooMuch

logger = logging.getLogger(__name__)

#: Grows with each change of what a text becomes: ``manage.py rerender_messages`` makes the older ones anew.
RULES_VERSION = 1
#: What is understood; more is shown as it is.
LONGEST, MOST_LINES = 10_000, 1_000

_SHOWS = re.compile(r"<(?:hr|input)|>[^<]*[^<\s]")


class Rendered(NamedTuple):
    html: str
    people: dict[str, int]  # of those that were known: who is named, and how
    rooms: dict[str, int]


def render(
    text: str, people: Mapping[str, int] | None = None, rooms: Mapping[str, int] | None = None
) -> Rendered:
    """HTML of a text, for a place that blocks may stand in. Raises nothing and loses nothing.

    ``people`` and ``rooms`` have keys by what is typed: ``{"@bob": 5}``, ``{"#Design team": 3}``. Where these are
    named stands ``<span data-person="5">@bob</span>``, which nobody can write themselves. Code with its language is
    ``<div data-code="Python"><pre><code>``. Whoever shows it fills both in (``pieces``).
    """
    env: dict[str, Any] = {"people": people or {}, "rooms": rooms or {}, "named": {}}
    env |= {"rows": 0, "cells": 0}  # of tables that were looked at
    if len(text) <= LONGEST and text.count("\n") < MOST_LINES:
        try:
            html = cleaned(str(parser().render(text, env)))
        except TooMuch:
            pass
        except Exception:
            # A message is more than its looks. What it says is not in the log.
            logger.exception("A text of %d characters was not understood.", len(text))
        else:
            if _SHOWS.search(html):
                named: dict[str, tuple[str, int]] = env["named"]
                by_kind = {
                    kind: {typed: key for typed, (of, key) in named.items() if of == kind}
                    for kind in ("person", "room")
                }
                return Rendered(html, by_kind["person"], by_kind["room"])
    return Rendered(_as_it_is(text), {}, {})


def _as_it_is(text: str) -> str:
    return cleaned("<p>" + escape(text).replace("\n", "<br>") + "</p>")
