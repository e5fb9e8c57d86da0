"""Messages that are older than the workspace keeps them are removed from the beginnings of rooms."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from chat.models import Message, Report, Room, User, Workspace, remove_old_messages, retention
from chat.tests.threads import at_once

Fill = Callable[..., None]


@pytest.fixture
def keep(db: None) -> Callable[[int | None], None]:
    return lambda days: Workspace(pk=1, retention_days=days).save()


def age(room: Room, seqs: range, *, days: int) -> None:
    moment = timezone.now() - timedelta(days=days)
    room.messages.filter(seq__in=seqs).update(created_at=moment)


def remove_all() -> int:
    return sum(iter(remove_old_messages, 0))


def seqs(room: Room) -> list[int]:
    return list(room.messages.order_by("seq").values_list("seq", flat=True))


def test_old_ones_go_and_the_rest_stays(
    lobby: Room, alice: User, fill: Fill, keep: Callable[[int], None]
) -> None:
    fill(lobby, alice, 10)
    age(lobby, range(1, 5), days=31)
    age(lobby, range(5, 11), days=29)
    keep(30)
    version = lobby.version
    assert remove_all() == 4
    assert seqs(lobby) == [5, 6, 7, 8, 9, 10]
    lobby.refresh_from_db()
    assert (lobby.first_seq, lobby.last_seq, lobby.version) == (5, 10, version)
    assert lobby.post(alice, "on and on").seq == 11


def test_nothing_is_removed_unless_somebody_said_so(
    lobby: Room, alice: User, fill: Fill, keep: Callable[[int | None], None]
) -> None:
    fill(lobby, alice, 3)
    age(lobby, range(1, 4), days=3_650)
    assert remove_all() == 0
    keep(None)
    assert remove_all() == 0
    assert seqs(lobby) == [1, 2, 3]


def test_no_hole_comes_to_be(
    lobby: Room, alice: User, fill: Fill, keep: Callable[[int], None]
) -> None:
    """The clock was wrong when number 3 was posted."""
    fill(lobby, alice, 5)
    age(lobby, range(1, 3), days=31)
    age(lobby, range(4, 5), days=31)
    keep(30)
    assert remove_all() == 2
    assert seqs(lobby) == [3, 4, 5]


def test_all_of_them_may_go(
    lobby: Room, alice: User, fill: Fill, keep: Callable[[int], None]
) -> None:
    fill(lobby, alice, 3)
    age(lobby, range(1, 4), days=31)
    keep(30)
    assert remove_all() == 3
    lobby.refresh_from_db()
    assert (lobby.first_seq, lobby.last_seq) == (4, 3)
    message = lobby.post(alice, "a new day")
    assert (message.seq, message.starts_day) == (4, True)


def test_many_go_in_batches_from_every_room(
    lobby: Room,
    alice: User,
    fill: Fill,
    keep: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "BATCH", 4)
    garden = Room.objects.start("Garden", alice)
    for room in (lobby, garden):
        fill(room, alice, 10)
        age(room, range(1, 10), days=31)
    keep(30)
    assert list(iter(remove_old_messages, 0)) == [4, 4, 1, 4, 4, 1]
    assert (seqs(lobby), seqs(garden)) == ([10], [10])


def test_reports_keep_their_text(
    lobby: Room, alice: User, bob: User, keep: Callable[[int], None]
) -> None:
    message = lobby.post(alice, "something bad")
    Report.objects.create(message=message, text=message.text, author=alice, reporter=bob)
    age(lobby, range(1, 2), days=31)
    keep(30)
    assert remove_all() == 1
    report = Report.objects.get()
    assert (report.message, report.text) == (None, "something bad")


def test_command_removes_them(
    lobby: Room,
    alice: User,
    fill: Fill,
    keep: Callable[[int], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(lobby, alice, 3)
    age(lobby, range(1, 3), days=2)
    keep(1)
    call_command("remove_old_messages")
    assert capsys.readouterr().out == "2 messages were removed.\n"
    assert seqs(lobby) == [3]


@pytest.mark.django_db(transaction=True)
def test_several_at_once_and_somebody_who_posts(
    lobby: Room, alice: User, fill: Fill, keep: Callable[[int], None]
) -> None:
    fill(lobby, alice, 250)
    age(lobby, range(1, 201), days=31)
    keep(30)
    results = at_once([remove_all, remove_all, lambda: lobby.post(alice, "still here").seq])
    assert results[0] + results[1] == 200, results
    assert results[2] == 251
    assert seqs(lobby) == list(range(201, 252))
    lobby.refresh_from_db()
    assert (lobby.first_seq, lobby.last_seq) == (201, 251)
    assert Message.objects.count() == 51
