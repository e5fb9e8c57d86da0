import pytest

from chat.models import Membership, Room, User
from chat.tests.threads import at_once


def test_who_joins_is_a_member(lobby: Room, carol: User) -> None:
    assert not lobby.has_member(carol)
    membership = lobby.join(carol)
    assert lobby.has_member(carol)
    assert membership.role == Membership.Role.MEMBER
    assert carol in lobby.current_users.all()
    assert lobby in carol.current_rooms.all()


def test_joining_twice_is_one_membership(lobby: Room, carol: User) -> None:
    assert lobby.join(carol) == lobby.join(carol)
    assert lobby.memberships.filter(user=carol).count() == 1


def test_owner_who_joins_again_stays_the_owner(lobby: Room, alice: User) -> None:
    assert lobby.join(alice).role == Membership.Role.OWNER


def test_who_leaves_is_no_member(lobby: Room, alice: User, bob: User) -> None:
    assert lobby.leave(bob) is True
    assert not lobby.has_member(bob)
    assert lobby.has_member(alice)


def test_leaving_twice_ends_nothing_more(lobby: Room, bob: User) -> None:
    lobby.leave(bob)
    assert lobby.leave(bob) is False


def test_outsider_has_nothing_to_leave(lobby: Room, carol: User) -> None:
    assert lobby.leave(carol) is False
    assert lobby.memberships.count() == 2


def test_membership_is_of_one_room(lobby: Room, bob: User, carol: User) -> None:
    kitchen = Room.objects.start("Kitchen", carol)
    kitchen.join(bob)
    kitchen.leave(bob)
    assert lobby.has_member(bob)
    assert not lobby.has_member(carol)


def test_membership_says_whose_it_is(lobby: Room, bob: User) -> None:
    assert str(lobby.memberships.get(user=bob)) == "bob in Lobby"


@pytest.mark.django_db(transaction=True)
def test_joining_at_once_is_one_membership(lobby: Room, carol: User) -> None:
    results = at_once([lambda: lobby.join(carol)] * 4)
    assert {result.pk for result in results} == {lobby.memberships.get(user=carol).pk}


@pytest.mark.django_db(transaction=True)
def test_leaving_at_once_ends_one_membership(lobby: Room, bob: User) -> None:
    results = at_once([lambda: lobby.leave(bob)] * 4)
    assert sorted(results) == [False, False, False, True]
