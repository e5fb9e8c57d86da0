from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chat.models import Membership, Room, User
from chat.models.message import PAGE_SIZE
from chat.tests.queries import recorded_queries
from chat.tests.threads import at_once, overlapping

TAKEN = ["There is a room of that name already."]
NAMELESS = ["A room needs a name."]
BLANK = ["", "   ", "\n\t", "\u202e\u202c", "\u0000"]
UNSEEN = ["\u200b\u2060"]


# Starting a room


def test_who_starts_a_room_owns_it(alice: User) -> None:
    room = Room.objects.start("Lobby", alice)
    assert room.memberships.get().user == alice
    assert room.memberships.get().role == Membership.Role.OWNER


def test_new_room_has_no_past(alice: User) -> None:
    room = Room.objects.start("Lobby", alice)
    assert (room.version, room.last_seq) == (0, 0)


def test_room_is_called_by_its_name(lobby: Room) -> None:
    assert str(lobby) == "Lobby"


def test_name_is_stored_clean(alice: User) -> None:
    assert Room.objects.start("  The \t big\n Lobby ", alice).name == "The big Lobby"


def test_name_has_nothing_that_turns_it_around(alice: User) -> None:
    assert Room.objects.start("Invoice \u202efdp.exe", alice).name == "Invoice fdp.exe"


@pytest.mark.parametrize("name", ["غرفة القهوة", "می\u200cخواهم", "休憩室", "👩\u200d👩\u200d👧"])
def test_name_of_any_script_is_kept(alice: User, name: str) -> None:
    Room.objects.start(name, alice)
    assert Room.objects.get().name == name


