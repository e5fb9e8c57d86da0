"""Replying to a message, and what the answer shows."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Message, Room, User

HTMX = {"HX-Request": "true"}


def quote_url(message: Message) -> str:
    return reverse("message-quote", args=[message.pk])


def room_url(room: Room, query: str = "") -> str:
    return reverse("room-show", args=[room.pk]) + query


def post_url(room: Room) -> str:
    return reverse("message-create", args=[room.pk])


def hidden(message: Message) -> str:
    return f'name="quotes" value="{message.pk}"'


def preview(message: Message) -> str:
    return f'data-quoted="{message.pk}"'


def test_reply_stands_above_the_composer(lobby: Room, alice: User, bobs: Client) -> None:
    said = lobby.post(alice, "Shall we meet at ten?")
    response = bobs.get(quote_url(said), headers=HTMX)
    assertContains(response, hidden(said), count=1)
    assertContains(response, "Shall we meet at ten?", count=1)


def test_without_a_script_the_rooms_page_has_it(lobby: Room, alice: User, bobs: Client) -> None:
    said = lobby.post(alice, "Shall we meet at ten?")
    page = room_url(lobby, f"?quote={said.pk}")
    assertRedirects(bobs.get(quote_url(said)), f"{page}#composer", fetch_redirect_response=False)
    assertContains(bobs.get(page), hidden(said), count=1)
    assertNotContains(bobs.get(room_url(lobby)), hidden(said))


def test_nothing_is_replied_to_that_is_not_there(lobby: Room, alice: User, bobs: Client) -> None:
    gone = lobby.post(alice, "regretted")
    gone.erase(alice)
    elsewhere = Room.objects.start("Kitchen", alice).post(alice, "Soup?")
    assert bobs.get(quote_url(gone), headers=HTMX).status_code == 403
    assert bobs.get(quote_url(elsewhere), headers=HTMX).status_code == 404
    for message in (gone, elsewhere):
        page = bobs.get(room_url(lobby, f"?quote={message.pk}"))
        assertNotContains(page, 'name="quotes"')
    assert bobs.get(room_url(lobby, "?quote=ten")).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_answer_shows_what_it_answers(
    lobby: Room, alice: User, bobs: Client, headers: dict[str, str]
) -> None:
    said = lobby.post(alice, "Shall we meet at ten?")
    fields = {"message": "Fine.", "client_id": uuid4(), "quotes": said.pk}
    response = bobs.post(post_url(lobby), fields, headers=headers, follow=True)
    assertContains(response, preview(said), count=1, status_code=200 if not headers else 201)
    assert lobby.messages.get(seq=2).quotes == said


def test_answer_to_what_is_gone_is_posted_all_the_same(
    lobby: Room, alice: User, bobs: Client
) -> None:
    said = lobby.post(alice, "regretted")
    said.erase(alice)
    fields = {"message": "Fine.", "client_id": uuid4(), "quotes": said.pk}
    response = bobs.post(post_url(lobby), fields, headers=HTMX)
    assertContains(response, "This message was deleted.", count=1, status_code=201)
    fields = {"message": "Sure.", "client_id": uuid4(), "quotes": 2**40}
    response = bobs.post(post_url(lobby), fields, headers=HTMX)
    assertNotContains(response, "message-quote", status_code=201)


def test_answer_does_not_quote_another_room(lobby: Room, alice: User, bobs: Client) -> None:
    elsewhere = Room.objects.start("Kitchen", alice).post(alice, "a secret")
    fields = {"message": "Fine.", "client_id": uuid4(), "quotes": elsewhere.pk}
    response = bobs.post(post_url(lobby), fields, headers=HTMX)
    assertNotContains(response, "secret", status_code=201)
    assert lobby.messages.get().quotes is None


def test_page_that_explains_an_error_keeps_what_is_replied_to(
    lobby: Room, alice: User, bobs: Client
) -> None:
    said = lobby.post(alice, "Shall we meet at ten?")
    response = bobs.post(post_url(lobby), {"message": "", "quotes": said.pk})
    assertContains(response, hidden(said), count=1, status_code=422)


def test_a_quote_shows_one_level(lobby: Room, alice: User, alices: Client) -> None:
    first = lobby.post(alice, "the first of all")
    second = lobby.post(alice, "the second", quotes=first)
    lobby.post(alice, "the third", quotes=second)
    html = alices.get(room_url(lobby)).content.decode()
    third = html.partition('data-seq="3"')[2].partition("</li>")[0]
    assert "the second" in third
    assert "the first of all" not in third


def test_preview_is_of_the_present(lobby: Room, alice: User, alices: Client) -> None:
    """Also when the answer is kept rendered."""
    said = lobby.post(alice, "Shall we meat at ten?")
    lobby.post(alice, "Fine.", quotes=said)
    assertContains(alices.get(room_url(lobby)), "Shall we meat at ten?</span>", count=1)
    said.edit(alice, "Shall we meet at eleven?")
    assertContains(alices.get(room_url(lobby)), "Shall we meet at eleven?</span>", count=1)
    alice.first_name = "Alina"
    alice.save()
    html = alices.get(room_url(lobby)).content.decode()
    assert "Alina" in html.partition(preview(said))[2].partition("</a>")[0]
    said.erase(alice)
    assertContains(alices.get(room_url(lobby)), "<i>This message was deleted.</i>", count=1)


def test_answer_is_there_when_the_original_is_not_kept(
    lobby: Room, alice: User, alices: Client
) -> None:
    said = lobby.post(alice, "Shall we meet at ten?")
    lobby.post(alice, "Fine.", quotes=said)
    said.delete()
    response = alices.get(room_url(lobby))
    assertContains(response, "Fine.")
    assertNotContains(response, preview(said))
