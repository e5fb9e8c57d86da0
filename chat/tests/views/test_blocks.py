"""Whom one does not want to read."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Block, Room, User


def block_url(person: User) -> str:
    return reverse("block-create", args=[person.pk])


def unblock_url(person: User) -> str:
    return reverse("block-delete", args=[person.pk])


def person_url(person: User) -> str:
    return reverse("person-show", args=[person.pk])


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "card"])
def test_person_offers_to_be_blocked_and_unblocked(
    alice: User, bob: User, bobs: Client, headers: dict[str, str]
) -> None:
    response = bobs.get(person_url(alice), headers=headers)
    assertContains(response, f'formaction="{block_url(alice)}"')
    bob.block(alice)
    response = bobs.get(person_url(alice), headers=headers)
    assertContains(response, f'formaction="{unblock_url(alice)}"')


def test_nobody_is_offered_to_block_themselves(bob: User, bobs: Client) -> None:
    assertNotContains(bobs.get(person_url(bob)), "/block/")
    assert bobs.post(block_url(bob)).status_code == 403
    assert not Block.objects.exists()


def test_block_and_its_end_lead_back_to_the_person(alice: User, bob: User, bobs: Client) -> None:
    assertRedirects(bobs.post(block_url(alice)), person_url(alice))
    assert bob.has_blocked(alice)
    assertRedirects(bobs.post(unblock_url(alice)), person_url(alice))
    assert not bob.has_blocked(alice)


def test_pages_know_whom_their_reader_has_blocked(
    lobby: Room, alice: User, bob: User, carol: User, bobs: Client, alices: Client
) -> None:
    bob.block(alice)
    bob.block(carol)
    room = reverse("room-show", args=[lobby.pk])
    assertContains(bobs.get(room), f'data-blocked="{alice.pk} {carol.pk}"', count=1)
    assertContains(alices.get(room), 'data-blocked=""', count=1)


def test_messages_look_the_same_to_everybody(
    lobby: Room, alice: User, bob: User, carol: User, bobs: Client, carols: Client
) -> None:
    lobby.join(carol)
    lobby.post(alice, "hello")
    bob.block(alice)
    lists = []
    for client in (bobs, carols):
        html = client.get(reverse("room-show", args=[lobby.pk])).content.decode()
        lists.append(html.partition('<ol id="messages"')[2].partition("</ol>")[0])
    assert "hello" in lists[0]
    assert lists[0] == lists[1]


def test_unknown_person_is_not_found(bobs: Client) -> None:
    for name in ("block-create", "block-delete"):
        assert bobs.post(reverse(name, args=[999_999])).status_code == 404


def test_who_is_not_blocked_cannot_be_unblocked(alice: User, bobs: Client) -> None:
    assert bobs.post(unblock_url(alice)).status_code == 404


def test_guest_blocks_only_whom_they_know_of(
    lobby: Room,
    alice: User,
    carol: User,
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    guest = make_user("gus", role="guest")
    client = signed_in(guest)
    lobby.admit(guest)
    assert client.post(block_url(carol)).status_code == 404
    assertRedirects(client.post(block_url(alice)), person_url(alice))
    lobby.leave(guest)
    assertRedirects(client.post(unblock_url(alice)), reverse("room-index"))
    assert guest.blocked_keys == []


def test_blocks_change_by_post_only(alice: User, bobs: Client) -> None:
    for url in (block_url(alice), unblock_url(alice)):
        for method in ("get", "put", "patch", "delete"):
            assert getattr(bobs, method)(url).status_code == 405


def test_another_site_blocks_nobody(alice: User, bob: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    assert client.post(block_url(alice)).status_code == 403
    assert not Block.objects.exists()
