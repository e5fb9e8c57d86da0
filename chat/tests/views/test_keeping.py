"""What those who manage a room do with it, in pages that need no scripts."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import AuditEntry, Room, User


@pytest.fixture
def vault(alice: User, bob: User) -> Room:
    """A closed room of Alice and Bob."""
    room = Room.objects.start("Vault", alice, kind="closed", topic="Gold")
    room.add(alice, [bob])
    return room


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role="administrator")


def url(name: str, *args: int) -> str:
    return reverse(name, args=args)


# Making


def test_closed_room_is_made(alice: User, alices: Client) -> None:
    values = {"name": "Vault", "topic": "Gold", "description": "Two\r\nlines", "kind": "closed"}
    response = alices.post(url("room-new"), values)
    room = Room.objects.get()
    assertRedirects(response, url("room-show", room.pk))
    assert (room.kind, room.topic, room.description) == ("closed", "Gold", "Two\nlines")
    assert room.is_owned_by(alice)


def test_bad_room_is_not_made(alices: Client, lobby: Room) -> None:
    values = {"name": "lobby", "description": "x" * 2_001, "kind": "open"}
    response = alices.post(url("room-new"), values)
    assertContains(response, "a room of that name", status_code=422)
    values = {**values, "name": "Vault"}
    assertContains(alices.post(url("room-new"), values), "at most 2,000", status_code=422)
    assertContains(
        alices.post(url("room-new"), {"name": "Us", "kind": "direct"}), "valid", status_code=422
    )
    assert Room.objects.get() == lobby


def test_guest_makes_no_room(
    make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    guests = signed_in(make_user("guest", role="guest"))
    assert guests.get(url("room-new")).status_code == 403
    assert guests.post(url("room-new"), {"name": "Mine", "kind": "open"}).status_code == 403
    assert guests.post(url("room-create"), {"name": "Mine"}).status_code == 422
    assert not Room.objects.exists()


# Closed rooms


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name",
    [
        *("room-show", "room-edit", "room-archive", "room-restore", "room-delete"),
        *("member-index", "member-create", "membership-create", "membership-delete"),
        "message-create",
    ],
)
def test_closed_room_is_as_a_wrong_number(
    vault: Room, carols: Client, name: str, method: str
) -> None:
    closed, wrong = (getattr(carols, method)(url(name, pk)) for pk in (vault.pk, 999_999))
    assert closed.status_code == wrong.status_code
    assert closed.status_code in {404, 405}
    tokens = re.compile(r'value="\w{64}"')
    assert tokens.sub("", closed.text) == tokens.sub("", wrong.text)


def test_closed_room_is_in_no_list_of_others(vault: Room, carols: Client, alice: User) -> None:
    for page in (url("room-index"), url("room-jump"), url("person-show", alice.pk)):
        assertNotContains(carols.get(page), "Vault")


def test_administrator_keeps_a_closed_room_without_reading_it(
    vault: Room, alice: User, dana: User, signed_in: Callable[[User], Client]
) -> None:
    vault.post(alice, "Between us")
    danas = signed_in(dana)
    assert danas.get(url("room-show", vault.pk)).status_code == 404
    response = danas.post(url("room-edit", vault.pk), {"name": "Safe", "kind": "closed"})
    assertRedirects(response, url("room-edit", vault.pk))
    assertContains(danas.get(url("member-index", vault.pk)), "alice")
    assert AuditEntry.objects.get().verb == "room.edit"


# Editing, archiving, deleting


def test_owner_edits(vault: Room, alices: Client) -> None:
    assertContains(alices.get(url("room-edit", vault.pk)), 'value="Gold"')
    values = {"name": "Vault", "topic": "Silver", "kind": "open", "is_announcement": "on"}
    assertRedirects(alices.post(url("room-edit", vault.pk), values), url("room-show", vault.pk))
    vault.refresh_from_db()
    assert (vault.topic, vault.kind, vault.is_announcement) == ("Silver", "open", True)


def test_room_is_archived_and_restored(vault: Room, alices: Client, bobs: Client) -> None:
    alices.post(url("room-archive", vault.pk))
    assertContains(bobs.get(url("room-show", vault.pk)), "This room is archived")
    response = bobs.post(url("message-create", vault.pk), {"message": "Anybody?"})
    assertContains(response, "This room is archived.", status_code=403)
    assertContains(alices.get(url("room-edit", vault.pk)), "Restore")
    alices.post(url("room-restore", vault.pk))
    assertNotContains(bobs.get(url("room-show", vault.pk)), "This room is archived")


def test_room_is_deleted_by_its_name(vault: Room, alices: Client) -> None:
    page = url("room-delete", vault.pk)
    assertContains(alices.post(page, {"name": "vault"}), "Type the name", status_code=422)
    assertRedirects(alices.post(page, {"name": "Vault"}), url("room-index"))
    assert not Room.objects.exists()


def test_members_manage_nothing(vault: Room, alice: User, bobs: Client) -> None:
    for name in ("room-edit", "room-delete", "member-index"):
        assert bobs.get(url(name, vault.pk)).status_code == 403
    for name in ("room-archive", "room-restore", "room-delete", "member-create"):
        assert bobs.post(url(name, vault.pk), {"name": "Vault"}).status_code == 403
    for name in ("member-delete", "member-promote", "member-demote"):
        assert bobs.post(url(name, vault.pk, alice.pk)).status_code == 403
    assertNotContains(bobs.get(url("room-show", vault.pk)), url("room-edit", vault.pk))


def test_announcements_are_told_to_who_may_not_write(
    vault: Room, alice: User, alices: Client, bobs: Client
) -> None:
    vault.edit(alice, is_announcement=True)
    assertContains(bobs.get(url("room-show", vault.pk)), "data-announcements")
    assertContains(alices.get(url("room-show", vault.pk)), "data-manages")
    assertNotContains(bobs.get(url("room-show", vault.pk)), "data-manages")


def test_topic_and_description_are_escaped(vault: Room, alice: User, bobs: Client) -> None:
    vault.edit(alice, topic="<b>Gold</b>", description="<script>alert(1)</script>")
    response = bobs.get(url("room-show", vault.pk))
    assertContains(response, "&lt;b&gt;Gold&lt;/b&gt;")
    assertContains(response, "&lt;script&gt;alert(1)&lt;/script&gt;")
    assertNotContains(response, "<b>Gold")


# Members


def test_people_are_added_many_at_once(
    vault: Room, carol: User, dana: User, alices: Client
) -> None:
    page = alices.get(url("member-index", vault.pk), {"q": "a", "people": [dana.pk]})
    assertContains(page, f'value="{dana.pk}" checked')
    assertContains(page, f'value="{carol.pk}"')
    response = alices.post(url("member-create", vault.pk), {"people": [carol.pk, dana.pk]})
    assertRedirects(response, url("member-index", vault.pk))
    assert vault.memberships.count() == 4


@pytest.mark.parametrize("people", [[], ["x"], [2**62], ["9" * 40]])
def test_nobody_is_added_when_the_choice_is_bad(
    vault: Room, alices: Client, people: list[object]
) -> None:
    response = alices.post(url("member-create", vault.pk), {"people": people})
    assertContains(response, "Choose somebody", status_code=422)
    assert vault.memberships.count() == 2


def test_search_as_one_types_gets_the_people_alone(
    vault: Room, carol: User, alices: Client
) -> None:
    response = alices.get(
        url("member-index", vault.pk), {"q": "CAR"}, headers={"HX-Request": "true"}
    )
    assertContains(response, "carol")
    assertNotContains(response, "<main")
    assertNotContains(response, "bob")  # he is a member


def test_member_is_removed_and_gets_the_same_as_a_wrong_number(
    vault: Room, bob: User, alices: Client, bobs: Client
) -> None:
    assertRedirects(
        alices.post(url("member-delete", vault.pk, bob.pk)), url("member-index", vault.pk)
    )
    assert bobs.get(url("room-show", vault.pk)).status_code == 404


def test_owner_who_removes_themselves_is_not_led_to_an_error(
    vault: Room, alice: User, alices: Client
) -> None:
    response = alices.post(url("member-delete", vault.pk, alice.pk))
    assertRedirects(response, url("room-index"))


def test_members_become_owners_and_members_again(
    vault: Room, alice: User, bob: User, carol: User, alices: Client
) -> None:
    alices.post(url("member-promote", vault.pk, bob.pk))
    assert vault.is_owned_by(bob)
    assert alices.post(url("member-promote", vault.pk, carol.pk)).status_code == 404
    assertRedirects(
        alices.post(url("member-demote", vault.pk, alice.pk)), url("room-show", vault.pk)
    )
    assert not vault.is_owned_by(alice)


def test_guest_is_offered_only_people_they_know(
    vault: Room,
    alice: User,
    carol: User,
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    guest = make_user("guest", role="guest")
    vault.add(alice, [guest])
    response = signed_in(guest).get(url("conversation-new"))
    assertContains(response, "@bob")
    assertNotContains(response, "@carol")
    response = signed_in(guest).post(url("conversation-create"), {"people": [carol.pk]})
    assert response.status_code == 422


# Conversations


def test_conversation_begins_from_each_side_as_the_same(
    alice: User, bob: User, alices: Client, bobs: Client
) -> None:
    first = alices.post(url("conversation-create"), {"people": [bob.pk]})
    second = bobs.post(url("conversation-create"), {"people": [alice.pk]})
    room = Room.objects.get()
    assertRedirects(first, url("room-show", room.pk))
    assert first.headers["Location"] == second.headers["Location"]


def test_conversation_is_called_by_the_others(
    alice: User, bob: User, carol: User, alices: Client, bobs: Client
) -> None:
    room = Room.objects.converse(alice, [bob, carol])
    page = url("room-show", room.pk)
    assertContains(alices.get(page), "<title>bob, carol · Roomful</title>")
    assertContains(bobs.get(page), "<title>alice, carol · Roomful</title>")
    assertContains(bobs.get(page), "Message to alice, carol")
    assertContains(bobs.get(page), f'data-own data-of="{bob.pk}"')


def test_conversation_is_neither_edited_nor_left(
    alice: User, bob: User, dana: User, alices: Client, signed_in: Callable[[User], Client]
) -> None:
    room = Room.objects.converse(alice, [bob])
    page = alices.get(url("room-show", room.pk))
    for name in ("room-edit", "member-index", "membership-delete"):
        assertNotContains(page, url(name, room.pk))
        assert alices.post(url(name, room.pk)).status_code in {403, 405}
        assert signed_in(dana).post(url(name, room.pk)).status_code in {404, 405}


def test_conversation_needs_somebody(alices: Client) -> None:
    response = alices.post(url("conversation-create"))
    assertContains(response, "Choose somebody.", status_code=422)
    assert not Room.objects.exists()


def test_card_leads_to_a_conversation(alices: Client, bob: User) -> None:
    page = f"{url('conversation-new')}?people={bob.pk}"
    assertContains(alices.get(url("person-show", bob.pk)), page)
    assertContains(alices.get(page), f'value="{bob.pk}" checked')
