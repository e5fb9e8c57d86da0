from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chat.models import AuditEntry, Membership, Room, User
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


# By those who manage the room


def test_owner_adds_many_at_once(
    lobby: Room, alice: User, bob: User, carol: User, make_user: Callable[..., User]
) -> None:
    guest = make_user("guest", role="guest")
    revision = Room.objects.get().revision
    lobby.add(alice, [bob, carol, guest])
    assert set(lobby.current_users.all()) == {alice, bob, carol, guest}
    assert Room.objects.get().revision == revision + 2  # Bob was there


def test_all_are_added_or_none(lobby: Room, alice: User, bob: User, carol: User) -> None:
    lobby.leave(bob)
    carol.is_active = False
    carol.save(update_fields=["is_active"])
    with pytest.raises(ValidationError, match="not here"):
        lobby.add(alice, [bob, carol])
    assert list(lobby.current_users.all()) == [alice]


def test_who_is_removed_is_no_member(lobby: Room, alice: User, bob: User) -> None:
    assert lobby.remove(alice, bob) is True
    assert not lobby.has_member(bob)
    assert lobby.remove(alice, bob) is False
    assert AuditEntry.objects.count() == 1


def test_member_becomes_an_owner_and_a_member_again(lobby: Room, alice: User, bob: User) -> None:
    lobby.promote(alice, bob)
    assert lobby.is_owned_by(bob)
    lobby.demote(bob, alice)
    assert lobby.standing_of(alice) == Membership.Role.MEMBER


def test_outsider_does_not_become_an_owner(lobby: Room, alice: User, carol: User) -> None:
    with pytest.raises(Membership.DoesNotExist):
        lobby.promote(alice, carol)
    assert not lobby.has_member(carol)


def test_room_without_an_owner_is_looked_after_by_administrators(
    lobby: Room, alice: User, bob: User, make_user: Callable[..., User]
) -> None:
    lobby.leave(alice)
    lobby.promote(make_user("dana", role="administrator"), bob)
    assert lobby.is_owned_by(bob)


def test_guest_does_not_join_but_may_be_put_in(
    lobby: Room, alice: User, make_user: Callable[..., User]
) -> None:
    guest = make_user("guest", role="guest")
    with pytest.raises(PermissionDenied, match="put in rooms by others"):
        lobby.join(guest)
    lobby.add(alice, [guest])
    assert lobby.join(guest).role == Membership.Role.MEMBER  # harmless now
