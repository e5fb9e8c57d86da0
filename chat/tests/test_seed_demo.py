import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from chat.management.commands import seed_demo as command
from chat.models import Membership, Message, Room, User, found


def seed_demo() -> str:
    stdout = StringIO()
    call_command("seed_demo", stdout=stdout)
    return stdout.getvalue()


def everything() -> list[list[tuple[Any, ...]]]:
    models = (User, Room, Membership, Message)
    return [list(model._default_manager.order_by("pk").values_list()) for model in models]


def what_was_said() -> list[tuple[str, str, str]]:
    messages = Message.objects.order_by("room__name", "seq")
    return list(messages.values_list("room__name", "user__username", "text"))


# As conftest.py has it for each test: what a class sets up comes before that.
@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class TestOnAnEmptyDatabase(TestCase):
    """A TestCase for its ``setUpTestData``: a few hundred messages are made once for all that is asked of them."""

    output: str

    @classmethod
    def setUpTestData(cls) -> None:
        cls.output = seed_demo()

    def test_there_are_six_people_with_names_that_try_the_layout(self) -> None:
        team = User.objects.exclude(username="root")
        assert len(team) == 6
        assert all(user.username.isascii() for user in team)
        assert max(len(user.name) for user in team) > 60
        assert any(re.search("[\u0590-\u06ff]", user.name) for user in team)

    def test_there_are_five_rooms(self) -> None:
        assert Room.objects.count() == 5
        assert max(len(room.name) for room in Room.objects.all()) > 60

    def test_everybody_is_in_the_lobby_and_nowhere_else_is_everybody(self) -> None:
        team = User.objects.exclude(username="root")
        sizes = {
            room.name: room.current_users.filter(pk__in=team).count() for room in Room.objects.all()
        }
        assert sizes.pop("Lobby") == 6
        assert all(3 <= size <= 5 for size in sizes.values())
        assert [user.current_rooms.count() for user in team].count(2) == 1

    def test_there_is_one_administrator(self) -> None:
        assert [user.username for user in User.objects.filter(is_superuser=True)] == ["ines"]
        assert "Inês Carvalho (administrator)" in self.output

    def test_there_are_a_few_hundred_messages(self) -> None:
        assert 300 <= Message.objects.count() <= 400
        texts = Message.objects.filter(deleted_at=None).values_list("text", flat=True)
        assert len(set(texts)) >= 220

    def test_the_messages_of_a_room_have_no_gap_and_follow_one_another(self) -> None:
        for room in Room.objects.all():
            messages = list(room.messages.order_by("seq"))
            assert [message.seq for message in messages] == list(range(1, room.last_seq + 1))
            moments = [message.created_at for message in messages]
            assert all(earlier < later for earlier, later in pairwise(moments))

    def test_everything_happened_in_the_last_two_weeks(self) -> None:
        now = timezone.now()
        for message in Message.objects.all():
            assert now - timedelta(days=15) < message.created_at <= now
            changes = (message.edited_at, message.deleted_at, message.pinned_at)
            for changed in filter(None, changes):
                assert message.created_at <= changed <= now

    def test_there_is_a_message_of_each_kind(self) -> None:
        texts = list(Message.objects.values_list("text", flat=True))
        assert max(map(len, texts)) > 5_000
        for kind in (
            r"\A[\u0590-\u05ff][^A-Za-z]+\Z",  # Hebrew
            r"\A[\u0600-\u06ff][^A-Za-z]+\Z",  # Arabic
            r"[a-z] .*[\u0590-\u06ff]",  # both directions
            r"\A\S{300}\Z",  # a very long word
            r"^ {4}\S",  # indented
            r"^```",
            r"`\S+`",
            r"^1\. ",
            r"\n\n.*\n\n",  # paragraphs
            r"https://example\.(org|com)/",
            "\u200d",  # an emoji that is made of several
            "[\U0001f1e6-\U0001f1ff]{2}",  # a flag
            "\\A[\U0001f300-\U0001faff]+\\Z",  # nothing but emoji
        ):
            assert any(re.search(kind, text, re.MULTILINE) for text in texts), kind

    def test_some_messages_were_edited_and_some_deleted(self) -> None:
        assert Message.objects.filter(edited_at__isnull=False, deleted_at=None).count() > 1
        assert Message.objects.filter(deleted_at__isnull=False, text="").count() > 1

    def test_a_first_look_has_code_a_table_a_list_and_reactions(self) -> None:
        htmls = "".join(Message.objects.values_list("html", flat=True))
        for element in ("<pre", "<table", "<blockquote", 'type="checkbox"', "data-person"):
            assert element in htmls, element
        newest = Room.objects.get(name__startswith="Lobby").messages.page(size=20)
        assert sum(len(message.kinds) for message in newest) >= 4

    def test_some_messages_answer_others_and_some_are_pinned(self) -> None:
        design = Room.objects.get(name="Design")
        assert design.messages.pinned().count() == 2
        answer = design.messages.get(quotes__isnull=False)
        assert "seventeen" in answer.quotes.text
        assert answer in design.messages.page(size=20)

    def test_links_lead_to_hosts_that_are_nobodys(self) -> None:
        texts = "\n".join(Message.objects.values_list("text", flat=True))
        assert set(re.findall(r"//([^/\s]+)", texts)) == {"example.org", "example.com"}

    def test_the_printed_password_signs_in(self) -> None:
        printed = re.search(r"at /sign-in/ as (\S+) with the password (\S+)\n", self.output)
        assert printed
        username, password = printed.groups()
        for user in User.objects.exclude(username="root"):
            assert user.check_password(password)
            assert user.username in self.output
        self.client.post("/sign-in/", {"login": username, "password": password})
        assert self.client.session["_auth_user_id"] == str(User.objects.get(username=username).pk)

    def test_a_second_run_changes_nothing(self) -> None:
        before = everything()
        assert "here already" in seed_demo()
        assert everything() == before


