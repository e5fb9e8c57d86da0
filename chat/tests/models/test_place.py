"""Where a message stands: whether it begins a day, or goes on from the one before it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from chat.models import Message, Room, User
from chat.models.message import GOES_ON_WITHIN
from chat.tests.queries import recorded_queries

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)

Post = Callable[..., Message]


@pytest.fixture
def post(lobby: Room, alice: User, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Posts at a moment; by Alice, unless somebody else is named."""

    def post(moment: datetime, user: User = alice, room: Room = lobby) -> Message:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return room.post(user, f"said at {moment}")

    return post


def place(message: Message) -> str:
    """As it was stored."""
    message.refresh_from_db()
    assert not (message.starts_day and message.continues)
    return "starts day" if message.starts_day else "continues" if message.continues else "stands"


def test_first_message_of_a_room_begins_a_day(post: Post) -> None:
    assert place(post(NOON)) == "starts day"


def test_each_room_has_a_first_message(post: Post, alice: User) -> None:
    kitchen = Room.objects.start("Kitchen", alice)
    post(NOON)
    assert place(post(NOON, room=kitchen)) == "starts day"
    assert place(post(NOON)) == "continues"


@pytest.mark.parametrize("pause", [timedelta(0), SECOND, GOES_ON_WITHIN - SECOND])
def test_the_same_person_goes_on_within_five_minutes(post: Post, pause: timedelta) -> None:
    post(NOON)
    assert place(post(NOON + pause)) == "continues"


@pytest.mark.parametrize("pause", [GOES_ON_WITHIN, GOES_ON_WITHIN + SECOND, timedelta(hours=3)])
def test_the_same_person_begins_anew_after_five_minutes(post: Post, pause: timedelta) -> None:
    assert timedelta(minutes=5) == GOES_ON_WITHIN
    post(NOON)
    assert place(post(NOON + pause)) == "stands"


def test_the_pause_is_that_since_the_message_before(post: Post) -> None:
    """Not since the first of those that go on."""
    post(NOON)
    for minutes in (4, 8, 12):
        assert place(post(NOON + timedelta(minutes=minutes))) == "continues"


def test_another_person_does_not_go_on(post: Post, alice: User, bob: User) -> None:
    post(NOON)
    assert place(post(NOON, bob)) == "stands"
    assert place(post(NOON, alice)) == "stands"
    assert place(post(NOON, alice)) == "continues"


def test_another_day_begins_anew_however_short_the_pause(
    post: Post, alice: User, bob: User
) -> None:
    post(MIDNIGHT - SECOND)
    assert place(post(MIDNIGHT)) == "starts day"
    assert place(post(MIDNIGHT + SECOND)) == "continues"
    assert place(post(MIDNIGHT + SECOND, bob)) == "stands"


def test_the_same_day_a_week_later_is_another(post: Post) -> None:
    post(NOON)
    assert place(post(NOON + timedelta(days=7))) == "starts day"


def test_deleted_message_is_still_the_one_before(post: Post, alice: User, bob: User) -> None:
    post(NOON)
    post(NOON, bob).erase(bob)
    assert place(post(NOON)) == "stands"
    post(NOON).erase(alice)
    assert place(post(NOON)) == "continues"


def test_deleted_first_message_still_begins_the_day(post: Post, alice: User) -> None:
    first = post(NOON)
    first.erase(alice)
    assert place(post(NOON)) == "continues"
    assert place(first) == "starts day"


def test_change_of_a_message_moves_nothing(post: Post, alice: User) -> None:
    post(NOON)
    second = post(NOON)
    later = post(NOON + timedelta(days=1))
    second.edit(alice, "changed")
    assert place(second) == "continues"
    later.erase(alice)
    assert place(later) == "starts day"


def test_message_that_is_sent_again_keeps_its_place(post: Post, lobby: Room, alice: User) -> None:
    first = post(NOON)
    post(NOON)
    assert lobby.post(alice, first.text, first.client_id) == first
    assert place(first) == "starts day"


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (SECOND, "continues"),
        (GOES_ON_WITHIN - SECOND, "continues"),
        (GOES_ON_WITHIN, "stands"),
        (timedelta(hours=2), "stands"),
        (timedelta(days=1), "starts day"),
    ],
)
def test_clock_that_stepped_back_counts_as_far(post: Post, back: timedelta, expected: str) -> None:
    post(NOON)
    assert place(post(NOON - back)) == expected


# Whose day


