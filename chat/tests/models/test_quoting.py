"""A message that answers another, and what it shows of that."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from chat.models import Message, Room, User
from chat.tests.queries import recorded_queries


def test_answer_keeps_what_it_answers(lobby: Room, alice: User, bob: User) -> None:
    question = lobby.post(alice, "Ten?")
    answer = lobby.post(bob, "Fine.", quotes=question)
    stored = Message.objects.get(pk=answer.pk)
    assert stored.quotes == question
    assert lobby.post(alice, "Nice.").quotes is None


def test_answer_goes_to_the_room_of_what_it_answers(lobby: Room, alice: User) -> None:
    elsewhere = Room.objects.start("Kitchen", alice).post(alice, "Soup?")
    with pytest.raises(ValidationError):
        lobby.post(alice, "Yes", quotes=elsewhere)
    assert not lobby.messages.exists()


def test_answer_to_what_was_deleted_meanwhile_is_not_lost(lobby: Room, alice: User) -> None:
    question = lobby.post(alice, "Ten?")
    Message.objects.get(pk=question.pk).erase(alice)
    answer = lobby.post(alice, "Fine.", quotes=question)
    assert answer.quotes is not None
    assert answer.quotes.is_deleted


def test_answer_to_what_is_not_kept_any_more_is_not_lost(lobby: Room, alice: User) -> None:
    question = lobby.post(alice, "Ten?")
    Message.objects.filter(pk=question.pk).delete()
    answer = lobby.post(alice, "Fine.", quotes=question)
    assert Message.objects.get(pk=answer.pk).quotes is None


def test_answer_stays_when_what_it_answers_is_not_kept_any_more(lobby: Room, alice: User) -> None:
    question = lobby.post(alice, "Ten?")
    answer = lobby.post(alice, "Fine.", quotes=question)
    question.delete()
    answer.refresh_from_db()
    assert answer.quotes is None


def test_repeated_answer_is_the_same_message(lobby: Room, alice: User) -> None:
    question, other = lobby.post(alice, "Ten?"), lobby.post(alice, "Eleven?")
    client_id = uuid4()
    answer = lobby.post(alice, "Fine.", client_id, quotes=question)
    assert lobby.post(alice, "Fine.", client_id, quotes=other) == answer
    assert Message.objects.get(pk=answer.pk).quotes == question


def test_message_knows_whether_it_is_quoted(lobby: Room, alice: User) -> None:
    question, other = lobby.post(alice, "Ten?"), lobby.post(alice, "Hello")
    lobby.post(alice, "Fine.", quotes=question)
    assert Message.objects.get(pk=question.pk).is_quoted
    assert not Message.objects.get(pk=other.pk).is_quoted
    changed = list(lobby.messages.all().changed_since(0))
    with recorded_queries() as queries:
        found = {each.text: each.is_quoted for each in changed}
    assert found == {"Ten?": True, "Hello": False, "Fine.": False}
    assert queries == []


def test_page_of_answers_takes_one_query(lobby: Room, alice: User) -> None:
    question = lobby.post(alice, "Ten?")
    lobby.post(alice, "Fine.", quotes=question).pin(alice)
    with recorded_queries() as queries:
        for message in lobby.messages.all().page():
            assert message.quotes is None or message.quotes.user.name
            assert message.pinned_by is None or message.pinned_by.name
    before = len(queries)
    for _ in range(10):
        lobby.post(alice, "Fine.", quotes=question).pin(alice)
    with recorded_queries() as queries:
        for message in lobby.messages.all().page():
            assert message.quotes is None or message.quotes.user.name
            assert message.pinned_by is None or message.pinned_by.name
    assert len(queries) == before
