"""A message is edited, deleted and brought back; what it said before is kept, and then it is not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chat.models import (
    Bookmark,
    Conflict,
    Edit,
    Mention,
    Message,
    Reaction,
    Report,
    Room,
    User,
    forget_deleted_messages,
    remove_old_messages,
)
from chat.models.editing import GRACE, MOST_EDITS, UNDO_WITHIN
from chat.tests.threads import at_once, overlapping


def said(message: Message) -> list[str]:
    return [edit.text for edit in message.edits.all()]


def age(message: Message, by: timedelta = UNDO_WITHIN + GRACE) -> None:
    moment = timezone.now() - by
    Message.objects.filter(pk=message.pk).update(deleted_at=moment)


# Earlier versions


def test_what_was_said_is_kept_with_the_time_since_when(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "one")
    message.edit(alice, "two")
    second = message.edited_at
    message.edit(alice, "three")
    first, then = message.edits.all()
    assert (first.text, first.written_at) == ("one", message.created_at)
    assert (then.text, then.written_at) == ("two", second)
    assert [edit.text for edit in message.versions_for(alice)] == ["two", "one"]


def test_same_text_changes_nothing(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "hello")
    message.edit(alice, "  \nhello\n")
    assert (message.version, message.edited_at, said(message)) == (1, None, [])


def test_html_is_that_of_the_new_text(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "hello")
    message.edit(alice, "**hello** @bob")
    stored = Message.objects.get()
    assert "<strong>hello</strong>" in stored.html
    assert [each.person for each in stored.mentions.all()] == [bob]


def test_so_many_versions_are_kept_and_the_oldest_go(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "0")
    for number in range(1, MOST_EDITS + 4):
        message.edit(alice, str(number))
    assert said(message) == [str(number) for number in range(3, MOST_EDITS + 3)]


def test_who_has_not_seen_the_last_edit_overwrites_nothing(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "one")
    message.edit(alice, "two", seen=None)
    with pytest.raises(Conflict):
        message.edit(alice, "other", seen=None)
    assert Message.objects.get().text == "two"
    message.edit(alice, "three", seen=message.edited_at)
    assert Message.objects.get().text == "three"


def test_the_same_edit_twice_is_no_conflict(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "one")
    for _ in range(2):
        message.edit(alice, "two", seen=None)
    assert said(message) == ["one"]


def test_a_reaction_is_no_edit(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "one")
    with message.locked() as room:
        message.store_change(room)
    message.edit(alice, "two", seen=None)
    assert message.text == "two"


def test_outsider_reads_no_versions(lobby: Room, alice: User, carol: User) -> None:
    message = lobby.post(alice, "one")
    message.edit(alice, "two")
    with pytest.raises(PermissionDenied):
        message.versions_for(carol)


def test_versions_of_a_deleted_message_are_nobodys(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "one")
    message.edit(alice, "two")
    message.erase(alice)
    with pytest.raises(PermissionDenied):
        message.versions_for(alice)


# Bringing back


def everything(message: Message) -> dict[str, Any]:
    stored = Message.objects.get(pk=message.pk)
    return {
        "fields": (stored.text, stored.html, stored.rules, stored.edited_at, stored.deleted_at),
        "by": (stored.deleted_by, stored.pinned_at, stored.pinned_by),
        "mentions": list(stored.mentions.values_list("typed", "person")),
        "reactions": list(stored.reactions.values_list("user", "emoji")),
        "edits": said(stored),
    }


@pytest.fixture
def rich(lobby: Room, alice: User, bob: User) -> Message:
    """A message with all that one may have."""
    message = lobby.post(bob, "hello")
    message.edit(bob, "**hello** @alice")
    Reaction.objects.create(message=message, user=alice, emoji="👍")
    Bookmark.objects.create(message=message, user=alice)
    message.pinned_at, message.pinned_by = timezone.now(), alice
    message.save(update_fields=["pinned_at", "pinned_by"])
    return message


def test_it_says_what_it_said_with_all_that_belonged_to_it(rich: Message, bob: User) -> None:
    before = everything(rich)
    rich.erase(bob)
    assert Message.objects.get().text == Message.objects.get().html == ""
    rich.restore(bob)
    assert everything(rich) == before
    assert rich.version == 4


def test_whom_it_names_is_who_they_were(rich: Message, alice: User, bob: User) -> None:
    rich.erase(bob)
    alice.username = "alicia"
    alice.save()
    rich.restore(bob)
    assert [each.person for each in Message.objects.get().mentions.all()] == [alice]


def test_only_who_deleted_brings_back(rich: Message, alice: User, bob: User) -> None:
    rich.erase(alice)
    with pytest.raises(PermissionDenied):
        rich.restore(bob)
    assert Message.objects.get().is_deleted
    rich.restore(alice)
    assert not Message.objects.get().is_deleted


@pytest.mark.parametrize(
    ("ago", "comes"), [(UNDO_WITHIN, True), (UNDO_WITHIN + GRACE, False), (timedelta(1), False)]
)
def test_it_comes_back_for_a_moment_only(
    rich: Message, bob: User, *, ago: timedelta, comes: bool
) -> None:
    rich.erase(bob)
    age(rich, ago)
    if not comes:
        with pytest.raises(PermissionDenied):
            rich.restore(bob)
    else:
        rich.restore(bob)
    assert Message.objects.get().is_deleted is not comes


def test_who_has_left_brings_nothing_back(lobby: Room, rich: Message, bob: User) -> None:
    rich.erase(bob)
    lobby.leave(bob)
    with pytest.raises(PermissionDenied):
        rich.restore(bob)


def test_it_comes_back_once(rich: Message, bob: User) -> None:
    rich.erase(bob)
    rich.restore(bob)
    with pytest.raises(PermissionDenied):
        rich.restore(bob)
    assert Message.objects.get().version == 4


# Being gone


def assert_gone(message: Message) -> None:
    stored = Message.objects.get(pk=message.pk)
    assert (stored.text, stored.html, stored.deleted_by, stored.pinned_by) == ("", "", None, None)
    assert stored.is_deleted
    for table in (Edit, Reaction, Mention):
        assert not table._default_manager.filter(message=message).exists()


def test_what_was_deleted_is_gone_when_it_cannot_come_back(rich: Message, bob: User) -> None:
    rich.erase(bob)
    assert forget_deleted_messages() == 0
    assert said(rich) == ["hello", "**hello** @alice"]
    age(rich, UNDO_WITHIN + GRACE + timedelta(seconds=1))
    version = Message.objects.get().version
    assert forget_deleted_messages() == 1
    assert_gone(rich)
    assert Message.objects.get().version == version
    assert forget_deleted_messages() == 0


def test_what_is_there_is_not_forgotten(rich: Message, bob: User) -> None:
    rich.erase(bob)
    rich.restore(bob)
    assert forget_deleted_messages() == 0
    assert said(rich) == ["hello"]


@pytest.mark.parametrize("deleted_before", [False, True])
def test_what_moderation_removes_is_gone_at_once(
    lobby: Room, rich: Message, bob: User, dana: User, *, deleted_before: bool
) -> None:
    kept = lobby.post(bob, "one more")
    kept.edit(bob, "another")
    if deleted_before:
        rich.erase(bob)
    bob.ban(dana, remove_messages=True)
    assert_gone(rich)
    assert_gone(kept)


def test_report_keeps_its_copy_and_the_message_goes_at_once(
    rich: Message, alice: User, dana: User
) -> None:
    report = Report.objects.file(rich, alice)
    report.remove_message(dana)
    assert_gone(rich)
    report.refresh_from_db()
    assert report.text == "**hello** @alice"


def test_what_the_workspace_does_not_keep_goes_with_its_versions(
    rich: Message, workspace_keeps: Any
) -> None:
    Message.objects.update(created_at=timezone.now() - timedelta(days=31))
    workspace_keeps(30)
    assert remove_old_messages() == 1
    assert not Edit.objects.exists()


@pytest.fixture
def workspace_keeps(db: None) -> Any:
    from chat.models import Workspace

    return lambda days: Workspace(pk=1, retention_days=days).save()


# At once


def copies(number: int) -> list[Message]:
    return [Message.objects.get() for _ in range(number)]


@pytest.mark.django_db(transaction=True)
def test_eight_edits_at_once_keep_each_but_the_last(lobby: Room, alice: User) -> None:
    lobby.post(alice, "0")
    eight = enumerate(copies(8), 1)
    at_once([lambda n=n, each=each: each.edit(alice, str(n)) for n, each in eight])
    message = Message.objects.get()
    assert message.version == 9
    assert {*said(message), message.text} == {str(number) for number in range(9)}


@pytest.mark.django_db(transaction=True)
def test_of_eight_edits_of_what_was_seen_one_is_stored(lobby: Room, alice: User) -> None:
    lobby.post(alice, "0")
    eight = enumerate(copies(8), 1)
    results = at_once(
        [lambda n=n, each=each: each.edit(alice, str(n), seen=None) for n, each in eight]
    )
    assert sorted(type(each).__name__ for each in results) == ["Conflict"] * 7 + ["NoneType"]
    assert said(Message.objects.get()) == ["0"]


@pytest.mark.django_db(transaction=True)
def test_edit_and_delete_at_once_leave_a_deleted_message(lobby: Room, alice: User) -> None:
    lobby.post(alice, "0")
    editing = [
        lambda n=n, each=each: each.edit(alice, str(n)) for n, each in enumerate(copies(4), 1)
    ]
    deleting = [lambda each=each: each.erase(alice) for each in copies(4)]
    results = at_once([*editing, *deleting])
    assert sum(each is None for each in results[4:]) == 1
    message = Message.objects.get()
    assert (message.is_deleted, message.text, message.html) == (True, "", "")
    message.restore(alice)
    assert message.version == Room.objects.get().version


@pytest.mark.django_db(transaction=True)
def test_eight_undo_at_once_bring_it_back_once(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello").erase(alice)
    results = at_once([lambda each=each: each.restore(alice) for each in copies(8)])
    assert (
        sorted(type(each).__name__ for each in results) == ["NoneType"] + ["PermissionDenied"] * 7
    )
    message = Message.objects.get()
    assert (message.text, message.version, said(message)) == ("hello", 3, [])


@pytest.mark.django_db(transaction=True)
def test_undo_and_forgetting_at_once_leave_all_or_nothing(
    lobby: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop of another process has a clock of its own."""
    lobby.post(alice, "hello").erase(alice)
    late = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr("chat.models.retention.timezone", _Clock(late))
    message = Message.objects.get()
    overlapping(lambda: message.restore(alice), forget_deleted_messages)
    message = Message.objects.get()
    assert (message.text, message.is_deleted) == ("hello", False)


@pytest.mark.django_db(transaction=True)
def test_what_is_being_forgotten_does_not_come_back(
    lobby: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lobby.post(alice, "hello").erase(alice)
    late = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr("chat.models.retention.timezone", _Clock(late))
    message = Message.objects.get()
    results = overlapping(forget_deleted_messages, lambda: message.restore(alice))
    assert isinstance(results[1], PermissionDenied)
    assert_gone(message)


class _Clock:
    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment
