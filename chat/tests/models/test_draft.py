"""What is begun on one device and goes on on another."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chat.models import Conflict, Draft, Message, NewerDraft, Room, User
from chat.models.draft import MAX_DRAFT
from chat.tests.threads import at_once

keep = Draft.objects.keep


def stored(user: User, room: Room) -> tuple[str, int]:
    draft = Draft.objects.current(user, room)
    return draft.text, draft.version


# Keeping


def test_each_change_is_a_version(lobby: Room, bob: User) -> None:
    assert stored(bob, lobby) == ("", 0)
    assert keep(bob, lobby, "Half").version == 1
    assert keep(bob, lobby, "Half a sentence", version=1).version == 2
    assert stored(bob, lobby) == ("Half a sentence", 2)


def test_older_text_does_not_overwrite_newer_text(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Begun")
    keep(bob, lobby, "Begun on the phone", version=1)
    with pytest.raises(NewerDraft) as refused:
        keep(bob, lobby, "Begun on the laptop", version=1)
    assert (refused.value.draft.text, refused.value.draft.version) == ("Begun on the phone", 2)
    assert isinstance(refused.value, Conflict)
    assert stored(bob, lobby) == ("Begun on the phone", 2)


def test_old_emptiness_does_not_delete_newer_text(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Begun")
    keep(bob, lobby, "", version=1)
    keep(bob, lobby, "Begun anew", version=2)
    with pytest.raises(NewerDraft):
        keep(bob, lobby, "", version=1)
    assert stored(bob, lobby) == ("Begun anew", 3)


def test_version_that_never_was_is_refused(lobby: Room, bob: User) -> None:
    with pytest.raises(NewerDraft) as refused:
        keep(bob, lobby, "From a copy of the database", version=7)
    assert refused.value.draft.version == 0
    assert not Draft.objects.exists()


def test_the_same_sent_again_changes_nothing(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Begun")
    assert keep(bob, lobby, "Begun").version == 1  # the answer was lost
    assert keep(bob, lobby, "Begun", version=1).version == 1
    assert keep(bob, lobby, "", version=1).version == 2
    assert keep(bob, lobby, "", version=1).version == 2


def test_nothing_to_keep_makes_no_row(lobby: Room, bob: User) -> None:
    assert keep(bob, lobby, "").version == 0
    assert not Draft.objects.exists()


def test_it_is_kept_as_it_was_typed(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "\n  half a line \r\nand an end ")
    assert stored(bob, lobby)[0] == "\n  half a line \nand an end "


def test_it_is_its_persons_and_its_rooms_own(lobby: Room, alice: User, bob: User) -> None:
    kitchen = Room.objects.start("Kitchen", bob)
    keep(alice, lobby, "Of Alice")
    keep(bob, lobby, "Of Bob")
    keep(bob, kitchen, "In the kitchen")
    assert stored(alice, lobby) == ("Of Alice", 1)
    assert stored(bob, lobby) == ("Of Bob", 1)
    assert stored(bob, kitchen) == ("In the kitchen", 1)


def test_more_than_a_message_is_kept_and_too_much_is_refused(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "x" * MAX_DRAFT)
    with pytest.raises(ValidationError) as refused:
        keep(bob, lobby, "x" * (MAX_DRAFT + 1), version=1)
    assert refused.value.messages == ["A draft has at most 40,000 characters."]
    with pytest.raises(ValidationError):
        keep(bob, lobby, "half \ud83d", version=1)


def test_outsider_begins_nothing(lobby: Room, carol: User) -> None:
    with pytest.raises(PermissionDenied):
        keep(carol, lobby, "Let me in")
    assert not Draft.objects.exists()


# What it quotes


def test_what_it_answers_is_kept_with_it(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "Shall we?")
    assert keep(bob, lobby, "Yes", message).quotes == message
    assert keep(bob, lobby, "Yes", version=1).quotes is None


def test_message_of_another_room_is_not_quoted(lobby: Room, bob: User) -> None:
    elsewhere = Room.objects.start("Kitchen", bob).post(bob, "hello")
    assert keep(bob, lobby, "Yes", elsewhere).quotes is None


# At once


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_begin_at_once_one_is_kept(lobby: Room, bob: User) -> None:
    results = at_once([lambda n=n: keep(bob, lobby, f"text {n}") for n in range(8)])  # type: ignore[misc]
    kept = [each for each in results if isinstance(each, Draft)]
    refused = [each for each in results if isinstance(each, NewerDraft)]
    assert (len(kept), len(refused)) == (1, 7)
    assert {each.draft.text for each in refused} == {kept[0].text}
    assert stored(bob, lobby) == (kept[0].text, 1)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_go_on_at_once_one_is_kept(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Begun")
    results = at_once([lambda n=n: keep(bob, lobby, f"text {n}", version=1) for n in range(8)])  # type: ignore[misc]
    (kept,) = [each for each in results if isinstance(each, Draft)]
    assert sum(isinstance(each, NewerDraft) for each in results) == 7
    assert stored(bob, lobby) == (kept.text, 2)


# Sending


def test_what_is_sent_is_begun_no_more(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Hello")
    lobby.post(bob, "Hello, everybody", draft=1)
    assert stored(bob, lobby) == ("", 2)


def test_what_is_sent_is_known_by_its_words_too(lobby: Room, bob: User) -> None:
    """The draft was stored at the moment of sending, so that the page did not know its version."""
    keep(bob, lobby, "Hello\nall ")
    lobby.post(bob, "Hello\r\nall ", draft=0)
    assert stored(bob, lobby) == ("", 2)


def test_newer_text_survives_a_message_that_is_sent_late(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Hello")
    keep(bob, lobby, "Something else", version=1)
    lobby.post(bob, "Hello", draft=1)
    assert stored(bob, lobby) == ("Something else", 2)


def test_message_sent_twice_ends_its_draft_once(lobby: Room, bob: User) -> None:
    client_id = uuid4()
    keep(bob, lobby, "Hello")
    lobby.post(bob, "Hello", client_id, draft=1)
    keep(bob, lobby, "Hello", version=2)
    lobby.post(bob, "Hello", client_id, draft=1)
    assert stored(bob, lobby) == ("Hello", 3)
    assert Message.objects.count() == 1


def test_draft_of_another_room_stays(lobby: Room, bob: User) -> None:
    kitchen = Room.objects.start("Kitchen", bob)
    keep(bob, kitchen, "Hello")
    lobby.post(bob, "Hello", draft=1)
    assert stored(bob, kitchen) == ("Hello", 1)


def test_draft_of_somebody_else_stays(lobby: Room, alice: User, bob: User) -> None:
    keep(alice, lobby, "Hello")
    lobby.post(bob, "Hello", draft=1)
    assert stored(alice, lobby) == ("Hello", 1)


def test_refused_message_leaves_the_draft(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "   ")
    with pytest.raises(ValidationError):
        lobby.post(bob, "   ", draft=1)
    assert stored(bob, lobby) == ("   ", 1)


def test_what_was_typed_before_sending_comes_too_late(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Hel")
    lobby.post(bob, "Hello", draft=1)
    with pytest.raises(NewerDraft) as refused:
        keep(bob, lobby, "Hello", version=1)
    assert (refused.value.draft.text, refused.value.draft.version) == ("", 2)


def test_message_of_a_program_that_names_no_draft_leaves_it(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Hello")
    lobby.post(bob, "Hello")
    assert stored(bob, lobby) == ("Hello", 1)


# Where it shows, and when it goes


def test_list_of_rooms_tells_of_what_its_reader_has_begun(
    lobby: Room, alice: User, bob: User
) -> None:
    keep(bob, lobby, "Begun")
    assert [room.has_draft for room in Room.objects.listed_for(bob)] == [True]
    assert [room.has_draft for room in Room.objects.listed_for(alice)] == [False]
    keep(bob, lobby, "", version=1)
    assert [room.has_draft for room in Room.objects.listed_for(bob)] == [False]


def test_who_leaves_finds_it_again(lobby: Room, bob: User) -> None:
    keep(bob, lobby, "Begun")
    lobby.leave(bob)
    assert not Draft.objects.of(bob).exists()
    with pytest.raises(PermissionDenied):
        keep(bob, lobby, "From outside", version=1)
    lobby.join(bob)
    assert Draft.objects.of(bob).get().text == "Begun"


def test_it_goes_with_its_room(lobby: Room, alice: User) -> None:
    keep(alice, lobby, "Begun")
    lobby.delete_by(alice, "Lobby")
    assert not Draft.objects.exists()


def test_it_goes_with_its_person(lobby: Room, make_user: Callable[..., User]) -> None:
    eve = make_user("eve")
    lobby.join(eve)
    keep(eve, lobby, "Begun")
    eve.delete_account()
    assert not Draft.objects.exists()


def test_it_stays_when_what_it_answers_is_gone(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "Shall we?")
    keep(bob, lobby, "Yes", message)
    Message.objects.all().delete()
    assert Draft.objects.current(bob, lobby).quotes is None
    assert stored(bob, lobby) == ("Yes", 1)
