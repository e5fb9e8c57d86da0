"""Messages that a room keeps at hand."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from chat.models import Message, Room, User
from chat.models.pinning import MOST_PINS


def pins(room: Room) -> list[str]:
    return [message.text for message in room.messages.all().pinned()]


def test_latest_pin_comes_first(lobby: Room, alice: User, bob: User) -> None:
    first, second = lobby.post(alice, "first"), lobby.post(alice, "second")
    second.pin(alice)
    first.pin(bob)
    assert pins(lobby) == ["first", "second"]
    first.refresh_from_db()
    assert first.pinned_by == bob
    first.unpin(alice)
    assert pins(lobby) == ["second"]
    first.refresh_from_db()
    assert (first.pinned_at, first.pinned_by) == (None, None)


def test_pinning_is_a_change_that_readers_hear_of(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "first")
    message.pin(alice)
    assert message.version == 2
    message.pin(alice)
    assert message.version == 2, "it was so already"
    message.unpin(alice)
    message.unpin(alice)
    assert message.version == 3


def test_who_pinned_first_stays(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "first")
    stale = Message.objects.get(pk=message.pk)
    message.pin(alice)
    stale.pin(bob)
    assert Message.objects.get(pk=message.pk).pinned_by == alice


def test_deleted_message_is_pinned_no_more(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "first")
    message.pin(alice)
    message.erase(alice)
    assert pins(lobby) == []
    with pytest.raises(PermissionDenied):
        message.pin(alice)


def test_pins_have_an_end(lobby: Room, alice: User) -> None:
    messages = [lobby.post(alice, str(number)) for number in range(MOST_PINS + 1)]
    pinned = [message.pk for message in messages[:MOST_PINS]]
    Message.objects.filter(pk__in=pinned).update(pinned_at=timezone.now())
    with pytest.raises(ValidationError, match="Unpin one"):
        messages[-1].pin(alice)
    Message.objects.get(pk=pinned[0]).unpin(alice)
    messages[-1].pin(alice)
    assert len(pins(lobby)) == MOST_PINS


def test_who_may_not_post_pins_nothing(lobby: Room, alice: User, bob: User, carol: User) -> None:
    message = lobby.post(alice, "first")
    with pytest.raises(PermissionDenied):
        message.pin(carol)
    lobby.edit(alice, is_announcement=True)
    message = Message.objects.get(pk=message.pk)
    with pytest.raises(PermissionDenied):
        message.pin(bob)
    message.pin(alice)
    lobby.archive(alice)
    with pytest.raises(PermissionDenied):
        Message.objects.get(pk=message.pk).unpin(alice)
    assert pins(lobby) == ["first"]