@pytest.mark.parametrize("name", [*BLANK, *UNSEEN])
def test_blank_name_is_refused(alice: User, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Room.objects.start(name, alice)
    assert refused.value.messages == NAMELESS
    assert not Room.objects.exists()


def test_name_has_at_most_255_characters(alice: User) -> None:
    assert Room.objects.start("x" * 255, alice)
    with pytest.raises(ValidationError, match="255"):
        Room.objects.start("x" * 256, alice)


@pytest.mark.parametrize("name", ["Lobby", "LOBBY", " lobby\n"])
def test_name_is_taken_in_any_case(lobby: Room, carol: User, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Room.objects.start(name, carol)
    assert refused.value.messages == TAKEN
    assert Room.objects.get() == lobby
    assert not lobby.has_member(carol)


def test_name_beyond_ascii_is_taken_in_any_case(alice: User) -> None:
    Room.objects.start("Équipe Йога", alice)
    with pytest.raises(ValidationError) as refused:
        Room.objects.start("équipe ЙОГА", alice)
    assert refused.value.messages == TAKEN


def test_longest_name_is_stored_however_long_it_is_folded(alice: User) -> None:
    name = "ﷺ" * 255  # each stands for eighteen characters
    Room.objects.start(name, alice)
    assert Room.objects.enter(name, alice) == Room.objects.get()


def test_name_is_taken_however_it_is_composed(alice: User) -> None:
    Room.objects.start("Café", alice)
    with pytest.raises(ValidationError) as refused:
        Room.objects.start("Cafe\u0301", alice)
    assert refused.value.messages == TAKEN


def test_half_a_character_is_no_name(alice: User) -> None:
    with pytest.raises(ValidationError, match="cannot be stored"):
        Room.objects.start("Lobby \ud83d", alice)


# Entering a room by its name


def test_entering_a_new_name_starts_the_room(alice: User) -> None:
    room = Room.objects.enter(" Kitchen ", alice)
    assert room.name == "Kitchen"
    assert room.memberships.get().role == Membership.Role.OWNER


@pytest.mark.parametrize("name", ["Lobby", "LOBBY", " lobby\t"])
def test_entering_a_taken_name_joins_that_room(lobby: Room, carol: User, name: str) -> None:
    assert Room.objects.enter(name, carol) == lobby
    assert lobby.memberships.get(user=carol).role == Membership.Role.MEMBER
    assert Room.objects.count() == 1


def test_entering_beyond_ascii_finds_the_room_in_any_case(alice: User, bob: User) -> None:
    room = Room.objects.start("équipe йога", alice)
    assert Room.objects.enter("ÉQUIPE ЙОГА", bob) == room


def test_a_wildcard_enters_no_other_room(lobby: Room, carol: User) -> None:
    assert Room.objects.enter("L%", carol) != lobby
    assert Room.objects.enter("Lobb_", carol) != lobby


def test_owner_who_enters_again_stays_the_owner(lobby: Room, alice: User) -> None:
    Room.objects.enter("Lobby", alice)
    assert lobby.memberships.get(user=alice).role == Membership.Role.OWNER


@pytest.mark.parametrize("name", ["", "  ", "x" * 256, "Lob\x00by", "\ud83d"])
def test_bad_name_enters_nothing(alice: User, name: str) -> None:
    with pytest.raises(ValidationError):
        Room.objects.enter(name, alice)
    assert not Room.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_a_new_room_at_once_get_the_same(alice: User, bob: User) -> None:
    results = at_once(
        [lambda user=user: Room.objects.enter("New room", user) for user in (alice, bob)]
    )
    room = Room.objects.get()
    assert results == [room, room]
    assert set(room.current_users.all()) == {alice, bob}
    assert room.memberships.filter(role=Membership.Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_room_that_another_makes_meanwhile_is_entered(alice: User, bob: User) -> None:
    results = overlapping(
        lambda: Room.objects.enter("New room", alice), lambda: Room.objects.enter("NEW ROOM", bob)
    )
    room = Room.objects.get()
    assert results == [room, room]
    assert set(room.current_users.all()) == {alice, bob}


@pytest.mark.django_db(transaction=True)
def test_name_that_another_takes_meanwhile_starts_no_room(alice: User, bob: User) -> None:
    room, refused = overlapping(
        lambda: Room.objects.start("New room", alice), lambda: Room.objects.start("NEW ROOM", bob)
    )
    assert Room.objects.get() == room
    assert isinstance(refused, ValidationError)
    assert refused.messages == TAKEN


# Renaming


def test_owner_renames(lobby: Room, alice: User) -> None:
    lobby.rename(alice, " The  Lobby\n")
    lobby.refresh_from_db()
    assert lobby.name == "The Lobby"


def test_administrator_renames(lobby: Room, carol: User) -> None:
    carol.role = "administrator"
    lobby.rename(carol, "Hall")
    lobby.refresh_from_db()
    assert lobby.name == "Hall"


def test_member_does_not_rename(lobby: Room, bob: User) -> None:
    with pytest.raises(PermissionDenied):
        lobby.rename(bob, "Bob's")
    lobby.refresh_from_db()
    assert lobby.name == "Lobby"


def test_owner_of_another_room_does_not_rename(lobby: Room, carol: User) -> None:
    Room.objects.start("Kitchen", carol)
    with pytest.raises(PermissionDenied):
        lobby.rename(carol, "Carol's")


def test_room_may_change_the_case_of_its_name(lobby: Room, alice: User) -> None:
    lobby.rename(alice, "LOBBY")
    lobby.refresh_from_db()
    assert lobby.name == "LOBBY"


@pytest.mark.parametrize("name", ["Kitchen", "kitchen"])
def test_taken_name_is_refused(lobby: Room, alice: User, name: str) -> None:
    Room.objects.start("Kitchen", alice)
    with pytest.raises(ValidationError) as refused:
        lobby.rename(alice, name)
    assert refused.value.messages == TAKEN
    lobby.refresh_from_db()
    assert lobby.name == "Lobby"


@pytest.mark.parametrize("name", [*BLANK, *UNSEEN])
def test_room_is_not_renamed_to_nothing(lobby: Room, alice: User, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        lobby.rename(alice, name)
    assert refused.value.messages == NAMELESS


def test_refused_name_is_not_the_rooms(lobby: Room, alice: User) -> None:
    with pytest.raises(ValidationError):
        lobby.rename(alice, "x" * 256)
    assert lobby.name == "Lobby"


def test_renaming_leaves_the_log_alone(lobby: Room, alice: User) -> None:
    stale = Room.objects.get(pk=lobby.pk)
    lobby.post(alice, "meanwhile")
    stale.rename(alice, "Hall")
    lobby.refresh_from_db()
    assert (lobby.version, lobby.last_seq) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_name_that_another_takes_meanwhile_is_refused(lobby: Room, alice: User) -> None:
    kitchen = Room.objects.start("Kitchen", alice)
    _, refused = overlapping(
        lambda: kitchen.rename(alice, "Hall"), lambda: lobby.rename(alice, "hall")
    )
    assert isinstance(refused, ValidationError)
    assert refused.messages == TAKEN
    lobby.refresh_from_db()
    assert lobby.name == "Lobby"


# Lists of rooms


def test_every_room_is_open(lobby: Room, carol: User) -> None:
    assert Room.objects.visible_to(carol).get() == lobby


@pytest.mark.parametrize("role", ["member", "guest", "administrator"])
@pytest.mark.parametrize("kind", ["open", "closed"])
@pytest.mark.parametrize("belongs", [True, False], ids=["belongs", "does not"])
def test_one_room_is_seen_by_whom_it_is_visible_to(
    make_user: Callable[..., User],
    alice: User,
    role: str,
    kind: str,
    belongs: bool,  # noqa: FBT001
) -> None:
    person = make_user("pat", role=role)
    room = Room.objects.start("Kitchen", alice, kind=kind)
    if belongs:
        room.add(alice, [person])
    visible = Room.objects.visible_to(person).filter(pk=room.pk).exists()
    assert visible == (belongs or (kind == "open" and role != "guest"))
    if visible:
        assert Room.objects.seen_by(person, room.pk) == room
    else:
        with pytest.raises(Room.DoesNotExist):
            Room.objects.seen_by(person, room.pk)


def test_rooms_of_a_person(lobby: Room, bob: User, carol: User) -> None:
    kitchen = Room.objects.start("Kitchen", carol)
    assert list(Room.objects.of(bob)) == [lobby]
    assert list(Room.objects.of(carol)) == [kitchen]


def test_rooms_are_ordered_by_name_in_any_case(alice: User) -> None:
    for name in ("beta", "Gamma", "alpha", "Delta"):
        Room.objects.start(name, alice)
    names = [room.name for room in Room.objects.by_name()]
    assert names == ["alpha", "beta", "Delta", "Gamma"]


def test_members_are_ordered_by_name_in_any_case(
    lobby: Room, make_user: Callable[..., User]
) -> None:
    for name in ("Zoe", "Aaron"):
        lobby.join(make_user(name))
    room = Room.objects.with_members().get()
    assert [user.username for user in room.current_users.all()] == ["Aaron", "alice", "bob", "Zoe"]


def test_room_knows_its_last_message(lobby: Room, alice: User, bob: User) -> None:
    Room.objects.start("Kitchen", alice).post(alice, "elsewhere")
    lobby.post(alice, "first")
    last = lobby.post(bob, "last")
    room = Room.objects.with_last_message().get(pk=lobby.pk)
    assert room.last_message == last


def test_new_room_has_no_last_message(lobby: Room) -> None:
    assert Room.objects.with_last_message().get().last_message is None


def test_deleted_last_message_stays_the_last(lobby: Room, alice: User) -> None:
    lobby.post(alice, "first")
    last = lobby.post(alice, "last")
    last.erase(alice)
    room = Room.objects.with_last_message().get()
    assert room.last_message == last
    assert room.last_message.is_deleted


def test_edited_message_does_not_become_the_last(lobby: Room, alice: User) -> None:
    first = lobby.post(alice, "first")
    last = lobby.post(alice, "last")
    first.edit(alice, "first, edited")
    assert Room.objects.with_last_message().get().last_message == last


def test_each_room_has_its_newest_page_oldest_first(
    lobby: Room, alice: User, fill: Callable[..., None]
) -> None:
    kitchen = Room.objects.start("Kitchen", alice)
    fill(lobby, alice, PAGE_SIZE + 2)
    only = kitchen.post(alice, "only")
    lobby, kitchen = Room.objects.with_recent_messages().order_by("pk")
    assert [message.seq for message in lobby.recent_messages] == list(range(3, PAGE_SIZE + 3))
    assert kitchen.recent_messages == [only]


def test_list_marks_the_rooms_that_are_mine(lobby: Room, bob: User, carol: User) -> None:
    Room.objects.start("Kitchen", carol)
    rooms = Room.objects.by_name().for_list_of(bob)
    assert [(room.name, room.is_mine) for room in rooms] == [("Kitchen", False), ("Lobby", True)]


def test_list_shows_the_people_and_the_last_message_of_my_rooms(
    lobby: Room, alice: User, bob: User
) -> None:
    last = lobby.post(alice, "hello")
    room = Room.objects.for_list_of(bob).get()
    assert list(room.current_users.all()) == [alice, bob]
    assert room.last_message == last


def test_list_shows_neither_people_nor_messages_of_other_rooms(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    Room.objects.start("Kitchen", carol).join(alice)  # Carol and Alice share another room
    lobby.post(bob, "not for Carol")
    room = Room.objects.for_list_of(carol).get(pk=lobby.pk)
    assert not room.is_mine
    assert list(room.current_users.all()) == []
    assert room.last_message is None


def test_list_forgets_a_room_that_was_left(lobby: Room, alice: User, bob: User) -> None:
    lobby.post(alice, "hello")
    lobby.leave(bob)
    room = Room.objects.for_list_of(bob).get()
    assert (room.is_mine, list(room.current_users.all()), room.last_message) == (False, [], None)


# A person's own rooms


def test_own_rooms_are_listed_by_name_with_their_last_messages(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    Room.objects.start("Kitchen", carol)
    annex = Room.objects.start("annex", bob)
    last = lobby.post(alice, "hello")
    rooms = Room.objects.listed_for(bob)
    assert [(room, room.last_message) for room in rooms] == [(annex, None), (lobby, last)]


def test_room_that_was_left_is_not_listed(lobby: Room, bob: User) -> None:
    lobby.leave(bob)
    assert not Room.objects.listed_for(bob).exists()


# Rooms that are open


def test_rooms_that_a_person_may_join_are_those_they_are_not_in(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    kitchen = Room.objects.start("Kitchen", carol)
    assert list(Room.objects.open_to(bob)) == [kitchen]
    assert list(Room.objects.open_to(carol)) == [lobby]
    kitchen.join(bob)
    assert not Room.objects.open_to(bob).exists()
    lobby.leave(bob)
    assert list(Room.objects.open_to(bob)) == [lobby]


def test_room_that_nobody_is_in_is_open(lobby: Room, alice: User, bob: User, carol: User) -> None:
    for person in (alice, bob):
        lobby.leave(person)
    for person in (alice, bob, carol):
        assert list(Room.objects.open_to(person)) == [lobby]


def test_open_rooms_are_each_there_once(lobby: Room, carol: User) -> None:
    assert Room.objects.open_to(carol).count() == 1  # though two belong to it


# Rooms by a part of their name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lob", ["Lobby"]),
        ("LOBBY", ["Lobby"]),
        ("obb", ["Lobby"]),
        ("  lobby  ", ["Lobby"]),
        ("équipe", ["Équipe Йога"]),
        ("ÉQUIPE  йОГА", ["Équipe Йога"]),
        ("e\u0301quipe", ["Équipe Йога"]),
        ("equipe", []),
        ("STRASSE", ["Straße"]),
        ("straße", ["Straße"]),
        ("lo\u200bbby", ["Lobby"]),
        ("50%", ["50% off"]),
        ("%", ["50% off"]),
        ("_", ["snake_case"]),
        ("l_bby", []),
        ("l%y", []),
        ("\\", ["back\\slash"]),
        ("'", ["Bob's"]),
        ("lobbyist", []),
    ],
)
def test_room_is_found_by_a_part_of_its_name_in_any_case(
    alice: User, text: str, names: list[str]
) -> None:
    for name in ("Lobby", "Équipe Йога", "Straße", "50% off", "snake_case", "back\\slash", "Bob's"):
        Room.objects.start(name, alice)
    assert [room.name for room in Room.objects.matching(text)] == names


@pytest.mark.parametrize("text", BLANK)
def test_no_text_is_a_part_of_every_name(lobby: Room, carol: User, text: str) -> None:
    kitchen = Room.objects.start("Kitchen", carol)
    assert set(Room.objects.matching(text)) == {lobby, kitchen}


def test_renamed_room_is_found_by_its_new_name(lobby: Room, alice: User) -> None:
    lobby.rename(alice, "Foyer")
    assert list(Room.objects.matching("foyer")) == [lobby]
    assert not Room.objects.matching("lobby").exists()


# What it costs: a query for the rooms, one for their people, one for last messages, one for pages


def everything_in_the_list_of(user: User) -> list[str]:
    with recorded_queries() as queries:
        for room in Room.objects.by_name().for_list_of(user):
            _ = [person.name for person in room.current_users.all()]
            _ = room.last_message and room.last_message.user.name
    return queries


def everything_in_whole_rooms() -> list[str]:
    with recorded_queries() as queries:
        for room in Room.objects.whole():
            _ = [person.name for person in room.current_users.all()]
            _ = room.last_message and room.last_message.user.name
            _ = [message.user.name for message in room.recent_messages]
    return queries


@pytest.fixture
def many(lobby: Room, bob: User, make_user: Callable[..., User], fill: Callable[..., None]) -> None:
    people = [make_user(f"person-{number}") for number in range(6)]
    for number in range(6):
        room = Room.objects.start(f"Room {number}", people[number])
        for person in (bob, *people):
            room.join(person)
            fill(room, person, 2)


def test_list_of_one_room_takes_five_queries(lobby: Room, bob: User) -> None:
    """Rooms, their people, their last messages; whom these mention, who has reacted."""
    lobby.post(bob, "hello")
    assert len(everything_in_the_list_of(bob)) == 5


def test_list_of_many_rooms_takes_five_queries(many: None, bob: User) -> None:
    assert len(everything_in_the_list_of(bob)) == 5


def test_own_rooms_take_three_queries_whatever_their_number(many: None, bob: User) -> None:
    """The rooms, the people of those that are conversations, their last messages."""
    with recorded_queries() as queries:
        rooms = [(room.name, room.last_message) for room in Room.objects.listed_for(bob)]
        _ = [message.user.name for _, message in rooms if message]
    assert len(rooms) == 7
    assert len(queries) == 3


def test_one_whole_room_takes_eight_queries(lobby: Room, bob: User) -> None:
    """Rooms, their people; last messages and newest pages, each with whom they mention and who has reacted."""
    lobby.post(bob, "hello")
    assert len(everything_in_whole_rooms()) == 8


def test_many_whole_rooms_take_eight_queries(many: None) -> None:
    assert len(everything_in_whole_rooms()) == 8
