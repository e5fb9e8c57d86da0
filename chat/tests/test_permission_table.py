"""Every cell of the table in docs/security.md: over HTTP, over the socket, and by the rules themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import transaction
from django.test import Client
from django.urls import reverse

from chat.models import User
from chat.permissions import RULES, may
from chat.tests.permissions import table
from chat.tests.permissions.scene import Scene, state, target
from chat.tests.permissions.table import Row, rows
from chat.tests.permissions.ways import WAYS, Action, Page
from chat.tests.sockets import SAME_ORIGIN, WITHIN, Bot

SEEN = "✓", "absent"
SIGN_IN = "sign-in"


@pytest.fixture
def scene(db: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    # Sockets are asked within the transaction of the test, so nothing may close its connection.
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    return Scene()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens here never was."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def rows_by(way: str) -> Any:
    return pytest.mark.parametrize("row", [row for row in rows() if way in row.ways], ids=str)


def filled(value: Any, names: dict[str, Any]) -> Any:
    """With the keys of what is meant in the place of ``@…``."""
    if isinstance(value, dict):
        return {key: filled(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, names) for each in value]
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    return getattr(names[value[1:]], "pk", names[value[1:]])


def outcome(status: int, text: str, shows: str, *, is_changed: bool) -> str:
    """What a cell says of a trial that was answered like this."""
    if status >= 400:
        return f"{status}, and something changed" if is_changed else str(status)
    if shows:
        return SEEN[shows not in text]
    return "✓" if is_changed else "(✓)"


def session_of(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


# Over HTTP


def visit(client: Client, page: Page, names: dict[str, Any]) -> Any:
    url = reverse(page.url, args=[filled(each, names) for each in page.arguments])
    return getattr(client, page.method)(url, filled(page.fields, names), headers=page.headers)


def page_outcome(scene: Scene, row: Row, column: str) -> str:
    person, ways = scene.person(column), WAYS[row.verb]
    names = scene.names(row.of, person)
    client = session_of(person)
    before = state()
    assert ways.page is not None
    response = visit(client, ways.page, names)
    is_changed = state() != before
    is_led_away = "/sign-in/" in response.headers.get("Location", "")
    if response.status_code == 401 or is_led_away:
        return "something changed" if is_changed else SIGN_IN
    shows = filled(ways.shows, names)
    return outcome(response.status_code, response.content.decode(), shows, is_changed=is_changed)


@rows_by("page")
def test_page(scene: Scene, row: Row) -> None:
    found = {}
    for column in row.tried:
        with undone():
            found[column] = page_outcome(scene, row, column)
    assert found == row.tried


# Over the socket


async def asked(
    headers: dict[str, str], action: Action, names: dict[str, Any]
) -> dict[str, Any] | None:
    """The reply; None when the handshake was refused. In the thread of the test, and so within its transaction."""
    from config.asgi import application  # with the settings of a test

    socket = Bot(application, headers)
    accepted, _ = await socket.connect(WITHIN)
    if not accepted:
        return None
    await socket.send_frame(action=action.name, request_id="asked", **filled(action.fields, names))
    reply = await socket.reply_to("asked")
    await socket.disconnect(timeout=WITHIN)
    return reply


def headers_of(scene: Scene, person: User | None) -> dict[str, str]:
    """Programs come with their token, people with the cookie of a browser."""
    if person is not None and person.is_bot:
        return {"Host": "testserver", "Authorization": f"Bearer {scene.tokens[person]}"}
    morsels = session_of(person).cookies.items()
    return {**SAME_ORIGIN, "Cookie": "; ".join(f"{name}={each.value}" for name, each in morsels)}


def socket_outcome(scene: Scene, row: Row, column: str) -> str:
    person, ways = scene.person(column), WAYS[row.verb]
    names = scene.names(row.of, person)
    headers = headers_of(scene, person)
    before = state()
    assert ways.action is not None
    reply = async_to_sync(asked)(headers, ways.action, names)
    is_changed = state() != before
    if reply is None:
        return "something changed" if is_changed else SIGN_IN
    shows = filled(ways.replies, names)
    return outcome(reply["response_status"], str(reply), shows, is_changed=is_changed)


@rows_by("socket")
def test_socket(scene: Scene, row: Row) -> None:
    found = {}
    for column in row.tried:
        with undone():
            found[column] = socket_outcome(scene, row, column)
    assert found == row.tried


# By the rules, whichever way there is


@pytest.mark.parametrize("row", [row for row in rows() if row.verb in RULES], ids=str)
def test_rule(scene: Scene, row: Row) -> None:
    for column, says in row.tried.items():
        if person := scene.person(column):
            allowed = may(person, row.verb, target(row.of, scene.names(row.of, person)))
            # Of what one may not know the rules are not asked; nor whether what is so already may be done.
            assert says not in {"✓", "403"} or allowed == (says == "✓"), column


# The table itself


def test_every_verb_has_a_row() -> None:
    assert set(RULES) - {row.verb for row in rows()} == set()


def test_every_row_is_of_a_verb_or_of_what_one_sees() -> None:
    assert {row.verb for row in rows()} - set(RULES) - set(WAYS) == set()


def test_every_way_that_there_is_is_tried() -> None:
    tried = {(row.verb, way) for row in rows() for way in row.ways if way != "rule"}
    there = {(verb, "page") for verb, ways in WAYS.items() if ways.page}
    there |= {(verb, "socket") for verb, ways in WAYS.items() if ways.action}
    assert tried == there


def test_cells_say_what_the_legend_explains() -> None:
    assert {cell for row in rows() for cell in row.cells.values()} <= table.CELLS
    assert {way for row in rows() for way in row.ways} <= table.WAYS


def test_nobody_is_let_in_anywhere() -> None:
    assert {row.cells["nobody"] for row in rows()} <= {SIGN_IN, "–"}


def test_the_page_says_how_many_cells_are_tried(settings: Any) -> None:
    count = sum(len(row.tried) for row in rows() for way in row.ways if way != "rule")
    text = (settings.BASE_DIR / "docs" / "security.md").read_text()
    assert f"{count} trials" in text