class TestBesideAnAdministrator(TestOnAnEmptyDatabase):
    @classmethod
    def setUpTestData(cls) -> None:
        found(username="root", password="correct horse", room_name="Lobby")
        super().setUpTestData()

    def test_there_is_one_administrator(self) -> None:
        assert [user.username for user in User.objects.filter(is_superuser=True)] == ["root"]
        assert not User.objects.filter(is_staff=True).exclude(username="root").exists()

    def test_another_run_on_another_day_says_the_same(self) -> None:
        before = what_was_said()
        for model in (Message, Room, User):
            model._default_manager.all().delete()
        now = timezone.now() - timedelta(days=3, hours=5)
        with patch.object(command.timezone, "localtime", return_value=now):
            seed_demo()
        assert what_was_said() == before


@pytest.mark.django_db
def test_a_room_in_which_people_talk_is_left_alone() -> None:
    root, lobby = found(username="root", password="correct horse", room_name="LOBBY")
    lobby.post(root, "Our own room")
    seed_demo()
    assert lobby.messages.count() == 1
    assert list(lobby.current_users.all()) == [root]
    assert Room.objects.get(name="Lobby (demo)").current_users.count() == 6


@pytest.mark.django_db
def test_somebody_elses_username_is_not_taken_over(make_user: Callable[..., User]) -> None:
    make_user("noa")
    with pytest.raises(CommandError, match="noa"):
        seed_demo()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_an_interrupted_run_leaves_nothing() -> None:
    with (
        patch.object(command, "set_back", side_effect=[*[None] * 20, KeyboardInterrupt]),
        pytest.raises(KeyboardInterrupt),
    ):
        seed_demo()
    assert everything() == [[], [], [], []]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 2, 8, 0, tzinfo=UTC),  # a Monday, before work
        datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
        datetime(2026, 3, 6, 23, 59, tzinfo=UTC),
        datetime(2026, 3, 8, 12, 0, tzinfo=UTC),  # a Sunday
    ],
)
def test_working_days_are_over_or_under_way(now: datetime) -> None:
    days = command.working_days(now)
    assert len(days) == 10
    assert days == sorted(days)
    for opens, closes in days:
        assert opens.weekday() < 5
        assert now - timedelta(days=15) < opens < closes <= now
