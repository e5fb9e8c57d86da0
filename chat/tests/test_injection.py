"""Whatever stands in a text is shown as text: in every page, in every fragment, from every field that people fill."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django import forms as django_forms
from django.apps import apps
from django.db.models import CharField, Model, TextField
from django.test import Client

from chat import forms, markup
from chat.models import (
    AuditEntry,
    Block,
    Invitation,
    Message,
    Token,
    User,
    Workspace,
)
from chat.tests.addresses import every_address
from chat.tests.permissions.scene import Scene
from chat.tests.sockets import SAME_ORIGIN, WITHIN, Bot, Page

ELEMENT, HANDLER = "hostile-element", "onhostile"
#: Ends an attribute of either kind, begins an element, and would be an attribute without quotes.
HOSTILE = f"\"'><{ELEMENT} {HANDLER}=1>"
#: Chosen from a list, made by us, or never shown.
NOT_TEXT = {
    "password",
    "digest",
    "html",  # what is made of the text, below
    "direct_key",
    "accent",
    "avatar",
    "logo",
    "kind",
    "role",
    "verb",
    "sign_up_domains",
}
#: Where each of these is seen by somebody, so that the test sees it too.
SHOWN = {"Room.name", "Message.text", "User.display_name"}
HTMX = {"HX-Request": "true"}


class Markup(HTMLParser):
    """Finds what a hostile text has become part of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hostile: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ELEMENT in tag or any(HANDLER in name for name, _ in attrs):
            self.hostile.append(self.get_starttag_text() or tag)


def text_fields() -> Iterator[tuple[type[Model], str]]:
    for model in apps.get_app_config("chat").get_models():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, CharField | TextField) and not field.choices
            if is_text and not field.name.startswith("folded_") and field.name not in NOT_TEXT:
                yield model, field.name


def text_for(model: type[Model], field: str, key: Any = "") -> str:
    """A hostile text that tells where it came from, as long as there is room for it."""
    longest = model._meta.get_field(field).max_length
    return f"{HOSTILE}{model.__name__}.{field}{key}"[:longest]


@pytest.fixture
def scene(db: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Everything there is has hostile texts, put there past all that cleans what people send."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    scene = Scene()
    dana, bob = scene.people["dana"], scene.people["bob"]
    Block.objects.create(user=dana, blocked=bob)
    Invitation.objects.create(digest="of nothing", created_by=dana)
    AuditEntry.objects.create(actor=dana, verb="person.ban", target=bob)
    Workspace.objects.create(pk=1)
    for model, field in text_fields():
        is_unique = model._meta.get_field(field).unique
        for stored in model._base_manager.all():
            text = text_for(model, field, stored.pk if is_unique else "")
            model._base_manager.filter(pk=stored.pk).update(**{field: text})
    for message in Message.objects.filter(deleted_at=None):
        Message.objects.filter(pk=message.pk).update(html=markup.render(message.text).html)
    return scene


def keys_of(scene: Scene) -> dict[str, int]:
    room = scene.rooms["open room"]
    return {
        "rooms": room.pk,
        "people": scene.other.pk,
        "messages": room.messages.get(user=scene.other, deleted_at=None).pk,
        "invitations": Invitation.objects.get().pk,
        "reports": scene.report.pk,
        "tokens": Token.objects.earliest("pk").pk,
        "bots": scene.people["robo"].pk,
    }


def browsers(scene: Scene) -> Iterator[Client]:
    for username in ("dana", "bob", None):
        browser = Client()
        if username:
            browser.force_login(User.objects.get(pk=scene.people[username].pk))
        yield browser


def html_of(response: Any) -> str:
    if "html" not in response.headers.get("Content-Type", "") or response.streaming:
        return ""
    return str(response.content.decode())


def test_there_are_fields_to_fill() -> None:
    found = {f"{model.__name__}.{field}" for model, field in text_fields()}
    assert found >= SHOWN | {"Room.topic", "Room.description", "User.status_text", "Report.reason"}


def test_no_page_takes_a_stored_text_for_markup(scene: Scene) -> None:
    seen = ""
    keys = keys_of(scene)
    for browser in browsers(scene):
        for address in every_address():
            for headers in ({}, HTMX):
                html = html_of(browser.get(address.of(**keys), {"q": HOSTILE}, headers=headers))
                assert Markup(html).hostile == [], address
                seen += html
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped.partition("&gt;")[2] in seen
    assert {name for name in SHOWN if name not in seen} == set()


def test_no_form_takes_what_was_sent_for_markup(scene: Scene) -> None:
    """An error shows again what was typed."""
    fields = {
        name: HOSTILE
        for form in vars(forms).values()
        if isinstance(form, type) and issubclass(form, django_forms.BaseForm)
        for name in form.base_fields  # type: ignore[attr-defined]
    }
    assert fields
    keys = keys_of(scene)
    for browser in browsers(scene):
        for address in every_address():
            if "sign-out" in address.path:
                continue
            for headers in ({}, HTMX):
                response = browser.post(address.of(**keys), fields, headers=headers)
                assert Markup(html_of(response)).hostile == [], address


def test_no_fragment_of_a_socket_takes_a_stored_text_for_markup(scene: Scene) -> None:
    frames = async_to_sync(frames_of_a_page)(cookie_of(scene), scene.rooms["open room"].pk)
    assert any("Message.text" in frame for frame in frames)
    for frame in frames:
        assert Markup(frame).hostile == []


def test_program_gets_the_text_as_it_is(scene: Scene) -> None:
    """JSON needs no escaping; whoever shows it does that."""
    reply = async_to_sync(reply_to_a_program)(cookie_of(scene), scene.rooms["open room"].pk)
    assert HOSTILE in reply["data"]["messages"][0]["text"]
    assert json.loads(json.dumps(reply)) == reply


def cookie_of(scene: Scene) -> str:
    browser = next(browsers(scene))
    return f"sessionid={browser.cookies['sessionid'].value}"


async def frames_of_a_page(cookie: str, room: int) -> list[str]:
    from config.asgi import application  # with the settings of a test

    page = Page(application, {**SAME_ORIGIN, "Cookie": cookie})
    assert (await page.connect(WITHIN))[0]
    await page.send_form("show_rooms")
    await page.send_form("catch_up", room=room, since=0)
    await page.send_form("show_directory")
    await page.send_form(HOSTILE)
    await page.send_form("the end")
    frames: list[str] = []
    while not frames or "the end" not in frames[-1]:
        frames.append(await page.next_text())
    await page.disconnect(timeout=WITHIN)
    return frames


async def reply_to_a_program(cookie: str, room: int) -> dict[str, Any]:
    from config.asgi import application  # with the settings of a test

    program = Bot(application, {**SAME_ORIGIN, "Cookie": cookie})
    assert (await program.connect(WITHIN))[0]
    await program.send_frame(action="catch_up", request_id="all", room=room, since=0)
    reply = await program.reply_to("all")
    await program.disconnect(timeout=WITHIN)
    return reply
