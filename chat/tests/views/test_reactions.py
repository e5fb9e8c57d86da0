"""Reactions over HTTP: the chips, the page of a message's reactions, the picker."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.limits import LIMITS
from chat.models import Message, Reaction, Room, User
from chat.tests.queries import recorded_queries

HTMX = {"HX-Request": "true"}


@pytest.fixture
def message(lobby: Room, alice: User) -> Message:
    return lobby.post(alice, "Shall we?")


def address(message: Message) -> str:
    return reverse("reaction-create", args=[message.pk])


def place(message: Message) -> str:
    room = reverse("room-show", args=[message.room_id])
    return f"{room}?at={message.seq}#at-{message.seq}"


def emoji_in(response: Any) -> list[str]:
    """Those that one can choose."""
    return re.findall(r'name="emoji" value="([^"]+)"', response.content.decode())


# The verb


def test_form_reacts_and_leads_back_to_the_message(message: Message, bobs: Client) -> None:
    response = bobs.post(address(message), {"emoji": "👍"})
    assertRedirects(response, place(message), fetch_redirect_response=False)
    assertContains(bobs.get(reverse("room-show", args=[message.room_id])), "👍 1: bob")
    bobs.post(address(message), {"emoji": "👍"})
    assert not Reaction.objects.exists()


def test_htmx_gets_the_message_as_it_is_now(message: Message, bobs: Client) -> None:
    response = bobs.post(address(message), {"emoji": "👍"}, headers=HTMX)
    assertContains(response, f'<li id="{message.dom_id}"', status_code=201)
    assertContains(response, 'aria-label="👍 1: bob"', status_code=201)
    assertContains(response, 'hx-swap-oob="upsert:#messages"', status_code=201)
    response = bobs.post(address(message), {"emoji": "👍"}, headers=HTMX)
    assertContains(response, f'<li id="{message.dom_id}"', status_code=200)
    assertNotContains(response, "👍")


@pytest.mark.parametrize(("on", "stays"), [("true", True), ("false", False)])
def test_said_twice_it_is_so(message: Message, bobs: Client, on: str, stays: bool) -> None:  # noqa: FBT001
    for _ in range(2):
        bobs.post(address(message), {"emoji": "👍", "on": on}, headers=HTMX)
    assert Reaction.objects.exists() == stays


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose an emoji."),
        ({"emoji": "x"}, "That is not an emoji."),
        ({"emoji": "👍" * 65}, "That is not an emoji."),
    ],
)
def test_what_is_no_emoji_gets_a_sentence(
    message: Message, bobs: Client, fields: dict[str, str], sentence: str
) -> None:
    response = bobs.post(address(message), fields, headers=HTMX)
    assertContains(response, sentence, status_code=422)
    assertContains(response, '<div id="notice"', status_code=422)
    response = bobs.post(address(message), fields)
    assertContains(response, sentence, status_code=422)
    assertContains(response, "Shall we?", status_code=422)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_message_that_was_deleted_meanwhile_says_so(
    message: Message, alice: User, bobs: Client, headers: dict[str, str]
) -> None:
    message.erase(alice)
    response = bobs.post(address(message), {"emoji": "👍"}, headers=headers)
    assertContains(response, "This message was deleted.", status_code=403)


def test_archived_room_says_so(message: Message, bobs: Client) -> None:
    Room.objects.update(archived_at=timezone.now())
    response = bobs.post(address(message), {"emoji": "👍"}, headers=HTMX)
    assertContains(response, "This room is archived.", status_code=403)
    assertNotContains(bobs.get(address(message)), "<h2>React</h2>")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_outsider_finds_no_message(
    message: Message, carols: Client, headers: dict[str, str]
) -> None:
    assert carols.get(address(message), headers=headers).status_code == 404
    assert carols.post(address(message), {"emoji": "👍"}, headers=headers).status_code == 404


@pytest.mark.usefixtures("limits_on")
def test_too_many_at_once_are_told_to_wait(message: Message, bobs: Client) -> None:
    for _ in range(LIMITS["react"][0].item.amount):
        assert bobs.post(address(message), {"emoji": "👍"}, headers=HTMX).status_code < 300
    response = bobs.post(address(message), {"emoji": "👍"}, headers=HTMX)
    assertContains(response, "That was a lot at once.", status_code=429)


# What shows


def test_chip_works_without_a_script(message: Message, bob: User, bobs: Client) -> None:
    message.react(bob, "👍")
    page = bobs.get(reverse("room-show", args=[message.room_id])).content.decode()
    chip = re.search(r'<button id="at-1-1f44d".*?>', page)
    assert chip
    for part in (
        'form="act"',
        f'formaction="{address(message)}"',
        'name="emoji" value="👍"',
        f'data-by="{bob.pk}"',
    ):
        assert part in chip[0]
    assert "aria-pressed" not in chip[0]


def test_names_are_text(message: Message, bob: User, bobs: Client) -> None:
    bob.display_name = '<b>"Bob"'
    bob.save()
    message.react(bob, "👍")
    page = bobs.get(reverse("room-show", args=[message.room_id])).content.decode()
    assert '<b>"Bob"' not in page
    assert '👍 1: <b>"Bob"' in html.unescape(page)


def test_deleted_message_shows_no_reactions(
    message: Message, alice: User, bob: User, bobs: Client
) -> None:
    message.react(bob, "👍")
    message.erase(alice)
    assertNotContains(bobs.get(reverse("room-show", args=[message.room_id])), "data-by")
    assertNotContains(bobs.get(address(message)), 'class="reactors"')


def test_page_names_all_who_reacted(
    message: Message, lobby: Room, make_user: Callable[..., User], bobs: Client
) -> None:
    for number in range(12):
        person = make_user(f"person-{number}")
        lobby.join(person)
        message.react(person, "👍")
    for headers in ({}, HTMX):
        page = bobs.get(address(message), headers=headers).content.decode()
        assert all(f">person-{number}<" in page for number in range(12))
    message.reactions.all().delete()
    assertContains(bobs.get(address(message)), "Nobody has reacted to this message.")


def test_page_lets_one_choose_without_a_script(message: Message, bobs: Client) -> None:
    response = bobs.get(address(message), {"q": "tada"})
    assert emoji_in(response) == ["🎉"]
    assertContains(
        response,
        f'<form id="react" class="reactions__choice" method="post" action="{address(message)}"',
    )
    assertContains(response, "csrfmiddlewaretoken")
    assertContains(
        bobs.get(address(message), {"q": "no such <i>"}),
        "No emoji is called “<bdi>no such &lt;i&gt;</bdi>”.",
    )


# The picker


def test_picker_has_groups_of_all_emoji(bobs: Client) -> None:
    response = bobs.get(reverse("emoji-index"), headers=HTMX)
    assert len(emoji_in(response)) > 1_800
    assertContains(response, 'aria-label="Smileys &amp; Emotion"')
    assertContains(response, 'aria-label="thumbs up sign"')
    assert "csrf" not in response.content.decode()


def test_picker_takes_a_tone_and_recent_ones(bobs: Client) -> None:
    response = bobs.get(
        reverse("emoji-index"), {"tone": "4", "recent": "🎉,👍🏽,x,<b>,🎉"}, headers=HTMX
    )
    assert emoji_in(response)[:2] == ["🎉", "👍🏽"]
    assert "👋🏽" in emoji_in(response)
    assert "👋" not in emoji_in(response)
    assertNotContains(response, "<b>")


@pytest.mark.parametrize("tone", ["", "1", "7", "x", "4x"])
def test_tone_that_is_none_is_no_trouble(bobs: Client, tone: str) -> None:
    response = bobs.get(reverse("emoji-index"), {"tone": tone}, headers=HTMX)
    assert "👋" in emoji_in(response)


def test_search_finds_the_best_first(bobs: Client) -> None:
    response = bobs.get(reverse("emoji-index"), {"q": "wave", "tone": "2"}, headers=HTMX)
    assert emoji_in(response)[0] == "👋🏻"
    response = bobs.get(reverse("emoji-index"), {"q": "<i>"}, headers=HTMX)
    assertContains(response, "No emoji is called “<bdi>&lt;i&gt;</bdi>”.")


def test_picker_asks_the_database_for_nothing_of_its_own(bobs: Client) -> None:
    bobs.get(reverse("emoji-index"), headers=HTMX)
    with recorded_queries() as queries:
        bobs.get(reverse("emoji-index"), headers=HTMX)
    assert len([sql for sql in queries if sql.startswith("SELECT")]) <= 2  # who asks
    assert not any("chat_reaction" in sql for sql in queries)


def test_without_a_script_it_is_a_list_of_names(bobs: Client) -> None:
    response = bobs.get(reverse("emoji-index"), {"q": "tada"})
    assertContains(response, "<code>:tada:</code>")
    assert emoji_in(response) == []
