"""What somebody has saved for themselves."""

import pytest
from django.core.exceptions import PermissionDenied

from chat.models import Bookmark, Message, Room, User
from chat.models.bookmark import PAGE_SIZE
from chat.tests.queries import recorded_queries


def saved(user: User) -> list[str]:
    return [each.message.text for each in Bookmark.objects.readable_by(user)]


def test_latest_comes_first_and_is_nobody_elses(lobby: Room, alice: User, bob: User) -> None:
    first, second = lobby.post(alice, "first"), lobby.post(alice, "second")
    second.bookmark(bob, on=True)
    first.bookmark(bob, on=True)
    assert saved(bob) == ["first", "second"]
    assert saved(alice) == []
    first.bookmark(bob, on=False)
    assert saved(bob) == ["second"]


def test_saying_it_twice_changes_nothing(lobby: Room, bob: User) -> None:
    message = lobby.post(bob, "first")
    for on in (True, True, False, False):
        message.bookmark(bob, on=on)
        assert Bookmark.objects.count() == on


def test_saving_is_no_change_of_the_message(lobby: Room, bob: User) -> None:
    message = lobby.post(bob, "first")
    message.bookmark(bob, on=True)
    assert Message.objects.get().version == message.version == 1


def test_outsider_saves_nothing(lobby: Room, alice: User, carol: User) -> None:
    with pytest.raises(PermissionDenied):
        lobby.post(alice, "first").bookmark(carol, on=True)
    assert not Bookmark.objects.exists()


def test_what_one_may_not_read_any_more_does_not_show(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "first")
    message.bookmark(bob, on=True)
    lobby.leave(bob)
    assert saved(bob) == []
    lobby.join(bob)
    assert saved(bob) == ["first"]
    message.erase(alice)
    assert saved(bob) == []


def test_pages_follow_one_another(lobby: Room, bob: User) -> None:
    for number in range(PAGE_SIZE + 2):
        lobby.post(bob, str(number)).bookmark(bob, on=True)
    mine = Bookmark.objects.readable_by(bob)
    with recorded_queries() as queries:
        first = [(each.message.text, each.message.user.name) for each in mine.page()]
    assert len(queries) == 1
    assert len(first) == PAGE_SIZE + 1
    second = mine.page(mine.page()[PAGE_SIZE - 1].pk)
    assert [each.message.text for each in second] == ["1", "0"]


def test_keys_are_those_of_the_room(lobby: Room, alice: User) -> None:
    there = lobby.post(alice, "there")
    elsewhere = Room.objects.start("Kitchen", alice).post(alice, "elsewhere")
    for message in (there, elsewhere):
        message.bookmark(alice, on=True)
    assert Bookmark.objects.keys_in(lobby, alice) == [there.pk]
