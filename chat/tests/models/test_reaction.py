"""An emoji under a message: who may, what is one, and what it changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from chat import emoji
from chat.models import Message, Reaction, Room, User
from chat.models.reaction import MOST_EACH, MOST_KINDS, Kind
from chat.tests.queries import recorded_queries
from chat.tests.threads import at_once, overlapping

OFFERED = [each.text for group in emoji.groups() for each in group.emoji]


@pytest.fixture
def message(lobby: Room, alice: User) -> Message:
    return lobby.post(alice, "Shall we?")


def shown(message: Message) -> list[tuple[str, list[str]]]:
    stored = Message.objects.whole().get(pk=message.pk)
    return [(kind.emoji, [person.username for person in kind.people]) for kind in stored.kinds]


def version(message: Message) -> int:
    return Room.objects.get(pk=message.room_id).version


def test_reaction_is_there_and_goes_again(message: Message, bob: User) -> None:
    assert message.react(bob, "👍")
    assert shown(message) == [("👍", ["bob"])]
    assert not message.react(bob, "👍")
    assert shown(message) == []


def test_each_real_change_is_one_version(message: Message, bob: User) -> None:
    before = version(message)
    message.react(bob, "👍", on=True)
    message.react(bob, "👍", on=True)
    assert version(message) == before + 1 == message.version
    message.react(bob, "👍", on=False)
    message.react(bob, "👍", on=False)
    assert version(message) == before + 2
    assert Message.objects.get(pk=message.pk).edited_at is None


def test_the_first_kind_stands_first(message: Message, alice: User, bob: User) -> None:
    for user, text in ((alice, "🎉"), (bob, "👍"), (bob, "🎉")):
        message.react(user, text)
    assert shown(message) == [("🎉", ["alice", "bob"]), ("👍", ["bob"])]


@pytest.mark.parametrize(("first", "second"), [("❤", "❤\ufe0f"), ("👍\ufe0f", "👍")])
def test_two_ways_to_write_an_emoji_are_one(
    message: Message, alice: User, bob: User, first: str, second: str
) -> None:
    message.react(alice, first)
    message.react(bob, second)
    assert shown(message) == [(emoji.qualified(first), ["alice", "bob"])]


@pytest.mark.parametrize("text", ["", "x", "👍👍", ":+1:", "<b>", "\0", "👍" * 10_000])
def test_anything_else_is_refused(message: Message, bob: User, text: str) -> None:
    before = version(message)
    with pytest.raises(ValidationError, match="not an emoji"):
        message.react(bob, text)
    assert version(message) == before


def test_who_may_not_is_refused(message: Message, bob: User, carol: User, lobby: Room) -> None:
    with pytest.raises(PermissionDenied, match="not a member"):
        message.react(carol, "👍")
    Room.objects.filter(pk=lobby.pk).update(archived_at=timezone.now())
    with pytest.raises(PermissionDenied, match="archived"):
        message.react(bob, "👍")


def test_deleted_message_takes_none_and_shows_none(
    message: Message, alice: User, bob: User
) -> None:
    message.react(bob, "👍")
    message.erase(alice)
    assert message.kinds == []
    assert shown(message) == []
    with pytest.raises(PermissionDenied, match="deleted"):
        message.react(bob, "🎉")


def test_one_person_has_so_many_at_most(message: Message, alice: User, bob: User) -> None:
    for text in OFFERED[:MOST_EACH]:
        message.react(bob, text)
    before = version(message)
    with pytest.raises(ValidationError, match=f"You have {MOST_EACH} reactions here"):
        message.react(bob, "👍")
    assert version(message) == before
    assert not message.react(bob, OFFERED[0])
    assert message.react(bob, "👍")
    assert message.react(alice, OFFERED[0])


def test_a_message_has_so_many_kinds_at_most(message: Message, alice: User, bob: User) -> None:
    Reaction.objects.bulk_create(
        Reaction(message=message, user=alice, emoji=text) for text in OFFERED[:MOST_KINDS]
    )
    with pytest.raises(ValidationError, match=f"This message has {MOST_KINDS} different"):
        message.react(bob, OFFERED[MOST_KINDS])
    assert message.react(bob, OFFERED[0])


def test_what_is_told_is_what_is_stored(message: Message, alice: User, bob: User) -> None:
    """An instance that was read before others reacted."""
    old = Message.objects.whole().get(pk=message.pk)
    assert old.kinds == []
    message.react(alice, "🎉")
    old.react(bob, "👍")
    assert [kind.emoji for kind in old.kinds] == ["🎉", "👍"]


def test_page_takes_a_fixed_number_of_queries(
    lobby: Room, make_user: Callable[..., User], bob: User
) -> None:
    counts = []
    for number in range(1, 9):
        message = lobby.post(bob, "Hello")
        for place in range(number):
            person = make_user(f"person-{number}-{place}")
            lobby.admit(person)
            message.react(person, OFFERED[place])
        if number in {1, 8}:
            with recorded_queries() as queries:
                kinds = [each.kinds for each in lobby.messages.page()]
                assert [person.name for kind in kinds[-1] for person in kind.people]
            counts.append((len(queries), sum('"chat_reaction"' in sql for sql in queries)))
    assert counts[0] == counts[1]
    assert counts[0][1] == 1


def test_new_message_asks_for_none(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "Hello")
    with recorded_queries() as queries:
        assert message.kinds == []
    assert queries == []


def people(count: int) -> list[User]:
    return [User(pk=number, username=f"p{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (1, "p1"),
        (2, "p1 and p2"),
        (3, "p1, p2 and p3"),
        (11, "p1, p2, p3, p4, p5, p6, p7, p8, p9, p10 and 1 other"),
        (1_244, "p1, p2, p3, p4, p5, p6, p7, p8, p9, p10 and 1,234 others"),
    ],
)
def test_chip_names_some_and_counts_the_others(count: int, names: str) -> None:
    assert Kind("👍", people(count)).names == names


def test_kind_is_called_by_its_code_points_and_counts_in_words() -> None:
    kind = Kind("❤\ufe0f", people(1_234))
    assert (kind.code, kind.count, kind.keys[:2]) == ("2764-fe0f", "1,234", [1, 2])


# At the same moment


@pytest.fixture
def crowd(make_user: Callable[..., User], transactional_db: None) -> list[User]:
    return [make_user(f"person-{number}") for number in range(10)]


@pytest.fixture
def watched(crowd: list[User]) -> Message:
    room = Room.objects.start("Square", crowd[0])
    for person in crowd[1:]:
        room.join(person)
    return room.post(crowd[0], "Who is in?")


def reacting(message: Message, user: User, text: str, **values: Any) -> Callable[[], bool]:
    return lambda: Message.objects.get(pk=message.pk).react(user, text, **values)


def test_ten_at_once_are_ten(watched: Message, crowd: list[User]) -> None:
    before = version(watched)
    done = at_once([reacting(watched, person, "👍") for person in crowd])
    assert done == [True] * 10
    (kind,) = Message.objects.whole().get(pk=watched.pk).kinds
    assert kind.count == "10"
    assert version(watched) == before + 10


def test_one_person_twice_at_once_is_one(watched: Message, crowd: list[User]) -> None:
    before = version(watched)
    done = at_once([reacting(watched, crowd[0], "👍", on=True) for _ in range(4)])
    assert done == [True] * 4
    assert shown(watched) == [("👍", ["person-0"])]
    assert version(watched) == before + 1


def test_reaction_to_what_is_deleted_meanwhile_is_refused(
    watched: Message, crowd: list[User]
) -> None:
    author, other = crowd[:2]
    _, refused = overlapping(
        lambda: Message.objects.get(pk=watched.pk).erase(author), reacting(watched, other, "👍")
    )
    assert isinstance(refused, PermissionDenied)
    assert not Reaction.objects.exists()
