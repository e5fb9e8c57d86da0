"""What a person says of themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from chat.models import User
from chat.models.profile import NO_EMOJI, time_zones

SAID = {
    "display_name": "Alice Liddell",
    "status_emoji": "🌴",
    "status_text": "On holiday",
    "time_zone": "Asia/Kolkata",
}


def stored(person: User) -> dict[str, Any]:
    return User.objects.filter(pk=person.pk).values(*SAID, "revision").get()


def errors(person: User, **values: str) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        person.change_profile(**{**SAID, **values})
    found: dict[str, list[str]] = error.value.message_dict
    return found


def test_profile_is_stored_and_counted_as_one_change(alice: User) -> None:
    alice.change_profile(**SAID)
    assert stored(alice) == {**SAID, "revision": 1}
    assert alice.name == "Alice Liddell"


def test_same_again_is_no_change(alice: User) -> None:
    for _ in range(2):
        alice.change_profile(**SAID)
    assert stored(alice)["revision"] == 1


def test_without_a_name_the_user_name_is_shown(alice: User) -> None:
    alice.change_profile(**SAID)
    alice.change_profile(**{**SAID, "display_name": " \u200b "})
    assert alice.name == "alice"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\u202eecilA", "ecilA"),
        ("  Al\tice\n", "Al ice"),
        ("Rene\u0301", "René"),
        ("ليلى الحسن", "ليلى الحسن"),
        ("\u2066דנה\u2069", "דנה"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # escaped where it is shown
    ],
)
def test_name_and_status_are_cleaned(alice: User, written: str, kept: str) -> None:
    alice.change_profile(**{**SAID, "display_name": written, "status_text": written})
    assert stored(alice)["display_name"] == kept
    assert stored(alice)["status_text"] == kept


def test_mistake_changes_nothing(alice: User) -> None:
    found = errors(alice, display_name="x" * 81, status_text="x" * 101, time_zone="Mars/Base")
    assert found.keys() == {"display_name", "status_text", "time_zone"}
    assert (alice.display_name, alice.status_emoji, alice.revision) == ("", "", 0)
    assert stored(alice)["revision"] == 0


@pytest.mark.parametrize("emoji", ["🌴", "❤️", "👍🏽", "👩\u200d👩\u200d👧", "🇩🇪", "5️⃣", "☕", ""])
def test_one_emoji_is_a_status(alice: User, emoji: str) -> None:
    alice.change_profile(**{**SAID, "status_emoji": emoji})
    assert stored(alice)["status_emoji"] == emoji


@pytest.mark.parametrize(
    "text", ["a", "🌴🌴", "🇩🇪🇫🇷", "5", "<b>", "\u200d", "ok🌴", "\u202e", "🌴\u200d"]
)
def test_anything_else_is_none(alice: User, text: str) -> None:
    assert errors(alice, status_emoji=text) == {"status_emoji": [NO_EMOJI]}


@pytest.mark.parametrize("name", ["Аlісе", "alice", "AL1CE"])
def test_name_like_an_administrator_s_is_refused(
    make_user: Callable[..., User], bob: User, name: str
) -> None:
    make_user("root", role="administrator", display_name="Alice")
    assert errors(bob, display_name=name).keys() == {"display_name"}


def test_name_that_was_there_first_stays(make_user: Callable[..., User], bob: User) -> None:
    """Somebody else became an administrator of that name since: the person still changes their status."""
    bob.change_profile(**SAID)
    make_user("root", role="administrator", display_name=SAID["display_name"])
    bob.change_profile(**{**SAID, "status_text": "Back"})
    assert stored(bob)["status_text"] == "Back"


def test_local_time_is_that_of_the_person(alice: User, bob: User) -> None:
    assert alice.local_time is None
    alice.time_zone, bob.time_zone = "Asia/Kolkata", "Nowhere/Anymore"
    now = alice.local_time
    assert now is not None
    assert now.utcoffset() == timezone.timedelta(hours=5, minutes=30)
    assert bob.local_time is None


def test_time_zones_are_places() -> None:
    assert {"UTC", "Europe/Berlin", "America/Argentina/Ushuaia"} <= time_zones()
    assert not {"EST", "Etc/GMT+5", "US/Pacific", "localtime", "Factory"} & time_zones()
