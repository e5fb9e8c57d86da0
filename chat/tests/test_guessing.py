"""Whoever tries numbers learns nothing: what one may not know of is answered like what there is not."""

import re
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.tests.addresses import every_address
from chat.tests.permissions.scene import Scene
from chat.tests.sockets import SAME_ORIGIN, WITHIN, Bot

WRONG = 2**40
OUTSIDERS = ["carol", "erin", "gina", "nobot"]
HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
ACTIONS = {
    "retrieve": "pk",
    "join_room": "pk",
    "leave_room": "pk",
    "subscribe_instance": "pk",
    "catch_up": "room",
    "create_message": "room",
    "list_pins": "room",
    "mark_read": "room",
}


@pytest.fixture
def scene(db: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    return Scene()


def answer(browser: Client, method: str, url: str, headers: dict[str, str]) -> Any:
    """What the answer is, but for the token that is another each time, and the number itself."""
    response = getattr(browser, method)(url, headers=headers)
    body = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", response.content.decode())
    for number in re.findall(r"/\d+/", url):
        body = body.replace(number, "/N/")
    kept = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, kept, body


@pytest.mark.parametrize(
    ("kind", "username"),
    [
        # Not erin: administrators know which closed rooms there are, and change and delete them unread.
        *(("closed room", username) for username in ("carol", "gina", "nobot")),
        *(("conversation", username) for username in OUTSIDERS),
    ],
)
def test_hidden_room_is_like_none_at_every_address(scene: Scene, kind: str, username: str) -> None:
    room = scene.rooms[kind]
    browser = Client()
    browser.force_login(scene.people[username])
    message = room.messages.get(user=scene.other, deleted_at=None)
    tried = 0
    for address in every_address():
        there = address.of(rooms=room.pk, messages=message.pk)
        not_there = address.of(rooms=WRONG, messages=WRONG)
        if there == not_there or "administration" in there or not address.is_ours:
            continue
        for method in ("get", "post"):
            for headers in ({}, HTMX, BOOSTED):
                found = answer(browser, method, there, headers)
                assert found == answer(browser, method, not_there, headers), (method, there)
                assert found[0] in {404, 405}, (method, there)
                tried += 1
    assert tried >= 30


@pytest.mark.parametrize("username", OUTSIDERS)
@pytest.mark.parametrize("kind", ["closed room", "conversation"])
def test_hidden_room_is_like_none_to_every_action(scene: Scene, kind: str, username: str) -> None:
    browser = Client()
    browser.force_login(scene.people[username])
    cookie = f"sessionid={browser.cookies['sessionid'].value}"
    there, not_there = (
        async_to_sync(replies)(cookie, number) for number in (scene.rooms[kind].pk, WRONG)
    )
    assert there == not_there
    assert {reply["response_status"] for reply in there} == {404}


async def replies(cookie: str, room: int) -> list[dict[str, Any]]:
    from config.asgi import application  # with the settings of a test

    socket = Bot(application, {**SAME_ORIGIN, "Cookie": cookie})
    assert (await socket.connect(WITHIN))[0]
    found = []
    for name, key in ACTIONS.items():
        fields = {key: room, "message": "hello", "since": 0}
        await socket.send_frame(action=name, request_id=name, **fields)
        found.append(await socket.reply_to(name))
    await socket.disconnect(timeout=WITHIN)
    return found


def test_guest_does_not_learn_who_is_there(scene: Scene) -> None:
    browser = Client()
    browser.force_login(scene.people["gina"])
    for address in every_address():
        there, not_there = address.of(people=scene.other.pk), address.of(people=WRONG)
        if there == not_there or "administration" in there or not address.is_ours:
            continue
        for method in ("get", "post"):
            found = answer(browser, method, there, {})
            assert found == answer(browser, method, not_there, {}), (method, there)


def test_only_administrators_learn_what_there_is_to_administer(scene: Scene) -> None:
    """The answer is the same for what is there and what is not."""
    room = scene.rooms["closed room"]
    for username in ("alice", "carol", "gus", "robo"):
        browser = Client()
        browser.force_login(scene.people[username])
        for address in every_address():
            there = address.of(rooms=room.pk, people=scene.other.pk)
            not_there = address.of(rooms=WRONG, people=WRONG, invitations=WRONG, reports=WRONG)
            if not there.startswith("/administration/") or there == "/administration/":  # leads on
                continue
            for method in ("get", "post"):
                found = answer(browser, method, there, {})
                assert found == answer(browser, method, not_there, {}), (method, there)
                assert found[0] in {403, 404, 405}, (method, there)
