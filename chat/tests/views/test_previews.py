from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.limits import LIMITS
from chat.models import Message, Room, User
from chat.models.message import MAX_LENGTH
from chat.tests.queries import recorded_queries

HTMX = {"HX-Request": "true"}
TEXT = "See https://example.org/ & come"
CLIENT_ID = "11111111-2222-4333-8444-555555555555"


def preview(client: Client, room: Room, text: str, **headers: Any) -> Any:
    url = reverse("preview-create", args=[room.pk])
    return client.post(url, {"message": text, "client_id": CLIENT_ID}, **headers)


def test_htmx_gets_the_text_as_a_message_shows_it(lobby: Room, alices: Client) -> None:
    response = preview(alices, lobby, TEXT, headers=HTMX)
    assert response.status_code == 200
    assertTemplateNotUsed(response, "base.html")
    assertContains(response, 'href="https://example.org/"')
    assertContains(response, "&amp; come")


def test_it_is_what_the_message_will_be(
    lobby: Room, alice: User, bob: User, alices: Client
) -> None:
    text = "**Ask** @bob in #Lobby :tada:\n\n```python\nprint(1)\n```\n- [x] done"
    shown = preview(alices, lobby, text, headers=HTMX).content.decode()
    body = render_to_string("chat/messages/_body.html", {"message": lobby.post(alice, text)})
    assert inside(shown) == inside(body)
    assert "<strong>Ask</strong>" in shown
    assert reverse("person-show", args=[bob.pk]) in shown


def inside(html: str) -> str:
    """What is in the box of a message's text."""
    return html.partition('dir="auto">')[2].rpartition("</div>")[0]


def test_guest_names_nobody_whom_they_may_not_know_of(
    lobby: Room,
    carol: User,
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    guest = make_user("gus", role="guest")
    lobby.admit(guest)
    Room.objects.start("Garden", carol)
    shown = preview(signed_in(guest), lobby, "@carol @bob #Garden #Lobby", headers=HTMX)
    for name, count in (("carol", 0), ("bob", 1), ("Garden", 0), ("Lobby", 1)):
        assertContains(shown, f">{name}<", count=count)


def test_browser_gets_the_room_with_the_preview_and_the_text(lobby: Room, alices: Client) -> None:
    response = preview(alices, lobby, TEXT)
    assertTemplateUsed(response, "chat/rooms/show.html")
    html = response.content.decode()
    shown, _, written = html.partition("<textarea")
    assert 'href="https://example.org/"' in shown.partition("<message-preview")[2]
    assert "See https://example.org/ &amp; come</textarea>" in written
    assertContains(response, f'name="client_id" value="{CLIENT_ID}"')


def test_room_without_a_preview_has_it_hidden(lobby: Room, alices: Client) -> None:
    html = alices.get(reverse("room-show", args=[lobby.pk])).content.decode()
    opening = html.partition("<message-preview")[2].partition(">")
    assert opening[0].endswith(" hidden")
    assert opening[2].startswith("</message-preview>")


def test_nothing_is_stored(lobby: Room, alices: Client) -> None:
    before = Room.objects.values().get(pk=lobby.pk)
    preview(alices, lobby, TEXT)
    preview(alices, lobby, TEXT, headers=HTMX)
    assert not Message.objects.exists()
    assert Room.objects.values().get(pk=lobby.pk) == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write something first."),
        (" \n ", "Write something first."),
        ("x" * (MAX_LENGTH + 1), f"at most {MAX_LENGTH} characters; this one has {MAX_LENGTH + 1}"),
        ("a\x00b", "a character that cannot be stored"),
    ],
)
def test_what_cannot_be_sent_is_said(lobby: Room, alices: Client, text: str, sentence: str) -> None:
    for headers in ({}, HTMX):
        response = preview(alices, lobby, text, headers=headers)
        assertContains(response, sentence, status_code=422)
    assertContains(preview(alices, lobby, "x" * 10_001), "x" * 10_001, status_code=422)


def test_command_is_not_done_and_what_is_none_is_shown(lobby: Room, alices: Client) -> None:
    response = preview(alices, lobby, "/topic Lunch", headers=HTMX)
    assertContains(response, "This is a command", status_code=422)
    lobby.refresh_from_db()
    assert lobby.topic == ""
    assertContains(preview(alices, lobby, "//topic Lunch", headers=HTMX), "<p>/topic Lunch</p>")


def test_markup_is_text(lobby: Room, alices: Client) -> None:
    for headers in ({}, HTMX):
        response = preview(alices, lobby, "<script>alert(1)</script>", headers=headers)
        assertContains(response, "&lt;script&gt;")
        assertNotContains(response, "<script>alert(1)")


def test_who_is_outside_is_refused(lobby: Room, alice: User, carols: Client) -> None:
    assert preview(carols, lobby, TEXT, headers=HTMX).status_code == 403
    closed = Room.objects.start("Secret plans", alice, kind="closed")
    assert preview(carols, closed, TEXT, headers=HTMX).status_code == 404


def test_who_asks_very_often_is_told_and_keeps_the_text(
    limits_on: None, lobby: Room, alices: Client
) -> None:
    for _ in range(LIMITS["preview"][0].item.amount):
        assert preview(alices, lobby, TEXT, headers=HTMX).status_code == 200
    assertContains(preview(alices, lobby, TEXT, headers=HTMX), "Try again in", status_code=429)
    response = preview(alices, lobby, TEXT)
    assertContains(response, "Try again in", status_code=429)
    assertContains(response, "&amp; come</textarea>", status_code=429)


def test_preview_takes_a_fixed_number_of_queries(lobby: Room, alices: Client) -> None:
    counts = []
    for text in ("one", "@bob and @alice and #Lobby " * 40):
        with recorded_queries() as queries:
            assert preview(alices, lobby, text, headers=HTMX).status_code == 200
        counts.append(len(queries))
    assert max(counts) <= 10
