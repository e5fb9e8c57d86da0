import json

from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Bookmark, Message, Room, User
from chat.models.bookmark import PAGE_SIZE
from chat.tests.queries import recorded_queries

HTMX = {"HX-Request": "true"}
SAVED = reverse("saved")


def url(name: str, message: Message) -> str:
    return reverse(f"message-{name}", args=[message.pk])


def test_saved_message_is_on_the_page_of_its_person_only(
    lobby: Room, alice: User, bobs: Client, alices: Client
) -> None:
    message = lobby.post(alice, "The door code is 42")
    place = f"/rooms/{lobby.pk}/?at=1#at-1"
    assertRedirects(bobs.post(url("save", message)), place, fetch_redirect_response=False)
    assertContains(bobs.get(SAVED), "The door code is 42</a>", count=1)
    assertContains(bobs.get(SAVED), f'href="{place}"', count=1)
    assertNotContains(alices.get(SAVED), "The door code is 42</a>")
    assertRedirects(bobs.post(url("unsave", message), {"from": "saved"}), SAVED)
    assertNotContains(bobs.get(SAVED), "The door code is 42</a>")
    message.bookmark(message.user, on=True)
    response = alices.post(url("unsave", message), {"from": "saved"}, headers=HTMX)
    assertContains(response, f'id="bookmark-{message.pk}" hx-swap-oob="delete"')


def test_htmx_hears_of_it_by_an_event(lobby: Room, alice: User, bobs: Client) -> None:
    message = lobby.post(alice, "The door code is 42")
    for name, on in (("save", True), ("unsave", False)):
        response = bobs.post(url(name, message), headers=HTMX)
        assert response.status_code == 204
        assert json.loads(response.headers["HX-Trigger"]) == {"saved": {"pk": message.pk, "on": on}}


def test_rooms_page_says_which_are_ones_own(
    lobby: Room, alice: User, bob: User, bobs: Client, alices: Client
) -> None:
    message = lobby.post(alice, "The door code is 42")
    message.bookmark(bob, on=True)
    show = reverse("room-show", args=[lobby.pk])
    assertContains(bobs.get(show), f'data-saved="{message.pk}"', count=1)
    assertContains(alices.get(show), 'data-saved=""', count=1)


def test_what_one_may_not_read_any_more_does_not_show(
    lobby: Room, alice: User, bob: User, bobs: Client
) -> None:
    message = lobby.post(alice, "The door code is 42")
    message.bookmark(bob, on=True)
    lobby.leave(bob)
    assertNotContains(bobs.get(SAVED), "The door code is 42</a>")
    assert bobs.post(url("save", message)).status_code == 404


def test_pages_follow_one_another(lobby: Room, bob: User, bobs: Client) -> None:
    for number in range(PAGE_SIZE + 1):
        lobby.post(bob, f"number {number}.").bookmark(bob, on=True)
    response = bobs.get(SAVED)
    assertContains(response, "number 1.</a>", count=1)
    assertNotContains(response, "number 0.</a>")
    older = f"?before={Bookmark.objects.order_by('pk')[1].pk}"
    assertContains(response, f'href="{SAVED}{older}"', count=1)
    response = bobs.get(SAVED + older)
    assertContains(response, "number 0.</a>", count=1)
    assertNotContains(response, "?before=")
    assert bobs.get(f"{SAVED}?before=ten").status_code == 404


def test_list_takes_a_fixed_number_of_queries(
    lobby: Room, alice: User, bob: User, bobs: Client
) -> None:
    counts = []
    for number in range(1, 12):
        rooms = (lobby, Room.objects.converse(bob, [alice]), Room.objects.start(f"{number}", bob))
        for room in rooms:
            room.post(bob, str(number)).bookmark(bob, on=True)
        if number in {1, 11}:
            with recorded_queries() as queries:
                bobs.get(SAVED, headers={**HTMX, "HX-Boosted": "true"})
            counts.append(len(queries))
    assert counts[0] == counts[1]
