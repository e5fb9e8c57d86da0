"""Every address that Roomful answers at, found in its URL patterns."""

import re
from collections.abc import Iterator
from functools import cache
from runpy import run_path
from typing import Any, NamedTuple

from django.conf import settings
from django.test.utils import override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

#: Something for each kind of part of an address; that there is such a thing is not said.
_PARTS = {"int": "1", "slug": "some-thing", "str": "something", "path": "some/path"}
_UUID = "00000000-0000-4000-8000-000000000000"
_PART = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
_GROUP = re.compile(r"\(\?P<\w+>[^()]*\)|\([^()]*\)")


class Address(NamedTuple):
    path: str
    #: What answers there, as "module.name".
    view: str

    @property
    def is_ours(self) -> bool:
        return self.view.startswith("chat.")

    def of(self, **keys: Any) -> str:
        """The path with those keys in the place of numbers: ``rooms=5`` makes ``/rooms/1/`` to ``/rooms/5/``."""
        path = self.path
        for noun, key in keys.items():
            path = re.sub(rf"/{noun}/1(?=/|$)", f"/{noun}/{key}", path)
        return path


@cache
def with_gallery() -> tuple[URLPattern | URLResolver, ...]:
    """Roomful's URL patterns where the gallery is shown. One object: Django keeps something of each for good."""
    with override_settings(SHOW_GALLERY=True):
        return tuple(run_path(str(settings.BASE_DIR / "config" / "urls.py"))["urlpatterns"])


def every_address(prefix: str = "/", within: URLResolver | None = None) -> Iterator[Address]:
    """One for each pattern; those of libraries too."""
    for pattern in (within or get_resolver()).url_patterns:
        path = prefix + _filled_in(pattern)
        if isinstance(pattern, URLResolver):
            yield from every_address(path, pattern)
        else:
            assert isinstance(pattern, URLPattern)
            yield Address(path, pattern.lookup_str)


def _filled_in(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    if isinstance(pattern.pattern, RoutePattern):
        return _PART.sub(lambda found: _part(found["kind"]), route)
    return re.sub(r"[\^$?\\]|/\*", "", _GROUP.sub("abcdef", route))


def _part(kind: str | None) -> str:
    return _UUID if kind == "uuid" else _PARTS.get(kind or "str", "something")