def test_day_begins_at_midnight_of_the_server(post: Post, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"  # nine hours ahead
    tokyo_midnight = MIDNIGHT - timedelta(hours=9)
    post(tokyo_midnight - SECOND)
    assert place(post(tokyo_midnight)) == "starts day"
    assert place(post(tokyo_midnight + SECOND)) == "continues"
    post(MIDNIGHT - SECOND)
    assert place(post(MIDNIGHT)) == "continues"


def test_day_is_that_of_the_time_zone_that_is_active(post: Post) -> None:
    with timezone.override("America/New_York"):
        post(MIDNIGHT - SECOND)
        assert place(post(MIDNIGHT)) == "continues"
        new_york_midnight = MIDNIGHT + timedelta(hours=4)
        post(new_york_midnight - SECOND)
        assert place(post(new_york_midnight)) == "starts day"


def test_hour_that_a_clock_repeats_is_of_the_same_day(post: Post, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"  # 3:00 becomes 2:00 on 25 October 2026, at 1:00 UTC
    change = datetime(2026, 10, 25, 1, tzinfo=UTC)
    post(change - SECOND)
    assert place(post(change)) == "continues"
    assert place(post(change + timedelta(hours=21, minutes=59))) == "stands"
    assert place(post(change + timedelta(hours=22))) == "starts day"


def test_message_is_placed_by_itself_too(alice: User, bob: User) -> None:
    """As the demonstration does, which sets messages back in time."""
    one, two = (Message(user=alice, created_at=NOON + count * SECOND) for count in range(2))
    one.place_after(None)
    two.place_after(one)
    assert (one.starts_day, one.continues) == (True, False)
    assert (two.starts_day, two.continues) == (False, True)
    two.place_after(None)
    assert (two.starts_day, two.continues) == (True, False)
    two.user = bob
    two.place_after(one)
    assert (two.starts_day, two.continues) == (False, False)


# Messages that were there before


def everything() -> list[tuple[Any, ...]]:
    return list(Message.objects.order_by("pk").values_list())


@pytest.fixture
def history(post: Post, lobby: Room, alice: User, bob: User) -> list[tuple[Any, ...]]:
    """Two rooms, posted to in turn, with pauses around the limits, over the ends of days; all that is stored."""
    kitchen = Room.objects.start("Kitchen", alice)
    kitchen.join(bob)
    Room.objects.start("Silent", alice)
    moment = MIDNIGHT - timedelta(minutes=30)
    pauses = [0, 1, 299, 300, 301, 60, 60, -60, -400, 7200, 86_400, 10]
    for number in range(80):
        moment += timedelta(seconds=pauses[number % len(pauses)])
        message = post(moment, (alice, alice, bob)[number % 3 if number % 2 else 0])
        post(moment, (bob, alice)[number // 5 % 2], kitchen)
        if number % 7 == 0:
            message.erase(message.user)
    return everything()


def placed_by_the_migration() -> list[tuple[Any, ...]]:
    import_module("chat.migrations.0002_pages").place(apps, None)
    return everything()


def test_history_has_every_kind_of_place(history: list[tuple[Any, ...]]) -> None:
    kinds = set(Message.objects.values_list("starts_day", "continues"))
    assert kinds == {(True, False), (False, True), (False, False)}


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_migration_places_messages_as_if_they_were_posted_now(
    request: pytest.FixtureRequest, settings: Any, zone: str
) -> None:
    settings.TIME_ZONE = zone
    history = request.getfixturevalue("history")
    Message.objects.update(starts_day=False, continues=False)
    assert everything() != history
    assert placed_by_the_migration() == history


@pytest.mark.parametrize("pause", [timedelta(0), SECOND, GOES_ON_WITHIN])
def test_migration_knows_the_first_of_each_room_and_of_each_day(
    post: Post, lobby: Room, alice: User, pause: timedelta
) -> None:
    """Said by one person, within minutes: nothing but the room, or the day, sets them apart."""
    for room in (lobby, *(Room.objects.start(f"Room {number}", alice) for number in range(3))):
        for moment in (MIDNIGHT - SECOND - pause, MIDNIGHT - SECOND, MIDNIGHT, MIDNIGHT + pause):
            post(moment, room=room)
    post(MIDNIGHT + pause, room=Room.objects.start("Late", alice))
    history = everything()
    Message.objects.update(starts_day=False, continues=False)
    assert placed_by_the_migration() == history
    assert Message.objects.filter(starts_day=True).count() == 2 * 4 + 1


def test_migration_of_no_messages_does_nothing(lobby: Room) -> None:
    assert placed_by_the_migration() == []


def test_migration_takes_few_queries_however_much_was_said(
    lobby: Room, alice: User, fill: Callable[..., None]
) -> None:
    """The messages, and an update of many at once."""
    place_all = import_module("chat.migrations.0002_pages").place
    for count in (1, 100):
        fill(lobby, alice, count)
        with recorded_queries() as queries:
            place_all(apps, None)
        assert len(queries) == 2
