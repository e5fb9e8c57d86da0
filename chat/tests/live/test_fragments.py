"""Fragments that are kept once they were rendered."""

from typing import Any

from chat.live import fragments
from chat.models import Message, Room, User


def as_read(room: Room) -> Message:
    """The room's newest message as another request reads it."""
    return room.messages.page()[-1]


def test_message_is_rendered_once_for_all_requests(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    first = fragments.message(as_read(lobby))
    assert fragments.message(as_read(lobby)) is first


def test_edited_message_is_rendered_anew(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "hello")
    assert "hello" in fragments.message(as_read(lobby))
    message.edit(alice, "good morning")
    assert "good morning" in fragments.message(as_read(lobby))
    message.erase(alice)
    assert "good morning" not in fragments.message(as_read(lobby))


def test_renamed_author_shows_on_what_they_said_before(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    assert ">alice<" in fragments.message(as_read(lobby))
    alice.first_name, alice.last_name = "Alice", "Liddell"
    alice.save()
    assert ">Alice Liddell<" in fragments.message(as_read(lobby))


def test_author_who_has_left_is_marked_on_what_they_said(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    assert "has left" not in fragments.message(as_read(lobby))
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert "has left" in fragments.message(as_read(lobby))


def test_nothing_is_kept_while_templates_change(lobby: Room, alice: User, settings: Any) -> None:
    settings.DEBUG = True
    lobby.post(alice, "hello")
    assert fragments.message(as_read(lobby)) is not fragments.message(as_read(lobby))
