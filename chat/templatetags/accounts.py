import json
import re
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()

#: The first that is found names it: browsers also claim to be their ancestors.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """What somebody would call the browser of a User-Agent header: “Firefox on Windows”."""
    browser = _first(_BROWSERS, user_agent) or re.split(r"[/ ]", user_agent)[0] or "A browser"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


@register.filter
def as_json(value: Any) -> str:
    """For an attribute, where it is escaped like all else; a script element of data would be one more script."""
    return json.dumps(value, cls=DjangoJSONEncoder)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
