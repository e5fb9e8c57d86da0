import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Message, Room, User
from chat.models.pinning import MOST_PINS
from chat.tests.queries import recorded_queries

HTMX = {"HX-Request": "true"}


def url(name: str, message: Message) -> str:
    return reverse(f"message-{name}", args=[message.pk])


def pins_url(room: Room) -> str:
    return reverse("pin-index", args=[room.pk])


def place(message: Message) -> str:
    return f"/rooms/{message.room_id}/?at={message.seq}#at-{message.seq}"


def test_pinned_message_says_so_and_by_whom(
    lobby: Room, alice: User, bobs: Client, alices: Client
) -> None:
    message = lobby.post(alice, "The door code is 42")
    assertRedirects(bobs.post(url("pin", message)), place(message), fetch_redirect_response=False)
    response = alices.get(reverse("room-show", args=[lobby.pk]))
    assertContains(response, "message__pinned", count=1)
    bobs.post(url("unpin", message))
    assertNotContains(alices.get(reverse("room-show", args=[lobby.pk])), "message__pinned")


def test_htmx_gets_the_message_that_everybody_gets(lobby: Room, alice: User, bobs: Client) -> None:
    message = lobby.post(alice, "The door code is 42")
    response = bobs.post(url("pin", message), headers=HTMX)
    assertContains(response, f'<li id="{message.dom_id}"', count=1)
    assertContains(response, "message__pinned", count=1)


def test_list_has_the_latest_pin_first_and_leads_there(
    lobby: Room, alice: User, bobs: Client
) -> None:
    for text in ("first", "second"):
        lobby.post(alice, text).pin(alice)
    html = bobs.get(pins_url(lobby)).content.decode()
    assert html.index(">second</a>") < html.index(">first</a>")
    assert f'href="/rooms/{lobby.pk}/?at=1#at-1"' in html
    piece = bobs.get(pins_url(lobby), headers=HTMX).content.decode()
    assert "<main" not in piece
    assert ">second</a>" in piece


def test_unpinned_from_the_list_one_is_at_the_list_again(
    lobby: Room, alice: User, bobs: Client
) -> None:
    first, second = (lobby.post(alice, text) for text in ("first", "second"))
    for message in (first, second):
        message.pin(alice)
    assertRedirects(bobs.post(url("unpin", first), {"from": "pins"}), pins_url(lobby))
    assertNotContains(bobs.get(pins_url(lobby)), ">first</a>")
    response = bobs.post(url("unpin", second), {"from": "pins"}, headers=HTMX)
    assertNotContains(response, 'class="excerpt"')
    assertContains(response, f'<li id="{second.dom_id}"', count=1)


def test_too_many_pins_are_explained(lobby: Room, alice: User, bobs: Client) -> None:
    messages = [lobby.post(alice, str(number)) for number in range(MOST_PINS + 1)]
    pinned = [message.pk for message in messages[:-1]]
    Message.objects.filter(pk__in=pinned).update(pinned_at=timezone.now())
    response = bobs.post(url("pin", messages[-1]), headers=HTMX)
    assertContains(response, "Unpin one", status_code=422)
    assertContains(response, 'id="notice"', status_code=422)
    assertContains(bobs.post(url("pin", messages[-1])), "Unpin one", status_code=422)


def test_who_may_not_pin_sees_no_button(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "first").pin(alice)
    assertContains(bobs.get(pins_url(lobby)), "Unpin")
    lobby.edit(alice, is_announcement=True)
    assertNotContains(bobs.get(pins_url(lobby)), "Unpin")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_outsider_sees_no_pins(
    lobby: Room, alice: User, carols: Client, headers: dict[str, str]
) -> None:
    message = lobby.post(alice, "first")
    message.pin(alice)
    assert carols.get(pins_url(lobby), headers=headers).status_code == 403
    for name in ("pin", "unpin"):
        assert carols.post(url(name, message), headers=headers).status_code == 404


def test_list_takes_a_fixed_number_of_queries(lobby: Room, alice: User, bobs: Client) -> None:
    counts = []
    for number in range(1, 12):
        lobby.post(alice, str(number)).pin(alice)
        if number in {1, 11}:
            with recorded_queries() as queries:
                bobs.get(pins_url(lobby), headers=HTMX)
            counts.append(len(queries))
    assert counts[0] == counts[1]
