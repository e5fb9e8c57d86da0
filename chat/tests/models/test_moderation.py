"""Whom one does not want to read, and what administrators should look at."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chat.models import AuditEntry, Block, Message, Report, Room, User
from chat.tests.threads import at_once, overlapping


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role="administrator")


@pytest.fixture
def insult(lobby: Room, alice: User) -> Message:
    return lobby.post(alice, "You fool!")


# Blocks


def test_block_is_one_persons_own(alice: User, bob: User, carol: User) -> None:
    alice.block(bob)
    alice.block(carol)
    assert alice.blocked_keys == [bob.pk, carol.pk]
    assert alice.has_blocked(bob)
    assert not bob.has_blocked(alice)
    alice.unblock(bob)
    assert alice.blocked_keys == [carol.pk]


def test_block_and_its_end_may_be_repeated(alice: User, bob: User) -> None:
    alice.block(bob)
    alice.block(bob)
    assert Block.objects.count() == 1
    alice.unblock(bob)
    alice.unblock(bob)
    assert not Block.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_blocks_at_once_are_one(alice: User, bob: User) -> None:
    assert at_once([lambda: alice.block(bob)] * 2) == [None, None]
    assert Block.objects.count() == 1


def test_nobody_blocks_themselves(alice: User) -> None:
    with pytest.raises(PermissionDenied, match="to yourself"):
        alice.block(alice)


def test_block_is_nothing_that_a_role_does(alice: User, bob: User) -> None:
    alice.block(bob)
    assert not AuditEntry.objects.exists()


# Reports


def test_report_keeps_the_text_as_it_was(insult: Message, alice: User, bob: User) -> None:
    report = Report.objects.file(insult, bob, "  He is rude.\r\n ")
    insult.edit(alice, "You friend!")
    report.refresh_from_db()
    assert (report.text, report.reason) == ("You fool!", "He is rude.")
    assert (report.author, report.reporter) == (alice, bob)
    insult.erase(alice)
    assert Report.objects.get().text == "You fool!"


def test_report_has_the_text_as_it_is_not_as_it_was_shown(
    insult: Message, alice: User, bob: User
) -> None:
    stale = Message.objects.get(pk=insult.pk)
    insult.edit(alice, "You great fool!")
    assert Report.objects.file(stale, bob).text == "You great fool!"


def test_person_has_one_open_report_of_a_message(insult: Message, bob: User, dana: User) -> None:
    report = Report.objects.file(insult, bob, "Rude.")
    assert Report.objects.file(insult, bob, "Really rude.") == report
    report.resolve(dana)
    assert Report.objects.file(insult, bob, "Again.") != report


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_are_one(insult: Message, bob: User) -> None:
    first, second = overlapping(
        lambda: Report.objects.file(Message.objects.get(), bob),
        lambda: Report.objects.file(Message.objects.get(), bob),
    )
    assert first == second == Report.objects.get()


def test_several_people_may_report_a_message(
    lobby: Room, insult: Message, bob: User, carol: User
) -> None:
    lobby.join(carol)
    assert Report.objects.file(insult, bob) != Report.objects.file(insult, carol)


def test_outsider_reports_nothing(insult: Message, carol: User) -> None:
    with pytest.raises(PermissionDenied, match="not a member"):
        Report.objects.file(insult, carol)


def test_nobody_reports_themselves(insult: Message, alice: User) -> None:
    with pytest.raises(PermissionDenied, match="your own"):
        Report.objects.file(insult, alice)


def test_what_was_deleted_is_not_reported(insult: Message, alice: User, bob: User) -> None:
    stale = Message.objects.get()
    insult.erase(alice)
    with pytest.raises(PermissionDenied, match="deleted"):
        Report.objects.file(stale, bob)


@pytest.mark.parametrize("reason", ["x" * 1_001, "a\x00b"])
def test_reason_that_cannot_be_kept_is_refused(insult: Message, bob: User, reason: str) -> None:
    with pytest.raises(ValidationError):
        Report.objects.file(insult, bob, reason)
    assert not Report.objects.exists()


# What administrators do


@pytest.fixture
def report(insult: Message, bob: User) -> Report:
    return Report.objects.file(insult, bob)


def test_report_is_resolved_once(
    report: Report, dana: User, make_user: Callable[..., User]
) -> None:
    report.resolve(dana)
    Report.objects.get().resolve(make_user("erin", role="administrator"))
    stored = Report.objects.get()
    assert stored.resolved_by == dana
    assert not stored.is_open
    assert not Report.objects.open().exists()
    assert AuditEntry.objects.get().verb == "report.resolve"


def test_reported_message_is_removed(report: Report, insult: Message, dana: User) -> None:
    """Though the administrator does not belong to the room."""
    report.remove_message(dana)
    insult.refresh_from_db()
    assert insult.is_deleted
    assert AuditEntry.objects.get().verb == "report.remove_message"
    Report.objects.get().remove_message(dana)
    assert AuditEntry.objects.count() == 1


def test_reported_message_of_a_conversation_is_removed(alice: User, bob: User, dana: User) -> None:
    """Nobody manages one, so this is the only way."""
    room = Room.objects.converse(alice, [bob])
    message = room.post(alice, "You fool!")
    Report.objects.file(message, bob).remove_message(dana)
    message.refresh_from_db()
    assert message.is_deleted


ACTS = pytest.mark.parametrize("act", [Report.resolve, Report.remove_message])


@ACTS
@pytest.mark.parametrize("role", ["member", "guest", "bot"])
def test_others_handle_no_reports(
    report: Report, make_user: Callable[..., User], act: Callable[..., None], role: str
) -> None:
    with pytest.raises(PermissionDenied, match="Only an administrator"):
        act(report, make_user("eve", role=role))
    assert Report.objects.open().exists()
    assert not Message.objects.get().is_deleted
    assert not AuditEntry.objects.exists()


@ACTS
def test_act_and_audit_are_one_transaction(
    report: Report, dana: User, act: Callable[..., None]
) -> None:
    with transaction.atomic():
        act(report, dana)
        assert AuditEntry.objects.exists()
        transaction.set_rollback(True)
    assert Report.objects.open().exists()
    assert not Message.objects.get().is_deleted
    assert not AuditEntry.objects.exists()


def test_report_outlives_its_room(lobby: Room, report: Report, dana: User) -> None:
    lobby.delete()
    report.refresh_from_db()
    assert report.message is None
    report.remove_message(dana)
    report.resolve(dana)
    assert not Report.objects.open().exists()
