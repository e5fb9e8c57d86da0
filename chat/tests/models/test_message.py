from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chat.models import Conflict, Message, Reaction, Room, User
from chat.models.message import MAX_LENGTH, PAGE_SIZE, MessageQuerySet
from chat.tests.queries import recorded_queries
from chat.tests.threads import at_once, overlapping

#: Queries for whole messages: themselves, whom they mention, who reacted.
WHOLE = 3

# Posting


def test_message_is_stored_as_it_was_written(lobby: Room, bob: User) -> None:
    lobby.post(bob, "hello")
    message = Message.objects.get()
    assert (message.room, message.user, message.text) == (lobby, bob, "hello")
    assert (message.edited_at, message.deleted_at) == (None, None)


def test_messages_are_numbered_in_their_room(lobby: Room, alice: User, bob: User) -> None:
    kitchen = Room.objects.start("Kitchen", alice)
    seqs = [lobby.post(user, "hello").seq for user in (alice, bob, alice)]
    assert seqs == [1, 2, 3]
    assert kitchen.post(alice, "elsewhere").seq == 1


def test_each_message_is_a_version_of_its_room(lobby: Room, alice: User) -> None:
    assert [lobby.post(alice, "hello").version for _ in range(3)] == [1, 2, 3]


def test_room_counts_its_messages_and_changes(lobby: Room, alice: User) -> None:
    lobby.post(alice, "one")
    lobby.post(alice, "two").edit(alice, "two, edited")
    lobby.refresh_from_db()
    assert (lobby.last_seq, lobby.version) == (2, 3)


def test_stale_room_still_numbers_right(lobby: Room, alice: User) -> None:
    stale = Room.objects.get(pk=lobby.pk)
    lobby.post(alice, "one")
    assert stale.post(alice, "two").seq == 2


def test_text_is_cleaned_and_keeps_its_indentation(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "\n\n    def f():\r\n        pass\n\n")
    assert message.text == "    def f():\n        pass"


def test_member_who_left_does_not_post(lobby: Room, bob: User) -> None:
    lobby.leave(bob)
    with pytest.raises(PermissionDenied):
        lobby.post(bob, "still here?")
    assert not Message.objects.exists()


def test_outsider_does_not_post(lobby: Room, carol: User) -> None:
    with pytest.raises(PermissionDenied):
        lobby.post(carol, "let me in")
    lobby.refresh_from_db()
    assert (lobby.last_seq, lobby.version) == (0, 0)


def test_administrator_who_is_no_member_does_not_post(lobby: Room, carol: User) -> None:
    carol.role = "administrator"
    with pytest.raises(PermissionDenied):
        lobby.post(carol, "from above")


def test_deleted_room_takes_no_message(lobby: Room, alice: User) -> None:
    Room.objects.filter(pk=lobby.pk).delete()
    with pytest.raises(Room.DoesNotExist):
        lobby.post(alice, "anybody?")


# What is refused


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\t"])
def test_nothing_is_no_message(lobby: Room, alice: User, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        lobby.post(alice, text)
    assert refused.value.messages == ["Write something first."]


@pytest.mark.parametrize("character", ["x", "é", "😀"])
def test_longest_message_is_stored_whole(lobby: Room, alice: User, character: str) -> None:
    lobby.post(alice, character * MAX_LENGTH)
    assert Message.objects.get().text == character * 10_000


@pytest.mark.parametrize("character", ["x", "😀"])
def test_longer_message_is_refused(lobby: Room, alice: User, character: str) -> None:
    with pytest.raises(ValidationError) as refused:
        lobby.post(alice, character * 10_001)
    assert refused.value.messages == ["A message has at most 10000 characters; this one has 10001."]
    assert not Message.objects.exists()


def test_blank_lines_around_do_not_make_it_longer(lobby: Room, alice: User) -> None:
    assert lobby.post(alice, "\n\n" + "x" * 10_000 + "\n").text == "x" * 10_000


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "half \ud83d", "\ude00 other half"])
def test_what_no_database_stores_is_refused(lobby: Room, alice: User, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        lobby.post(alice, text)
    assert refused.value.messages == ["This text has a character that cannot be stored."]


@pytest.mark.parametrize("text", ["", "x" * 10_001])
def test_refused_message_takes_no_number(lobby: Room, alice: User, text: str) -> None:
    with pytest.raises(ValidationError):
        lobby.post(alice, text)
    assert lobby.post(alice, "hello").seq == 1


# Sending again


def test_same_message_sent_again_is_the_same_row(lobby: Room, alice: User) -> None:
    client_id = uuid4()
    first = lobby.post(alice, "hello", client_id)
    again = lobby.post(alice, "hello", client_id)
    assert again == first
    assert (again.seq, again.version, again.created_at) == (1, 1, first.created_at)
    assert Message.objects.count() == 1


def test_same_message_sent_again_changes_nothing(lobby: Room, alice: User) -> None:
    client_id = uuid4()
    lobby.post(alice, "hello", client_id)
    lobby.post(alice, "\nhello  \r\n", client_id)  # the same, once it is clean
    lobby.refresh_from_db()
    assert (lobby.last_seq, lobby.version) == (1, 1)


def test_same_text_with_other_client_ids_is_two_messages(lobby: Room, alice: User) -> None:
    assert lobby.post(alice, "hello") != lobby.post(alice, "hello")


def test_client_id_is_its_authors_own(lobby: Room, alice: User, bob: User) -> None:
    client_id = uuid4()
    hers = lobby.post(alice, "hello", client_id)
    his = lobby.post(bob, "hello", client_id)
    assert hers != his
    assert hers.dom_id != his.dom_id


def test_client_id_of_another_text_is_a_conflict(lobby: Room, alice: User) -> None:
    client_id = uuid4()
    lobby.post(alice, "hello", client_id)
    with pytest.raises(Conflict):
        lobby.post(alice, "goodbye", client_id)
    assert Message.objects.get().text == "hello"
    lobby.refresh_from_db()
    assert (lobby.last_seq, lobby.version) == (1, 1)


def test_client_id_of_another_room_is_a_conflict(lobby: Room, alice: User) -> None:
    kitchen = Room.objects.start("Kitchen", alice)
    client_id = uuid4()
    lobby.post(alice, "hello", client_id)
    with pytest.raises(Conflict):
        kitchen.post(alice, "hello", client_id)
    kitchen.refresh_from_db()
    assert (kitchen.last_seq, kitchen.version) == (0, 0)


def test_message_sent_again_after_an_edit_is_the_edited_one(lobby: Room, alice: User) -> None:
    client_id = uuid4()
    lobby.post(alice, "hello", client_id).edit(alice, "hello!")
    again = lobby.post(alice, "hello", client_id)
    assert (again.text, again.seq, again.version) == ("hello!", 1, 2)


def test_message_sent_again_after_it_was_deleted_stays_deleted(lobby: Room, alice: User) -> None:
    client_id = uuid4()
    lobby.post(alice, "hello", client_id).erase(alice)
    again = lobby.post(alice, "hello", client_id)
    assert again.is_deleted
    assert again.text == ""


def test_edited_message_sent_to_another_room_is_a_conflict(lobby: Room, alice: User) -> None:
    client_id = uuid4()
    lobby.post(alice, "hello", client_id).edit(alice, "hello!")
    with pytest.raises(Conflict):
        Room.objects.start("Kitchen", alice).post(alice, "hello", client_id)


def test_who_left_does_not_get_the_message_again(lobby: Room, bob: User) -> None:
    client_id = uuid4()
    lobby.post(bob, "hello", client_id)
    lobby.leave(bob)
    with pytest.raises(PermissionDenied):
        lobby.post(bob, "hello", client_id)


# Editing


def test_author_edits(lobby: Room, alice: User, bob: User) -> None:
    lobby.post(alice, "first")
    message = lobby.post(bob, "helo")
    message.edit(bob, "hello\n")
    message.refresh_from_db()
    assert (message.text, message.seq, message.version) == ("hello", 2, 3)
    assert message.edited_at is not None
    lobby.refresh_from_db()
    assert (lobby.last_seq, lobby.version) == (2, 3)


@pytest.mark.parametrize("role", ["member", "administrator"])
def test_nobody_edits_what_another_wrote(lobby: Room, alice: User, bob: User, role: str) -> None:
    alice.role = role
    message = lobby.post(bob, "hello")
    with pytest.raises(PermissionDenied):
        message.edit(alice, "I am a fool")
    message.refresh_from_db()
    assert (message.text, message.version) == ("hello", 1)


@pytest.mark.parametrize("text", ["", "  ", "x" * 10_001, "a\x00b", "\ud83d"])
def test_bad_edit_changes_nothing(lobby: Room, alice: User, text: str) -> None:
    message = lobby.post(alice, "hello")
    with pytest.raises(ValidationError):
        message.edit(alice, text)
    message.refresh_from_db()
    lobby.refresh_from_db()
    assert (message.text, message.version, message.edited_at) == ("hello", 1, None)
    assert lobby.version == 1


def test_deleted_message_is_not_edited(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "hello")
    message.erase(alice)
    with pytest.raises(PermissionDenied):
        message.edit(alice, "hello again")


def test_message_deleted_meanwhile_is_not_edited(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "hello")
    Message.objects.get().erase(alice)
    with pytest.raises(PermissionDenied):
        message.edit(alice, "hello again")
    assert Message.objects.get().text == ""


def test_a_change_has_in_it_what_others_have_changed_meanwhile(lobby: Room, alice: User) -> None:
    """Else its readers, and whoever keeps what was rendered, would have the old text as the newest version."""
    lobby.post(alice, "hello")
    stale = Message.objects.select_related("user").prefetch_related("reactions").get()
    Message.objects.get().edit(alice, "hello!")
    Reaction.objects.create(message=stale, user=alice, emoji="👍")
    with stale.locked() as room:
        stale.store_change(room)
    assert (stale.text, stale.version) == ("hello!", 3)
    assert stale.edited_at is not None
    assert [reaction.emoji for reaction in stale.reactions.all()] == ["👍"]


# Deleting


def test_author_deletes(lobby: Room, bob: User) -> None:
    lobby.post(bob, "hello").erase(bob)
    message = Message.objects.get()
    assert message.is_deleted
    assert (message.text, message.seq, message.version) == ("", 1, 2)


def test_administrator_deletes(lobby: Room, alice: User, bob: User) -> None:
    alice.role = "administrator"
    lobby.post(bob, "hello").erase(alice)
    assert Message.objects.get().is_deleted


def test_owner_of_the_room_deletes(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(bob, "hello")
    message.erase(alice)
    assert Message.objects.get().is_deleted


def test_another_member_does_not_delete(lobby: Room, bob: User, carol: User) -> None:
    lobby.join(carol)
    message = lobby.post(bob, "hello")
    with pytest.raises(PermissionDenied):
        message.erase(carol)
    message.refresh_from_db()
    assert message.text == "hello"


def test_deleting_twice_is_refused_and_changes_nothing(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "hello")
    message.erase(alice)
    with pytest.raises(PermissionDenied):
        message.erase(alice)
    lobby.refresh_from_db()
    assert lobby.version == 2


def test_number_of_a_deleted_message_is_not_used_again(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello").erase(alice)
    assert lobby.post(alice, "hello").seq == 2


# Who may


def test_messages_are_visible_to_members(lobby: Room, alice: User, bob: User, carol: User) -> None:
    kitchen = Room.objects.start("Kitchen", carol)
    ours, hers = lobby.post(alice, "ours"), kitchen.post(carol, "hers")
    assert list(Message.objects.visible_to(bob)) == [ours]
    assert list(Message.objects.visible_to(carol)) == [hers]


def test_messages_are_hidden_from_who_left(lobby: Room, bob: User) -> None:
    lobby.post(bob, "hello")
    lobby.leave(bob)
    assert not Message.objects.visible_to(bob).exists()


# Reading


def test_page_is_the_newest_messages_oldest_first(
    lobby: Room, alice: User, fill: Callable[..., None]
) -> None:
    fill(lobby, alice, PAGE_SIZE + 2)
    assert [message.seq for message in lobby.messages.page()] == list(range(3, PAGE_SIZE + 3))


def test_page_ends_before_a_message(lobby: Room, alice: User, fill: Callable[..., None]) -> None:
    fill(lobby, alice, 8)
    assert [message.seq for message in lobby.messages.page(before=6, size=3)] == [3, 4, 5]
    assert [message.seq for message in lobby.messages.page(before=3, size=3)] == [1, 2]
    assert lobby.messages.page(before=1) == []
    assert [message.seq for message in lobby.messages.page(before=99, size=2)] == [7, 8]


def test_page_begins_after_a_message(lobby: Room, alice: User, fill: Callable[..., None]) -> None:
    fill(lobby, alice, 8)
    assert [message.seq for message in lobby.messages.page(after=5, size=2)] == [6, 7]
    assert [message.seq for message in lobby.messages.page(after=6, size=3)] == [7, 8]
    assert [message.seq for message in lobby.messages.page(after=0, size=2)] == [1, 2]
    for last in (8, 99, 2**63 - 1):
        assert lobby.messages.page(after=last) == []


def test_page_after_a_message_is_as_long_as_the_one_before_it(
    lobby: Room, alice: User, fill: Callable[..., None]
) -> None:
    fill(lobby, alice, PAGE_SIZE + 3)
    assert [message.seq for message in lobby.messages.page(after=1)] == list(
        range(2, PAGE_SIZE + 2)
    )


@pytest.mark.parametrize(
    ("seq", "first", "last"),
    [
        (1, 1, 26),
        (25, 1, 50),
        (26, 2, 51),
        (60, 36, 85),
        (75, 51, 100),
        (76, 51, 100),
        (100, 51, 100),
        (101, 51, 100),
        (2**63 - 1, 51, 100),
    ],
)
def test_page_around_a_message_has_it_in_its_middle_as_far_as_it_can(
    lobby: Room, alice: User, fill: Callable[..., None], seq: int, first: int, last: int
) -> None:
    fill(lobby, alice, 2 * PAGE_SIZE)
    assert [message.seq for message in lobby.page_keys(around=seq)] == list(range(first, last + 1))


def test_page_around_nothing_is_empty(lobby: Room) -> None:
    assert lobby.page_keys(around=1) == []


def test_page_is_of_its_room_only(lobby: Room, alice: User, fill: Callable[..., None]) -> None:
    fill(Room.objects.start("Kitchen", alice), alice, 5)
    only = lobby.post(alice, "only")
    for page in (
        lobby.messages.page(),
        lobby.messages.page(before=2),
        lobby.messages.page(after=0),
    ):
        assert page == [only]
    for keys in (lobby.messages.page_keys(), lobby.page_keys(), lobby.page_keys(around=1)):
        assert [key.pk for key in keys] == [only.pk]


def test_changes_since_a_version_come_oldest_change_first(lobby: Room, alice: User) -> None:
    one, two, three = (lobby.post(alice, text) for text in ("one", "two", "three"))
    one.edit(alice, "one, edited")  # version 4
    two.erase(alice)  # version 5
    assert list(lobby.messages.changed_since(5)) == []
    assert list(lobby.messages.changed_since(4)) == [two]
    assert list(lobby.messages.changed_since(2)) == [three, one, two]
    assert [message.version for message in lobby.messages.changed_since(0)] == [3, 4, 5]


def test_message_says_who_said_what(lobby: Room, bob: User) -> None:
    assert str(lobby.post(bob, "x" * 100)) == f"bob: {'x' * 40}"


# What it costs


Read = Callable[[MessageQuerySet], list[Any]]


@pytest.mark.parametrize(
    ("read", "count"),
    [
        (lambda messages: messages.page(), WHOLE),
        (lambda messages: messages.page(after=0), WHOLE),
        (lambda messages: list(messages.changed_since(0)), WHOLE),
        (lambda messages: messages.page_keys(), 1),
        (lambda messages: messages.changed_since(0).keys(), 1),
    ],
    ids=["newest", "after", "changes", "keys", "keys of changes"],
)
def test_messages_take_few_queries_whatever_their_number(
    lobby: Room, alice: User, bob: User, fill: Callable[..., None], read: Read, count: int
) -> None:
    for number in (1, 40):
        fill(lobby, alice, number)
        message = lobby.messages.get(seq=number)
        message.mentions.create(typed="@bob", person=bob)
        message.reactions.create(user=bob, emoji="👍")
        with recorded_queries() as queries:
            assert read(lobby.messages.all())
        assert len(queries) == count


def test_post_takes_six_queries_however_much_was_said(
    lobby: Room, alice: User, fill: Callable[..., None]
) -> None:
    """The room's row, the membership, an earlier post, the message before, the counters, the message."""
    for count in (0, 40):
        fill(lobby, alice, count)
        with recorded_queries() as queries:
            lobby.post(alice, "hello")
        assert len(queries) == 6


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_eighty_posts_at_once_are_numbered_without_a_gap(
    lobby: Room, alice: User, bob: User
) -> None:
    def post_ten(number: int) -> list[Message]:
        room = Room.objects.get(pk=lobby.pk)
        user = (alice, bob)[number % 2]
        return [room.post(user, f"{number}.{count}") for count in range(10)]

    results = at_once([lambda number=number: post_ten(number) for number in range(8)])
    assert not [result for result in results if isinstance(result, Exception)]
    stored = lobby.messages.order_by("seq")
    assert [message.seq for message in stored] == list(range(1, 81))
    assert [message.version for message in stored] == list(range(1, 81))
    assert len({message.text for message in stored}) == 80
    for own in results:  # each person's messages stand in the order in which they were posted
        assert [message.seq for message in own] == sorted(message.seq for message in own)
    lobby.refresh_from_db()
    assert (lobby.last_seq, lobby.version) == (80, 80)


@pytest.mark.django_db(transaction=True)
def test_one_message_sent_eight_times_at_once_is_one_row(lobby: Room, alice: User) -> None:
    client_id = uuid4()
    results = at_once([lambda: lobby.post(alice, "hello", client_id)] * 8)
    assert results == [Message.objects.get()] * 8
    lobby.refresh_from_db()
    assert (lobby.last_seq, lobby.version) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_client_id_in_two_rooms_at_once_is_one_message(lobby: Room, alice: User) -> None:
    kitchen = Room.objects.start("Kitchen", alice)
    client_id = uuid4()
    posted, refused = overlapping(
        lambda: lobby.post(alice, "hello", client_id),
        lambda: kitchen.post(alice, "hello", client_id),
    )
    assert isinstance(refused, Conflict)
    assert Message.objects.get() == posted
    lobby.refresh_from_db()
    kitchen.refresh_from_db()
    assert (lobby.last_seq, lobby.version) == (1, 1)
    assert (kitchen.last_seq, kitchen.version) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_message_is_deleted_once_by_two_at_once(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    copies = (Message.objects.get(), Message.objects.get())
    results = at_once([lambda message=message: message.erase(alice) for message in copies])
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "PermissionDenied"]
    lobby.refresh_from_db()
    assert lobby.version == 2
