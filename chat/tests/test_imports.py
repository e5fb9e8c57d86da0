"""The floors of the house: a file imports only from the floors below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
MODULES = sorted(path for path in (ROOT / "chat").rglob("*.py") if "tests" not in path.parts)

#: What a part of chat may import from chat. Routing and addresses, the top floor, are not named.
BELOW = {
    "chat.permissions": {"chat.models"},  # their types only: models ask it
    "chat.emoji": set(),
    "chat.markup": {"chat.markup", "chat.emoji"},
    "chat.models": {"chat.models", "chat.permissions", "chat.emoji", "chat.markup"},
    "chat.live": {"chat.models", "chat.live", "chat.emoji", "chat.markup"},
    "chat.gallery": {
        "chat.models",
        "chat.commands",
        "chat.forms",
        "chat.gallery",
        "chat.qr",
        "chat.emoji",
        "chat.markup",
    },
    "chat.accounts": {"chat.models", "chat.permissions", "chat.addresses", "chat.accounts"},
    "chat.forms": {"chat.models", "chat.forms", "chat.emoji"},
    "chat.commands": {"chat.models", "chat.permissions"},
    "chat.serializers": {"chat.models"},
    "chat.addresses": set(),
    "chat.limits": {"chat.addresses"},
    "chat.middleware": {"chat.models", "chat.limits", "chat.requests"},
    "chat.admin": {"chat.models"},
    "chat.qr": set(),
    "chat.requests": {"chat.models"},
    "chat.views": {
        "chat.models",
        "chat.emoji",
        "chat.permissions",
        "chat.limits",
        "chat.live",
        "chat.accounts",
        "chat.commands",
        "chat.forms",
        "chat.qr",
        "chat.requests",
        "chat.serializers",
        "chat.views",
    },
    "chat.consumers": {
        "chat.models",
        "chat.addresses",
        "chat.limits",
        "chat.requests",
        "chat.live",
        "chat.serializers",
        "chat.permissions",
        "chat.consumers",
    },
}

#: What models know nothing of.
NOT_FOR_MODELS = {
    "channels",
    "django.contrib.messages",
    "django.http",
    "django.shortcuts",
    "django.template",
    "django.urls",
    "django_htmx",
    "djangochannelsrestframework",
    "rest_framework",
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str, module: str = "") -> Iterator[str]:
    """The modules that a module imports, wherever in it; of ``from a import b`` it is ``a.b``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.rsplit(".", node.level)[0] if node.level else ""
            origin = ".".join(part for part in (package, node.module) if part)
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def is_within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def modules_of(part: str) -> list[Path]:
    return [path for path in MODULES if is_within(module_name(path), {part})]


def imports_of(path: Path) -> list[str]:
    return list(imported(path.read_text(), module_name(path)))


@pytest.mark.parametrize("part", BELOW)
def test_part_imports_only_from_below(part: str) -> None:
    paths = modules_of(part)
    assert paths
    for path in paths:
        ours = [name for name in imports_of(path) if is_within(name, {"chat"})]
        assert [name for name in ours if not is_within(name, BELOW[part])] == [], path.name


@pytest.mark.parametrize("path", modules_of("chat.models"), ids=module_name)
def test_models_know_nothing_of_http_sockets_or_templates(path: Path) -> None:
    assert [name for name in imports_of(path) if is_within(name, NOT_FOR_MODELS)] == []


@pytest.mark.parametrize("path", modules_of("chat.live"), ids=module_name)
def test_live_knows_nothing_of_http(path: Path) -> None:
    assert not any(is_within(name, {"django.http"}) for name in imports_of(path))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_chat_imports_neither_its_configuration_nor_its_tests(path: Path) -> None:
    assert [name for name in imports_of(path) if is_within(name, {"config", "chat.tests"})] == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import chat.views.rooms as r", ["chat.views.rooms"]),
        ("from chat import views", ["chat.views"]),
        ("from chat.models import Room, User", ["chat.models.Room", "chat.models.User"]),
        ("from .room import Room", ["chat.models.room.Room"]),
        ("from ..views import rooms", ["chat.views.rooms"]),
        ("if TYPE_CHECKING:\n    import channels", ["channels"]),
        ("def f():\n    from django import http", ["django.http"]),
    ],
)
def test_every_way_to_import_is_recognised(source: str, names: list[str]) -> None:
    assert list(imported(source, "chat.models.message")) == names


def test_permissions_import_nothing_of_the_house_when_they_run() -> None:
    source = (ROOT / "chat/permissions.py").read_text()
    beginning, _, rules = source.partition("if TYPE_CHECKING:\n")
    types, _, rules = rules.partition("\n\n")
    assert [name for name in imported(beginning + rules) if is_within(name, {"chat"})] == []
    assert list(imported(types.replace("    ", "")))
