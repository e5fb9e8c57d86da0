"""What becomes of a room: edited, archived, restored, deleted, and by whom."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chat.models import AuditEntry, Message, Room, User

ARCHIVED = "This room is archived."


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role="administrator")


@pytest.fixture
def guest(make_user: Callable[..., User]) -> User:
    return make_user("guest", role="guest")


def recorded() -> list[tuple[str, str]]:
    return [(str(entry.actor), entry.verb) for entry in AuditEntry.objects.order_by("pk")]


# Starting


def test_room_starts_with_all_that_it_is_given(alice: User) -> None:
    room = Room.objects.start(
        *("Soup", alice), kind="closed", topic=" What \n to eat ", description="Recipes.\n\n- Hot\n"
    )
    room.refresh_from_db()
    assert (room.kind, room.topic, room.description) == (
        "closed",
        "What to eat",
        "Recipes.\n\n- Hot",
    )


def test_guest_starts_none(guest: User) -> None:
    with pytest.raises(PermissionDenied, match="Guests do not make rooms"):
        Room.objects.start("Soup", guest)


def test_guest_does_not_learn_what_open_rooms_there_are(lobby: Room, guest: User) -> None:
    for name in ("Lobby", "Nowhere"):
        with pytest.raises(PermissionDenied, match="Guests do not make rooms"):
            Room.objects.enter(name, guest)


def test_name_of_a_closed_room_stands_in_nobodys_way(alice: User, bob: User) -> None:
    closed = Room.objects.start("Soup", alice, kind="closed")
    again = Room.objects.start("soup", bob, kind="closed")
    assert Room.objects.enter("SOUP", bob) not in {closed, again}


# Editing


def test_owner_edits(lobby: Room, alice: User) -> None:
    lobby.edit(alice, topic="All of us", description="Say hello", is_announcement=True)
    room = Room.objects.get()
    assert (room.name, room.topic, room.description) == ("Lobby", "All of us", "Say hello")
    assert room.is_announcement
    assert (lobby.topic, lobby.revision) == ("All of us", room.revision)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"name": "  "}, "needs a name"),
        ({"topic": "x" * 256}, "255"),
        ({"description": "x" * 2_001}, "2,000"),
        ({"description": "a\x00b"}, "cannot be stored"),
        ({"kind": "secret"}, "not a valid choice"),
        ({"topic": "Fine", "name": "Kitchen"}, "a room of that name"),
    ],
)
def test_what_is_refused_changes_nothing(
    lobby: Room, alice: User, values: dict[str, str], part: str
) -> None:
    Room.objects.start("Kitchen", alice)
    with pytest.raises(ValidationError, match=part):
        lobby.edit(alice, **values)
    stored = Room.objects.get(pk=lobby.pk)
    for room in (lobby, stored):
        assert (room.name, room.topic, room.description, room.kind) == ("Lobby", "", "", "open")


def test_closed_room_with_a_taken_name_does_not_open(lobby: Room, alice: User) -> None:
    closed = Room.objects.start("Lobby", alice, kind="closed")
    with pytest.raises(ValidationError, match="a room of that name"):
        closed.edit(alice, kind="open")
    closed.edit(alice, kind="open", name="Foyer")
    assert closed.is_listed


def test_closing_a_room_hides_it_and_keeps_its_members(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    lobby.edit(alice, kind="closed")
    assert Room.objects.visible_to(bob).exists()
    assert not Room.objects.visible_to(carol).exists()
    with pytest.raises(PermissionDenied, match="not open"):
        lobby.join(carol)


def test_who_has_found_an_open_room_does_not_join_it_when_it_is_closed(
    lobby: Room, alice: User, carol: User
) -> None:
    found = Room.objects.visible_to(carol).get()
    lobby.edit(alice, kind="closed")
    with pytest.raises(PermissionDenied):
        found.join(carol)


def test_announcements_are_for_those_who_manage_the_room(
    lobby: Room, alice: User, bob: User
) -> None:
    lobby.edit(alice, is_announcement=True)
    lobby.post(alice, "Soup at noon")
    with pytest.raises(PermissionDenied, match="Only those who manage this room"):
        lobby.post(bob, "Me too")
    lobby.promote(alice, bob)
    lobby.post(bob, "Seconds at one")


# Archive


def test_archived_room_is_read_only(lobby: Room, alice: User, bob: User, carol: User) -> None:
    said = lobby.post(alice, "Soup at noon")
    lobby.archive(alice)
    assert lobby.is_archived
    for act in (
        lambda: lobby.post(alice, "One more"),
        lambda: lobby.edit(alice, name="Hall"),
        lambda: lobby.add(alice, [carol]),
        lambda: Message.objects.get(pk=said.pk).edit(alice, "Soup at one"),
        lambda: lobby.join(carol),
    ):
        with pytest.raises(PermissionDenied, match=ARCHIVED):
            act()
    assert Message.objects.visible_to(bob).get() == said


def test_archived_room_is_in_no_directory_and_comes_back(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    lobby.archive(alice)
    revision = lobby.revision
    assert not Room.objects.open_to(carol).exists()
    assert Room.objects.listed_for(bob).get() == lobby
    lobby.restore(alice)
    assert lobby.revision == revision + 1
    assert Room.objects.open_to(carol).get() == lobby
    lobby.post(bob, "Hello again")


def test_archiving_twice_is_one_change(lobby: Room, alice: User) -> None:
    lobby.archive(alice)
    before = (lobby.archived_at, lobby.revision)
    lobby.archive(alice)
    assert (lobby.archived_at, lobby.revision) == before


# Delete


def test_room_is_deleted_by_who_types_its_name(lobby: Room, alice: User, bob: User) -> None:
    lobby.post(bob, "hello")
    for typed in ("", "lobby", "Lobby 2"):
        with pytest.raises(ValidationError, match="Type the name"):
            lobby.delete_by(alice, typed)
    lobby.delete_by(alice, " Lobby ")
    assert not Room.objects.exists()
    assert not Message.objects.exists()


def test_deletion_is_always_recorded(lobby: Room, alice: User) -> None:
    pk = lobby.pk
    lobby.delete_by(alice, "Lobby")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.target) == (alice, "room.delete", f"room {pk}: Lobby")
    assert entry.details == {"members": 2, "messages": 0}


# Who may, and what is recorded


def test_members_and_others_manage_nothing(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    for person in (bob, carol):
        for act in (
            lambda by: lobby.edit(by, topic="Mine"),
            lobby.archive,
            lobby.restore,
            lambda by: lobby.delete_by(by, "Lobby"),
            lambda by: lobby.add(by, [by]),
            lambda by: lobby.remove(by, alice),
            lambda by: lobby.promote(by, bob),
            lambda by: lobby.demote(by, alice),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    assert not AuditEntry.objects.exists()


def test_administrator_manages_a_closed_room_and_does_not_read_it(
    lobby: Room, alice: User, dana: User
) -> None:
    lobby.edit(alice, kind="closed")
    said = lobby.post(alice, "Between us")
    assert Room.objects.administered_by(dana).get() == lobby
    assert not Room.objects.visible_to(dana).exists()
    assert not Message.objects.visible_to(dana).filter(pk=said.pk).exists()
    lobby.edit(dana, topic="Kept in order")
    assert not Room.objects.administered_by(alice).exists()


def test_what_an_administrator_does_to_rooms_of_others_is_recorded(
    lobby: Room, bob: User, carol: User, dana: User
) -> None:
    lobby.edit(dana, name="Hall", topic="New")
    lobby.add(dana, [carol])
    lobby.promote(dana, carol)
    lobby.demote(dana, carol)
    lobby.remove(dana, bob)
    lobby.archive(dana)
    lobby.restore(dana)
    verbs = ["room.edit", "member.add", "member.promote", "member.promote", "member.remove"]
    assert recorded() == [("dana", verb) for verb in [*verbs, "room.archive", "room.archive"]]
    assert AuditEntry.objects.order_by("pk")[0].details == {
        "before": {"name": "Lobby", "topic": ""}
    }


def test_what_an_owner_does_is_recorded_when_members_are_removed(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    lobby.edit(alice, topic="New")
    lobby.add(alice, [carol])
    lobby.archive(alice)
    assert recorded() == []
    lobby.remove(alice, bob)
    assert recorded() == [("alice", "member.remove")]


def test_what_is_refused_is_not_recorded(lobby: Room, alice: User, dana: User) -> None:
    Room.objects.start("Kitchen", alice)
    with pytest.raises(ValidationError):
        lobby.edit(dana, name="Kitchen")
    with pytest.raises(ValidationError):
        lobby.delete_by(dana, "Kitchen")
    assert recorded() == []
