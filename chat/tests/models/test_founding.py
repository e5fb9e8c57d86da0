import pytest
from django.core.exceptions import ValidationError

from chat.models import AlreadyFounded, Membership, Room, User, found
from chat.tests.threads import at_once, overlapping

PASSWORD = "correct horse"


def found_as(username: str, room_name: str = "Lobby") -> tuple[User, Room]:
    return found(username=username, password=PASSWORD, room_name=room_name)


@pytest.mark.django_db
def test_founder_is_the_administrator() -> None:
    user, _ = found_as("alice")
    user.refresh_from_db()
    assert user.founder
    assert user.is_superuser
    assert user.is_staff
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
def test_founder_owns_the_first_room() -> None:
    user, room = found_as("alice", "  The Lobby ")
    assert Room.objects.get() == room
    assert room.name == "The Lobby"
    assert Membership.objects.get(room=room, user=user).role == Membership.Role.OWNER


@pytest.mark.django_db
def test_second_founder_leaves_nothing() -> None:
    found_as("alice")
    with pytest.raises(AlreadyFounded):
        found_as("bob", "Kitchen")
    assert User.objects.get().username == "alice"
    assert Room.objects.get().name == "Lobby"


def test_somebody_who_was_made_otherwise_counts(alice: User) -> None:
    with pytest.raises(AlreadyFounded):
        found_as("bob")
    assert User.objects.get() == alice


@pytest.mark.django_db
def test_bad_room_name_leaves_nothing_and_may_be_corrected() -> None:
    with pytest.raises(ValidationError, match="A room needs a name"):
        found_as("alice", " ")
    assert not User.objects.exists()
    user, _ = found_as("alice")
    assert user.founder


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_administrator() -> None:
    results = at_once([lambda: found_as("alice", "Lobby"), lambda: found_as("bob", "Kitchen")])
    winners = [result for result in results if isinstance(result, tuple)]
    losers = [result for result in results if isinstance(result, AlreadyFounded)]
    assert (len(winners), len(losers)) == (1, 1), results
    user, room = winners[0]
    assert User.objects.get() == user
    assert Room.objects.get() == room


@pytest.mark.django_db(transaction=True)
def test_two_at_once_may_choose_the_same_names() -> None:
    results = at_once([lambda: found_as("alice"), lambda: found_as("alice")])
    assert sum(isinstance(result, AlreadyFounded) for result in results) == 1, results
    assert User.objects.get().founder
    assert Room.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_founder_whom_another_overtakes_leaves_nothing() -> None:
    won, lost = overlapping(lambda: found_as("alice", "Lobby"), lambda: found_as("bob", "Kitchen"))
    assert isinstance(lost, AlreadyFounded)
    assert [User.objects.get(), Room.objects.get()] == list(won)
