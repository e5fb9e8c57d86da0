"""Rows of the list of rooms, and members, that are kept once they were rendered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import models
from django.db.models.signals import post_init

from chat.live import fragments
from chat.models import Membership, Message, Room, RowKey, User


@contextmanager
def loaded_rooms() -> Iterator[list[Room]]:
    made: list[Room] = []

    def note(instance: Room, **kwargs: Any) -> None:
        made.append(instance)

    post_init.connect(note, sender=Room)
    try:
        yield made
    finally:
        post_init.disconnect(note, sender=Room)


def listed(user: User, current: Room | None = None) -> str:
    return fragments.page_rows(Room.objects.row_keys(user), user, current)


def rename(person: User) -> None:
    person.display_name = f"{person.name} again"
    person.save()


@pytest.fixture
def talk(lobby: Room, alice: User, bob: User) -> Room:
    """A conversation of Alice and Bob; the last word in the lobby is Bob's."""
    lobby.post(bob, "hello")
    return Room.objects.converse(alice, [bob])


def test_rows_that_are_kept_are_not_loaded(talk: Room, alice: User) -> None:
    first = listed(alice)
    with loaded_rooms() as made:
        assert listed(alice) == first
    assert made == []
    assert first.count("<li ") == 2


def test_keys_are_in_the_order_of_the_list(talk: Room, lobby: Room, alice: User) -> None:
    Room.objects.start("Annex", alice)
    lobby.favour(alice, on=True)
    keys = Room.objects.row_keys(alice)
    assert [(key.pk, key.section) for key in keys] == [
        (room.pk, room.section) for room in Room.objects.listed_for(alice)
    ]


def test_key_of_a_room_is_the_one_that_a_list_reads(
    talk: Room, lobby: Room, alice: User, bob: User
) -> None:
    lobby.favour(alice, on=True)
    Room.objects.start("Annex", alice).archive(alice)
    for person in (alice, bob):
        rename(person)
    rooms = Room.objects.listed_for(alice)
    assert Room.objects.row_keys(alice) == [RowKey.of(room) for room in rooms]


@pytest.mark.parametrize(
    "act",
    [
        lambda lobby, alice, bob: lobby.post(alice, "good morning"),
        lambda lobby, alice, bob: lobby.messages.get().edit(bob, "good morning"),
        lambda lobby, alice, bob: lobby.messages.get().erase(bob),
        lambda lobby, alice, bob: lobby.rename(alice, "Hall"),
        lambda lobby, alice, bob: lobby.favour(alice, on=True),
        lambda lobby, alice, bob: lobby.archive(alice),
        lambda lobby, alice, bob: rename(bob),
    ],
    ids=["post", "edit", "erase", "rename", "favour", "archive", "rename of a person"],
)
def test_change_shows_in_the_row(
    talk: Room, lobby: Room, alice: User, bob: User, act: Callable[[Room, User, User], object]
) -> None:
    before = listed(alice)
    act(lobby, alice, bob)
    kept = listed(alice)
    assert kept != before
    fragments.forget()
    assert listed(alice) == kept


def test_last_message_that_is_rendered_anew_shows_in_the_row(talk: Room, alice: User) -> None:
    """Its version stays: nobody is told of other rules."""
    assert ">hello<" in listed(alice)
    Message.objects.update(html="<p>good morning</p>", rules=models.F("rules") + 1)
    assert ">good morning<" in listed(alice)


def test_person_of_a_conversation_who_is_renamed_shows_in_its_row(
    talk: Room, alice: User, bob: User
) -> None:
    before = listed(alice)
    rename(bob)
    assert listed(alice).count("bob again") == before.count(">bob<")


def test_conversation_is_called_by_whoever_reads_and_a_room_is_not(
    talk: Room, lobby: Room, alice: User, bob: User
) -> None:
    assert f'data-own data-of="{alice.pk}"' in listed(alice)
    assert f'data-own data-of="{bob.pk}"' in listed(bob)
    assert listed(alice) == listed(alice)
    with loaded_rooms() as made:
        listed(bob)
    assert made == []


def test_open_room_is_marked_and_no_other(talk: Room, lobby: Room, alice: User) -> None:
    assert 'aria-current="page"' not in listed(alice)
    html = listed(alice, lobby)
    assert html.count('aria-current="page"') == 1
    assert f'id="room-{lobby.pk}-link"' in html.partition(' aria-current="page"')[0]
    assert 'aria-current="page"' not in listed(alice)


def test_pages_that_are_open_get_names_apart(talk: Room, alice: User) -> None:
    """A page's own row has the reader marked; what travels is the same for everybody."""
    keys = Room.objects.row_keys(alice)
    html = fragments.all_rows(keys, alice)
    assert "data-own" not in html
    assert html.count('class="room-name"') == 2 * len(keys)
    with loaded_rooms() as made:
        assert fragments.all_rows(keys, alice) == html
    assert made == []


# Members


def members(lobby: Room, reader: User) -> str:
    room = Room.objects.page_of(reader, lobby.pk)
    assert room is not None
    return fragments.kept_members(room)


def test_members_are_rendered_once_for_all(lobby: Room, alice: User, bob: User) -> None:
    assert members(lobby, alice) is members(lobby, bob)


@pytest.mark.parametrize(
    "act",
    [
        lambda lobby, alice, bob, carol: lobby.join(carol),
        lambda lobby, alice, bob, carol: lobby.leave(bob),
        lambda lobby, alice, bob, carol: rename(bob),
        lambda lobby, alice, bob, carol: lobby.promote(alice, bob),
    ],
    ids=["join", "leave", "rename", "role"],
)
def test_change_shows_among_the_members(
    lobby: Room, alice: User, bob: User, carol: User, act: Callable[..., object]
) -> None:
    before = members(lobby, alice)
    act(lobby, alice, bob, carol)
    kept = members(lobby, alice)
    assert kept != before
    fragments.forget()
    assert members(lobby, alice) == kept


def test_page_of_a_room_says_who_one_is_in_it(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    standings = []
    for person in (alice, bob):
        room = Room.objects.page_of(person, lobby.pk)
        assert room is not None
        standings.append(room.standing_of(person))
        assert room.standing_of(carol) is None
    assert standings == [Membership.Role.OWNER, Membership.Role.MEMBER]
    assert Room.objects.page_of(carol, lobby.pk) is None
