"""The audit log, as administrators read it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateNotUsed

from chat.models import AuditEntry, Room, User
from chat.tests.queries import recorded_queries
from chat.views.administration.sentences import SENTENCES, sentence

INDEX = reverse("administration-audit")
HTMX = {"HX-Request": "true"}
MARKUP = "<script>alert(1)</script>"


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def shown(client: Client, **query: object) -> list[str]:
    """The sentences on the page."""
    html = client.get(INDEX, query).content.decode()
    return [text(line) for line in re.findall(r'<p class="record__text">.*?</p>', html, re.DOTALL)]


@pytest.mark.parametrize("role", ["member", "guest", "bot"])
def test_others_may_not(
    make_user: Callable[..., User], signed_in: Callable[[User], Client], dana: User, role: str
) -> None:
    AuditEntry.record(dana, "room.delete", "room 1: Vault")
    client = signed_in(make_user("eve", role=role))
    for headers in ({}, HTMX):
        assertNotContains(client.get(INDEX, headers=headers), "Vault", status_code=403)


def test_entries_are_sentences_newest_first(danas: Client, dana: User, alice: User) -> None:
    alice.change_role(dana, "guest")
    alice.ban(dana)
    assert shown(danas) == [
        "dana banned alice, and removed 0 of their messages",
        "dana gave alice the role guest (before: member)",
    ]


def test_archiving_and_restoring_are_told_apart(danas: Client, dana: User, lobby: Room) -> None:
    lobby.archive(dana)
    lobby.restore(dana)
    assert shown(danas) == ["dana restored the room Lobby", "dana archived the room Lobby"]


def test_entries_are_found_by_who_what_and_to_what(
    danas: Client, dana: User, make_user: Callable[..., User], alice: User, bob: User
) -> None:
    erin = make_user("erin", role="administrator")
    alice.deactivate(dana)
    bob.deactivate(erin)
    bob.reactivate(erin)
    assert shown(danas, q="ERI") == ["erin reactivated bob", "erin deactivated bob"]
    assert shown(danas, verb="person.deactivate") == [
        "erin deactivated bob",
        "dana deactivated alice",
    ]
    assert shown(danas, target="ALIce") == ["dana deactivated alice"]
    assert shown(danas, q="dana", verb="person.reactivate") == []


@pytest.mark.parametrize(
    "query", [{"verb": "x"}, {"before": "x"}, {"before": "9" * 30}, {"before": "-1"}]
)
def test_search_that_makes_no_sense_is_none(
    danas: Client, dana: User, query: dict[str, str]
) -> None:
    AuditEntry.record(dana, "room.delete", "room 1: Vault")
    assert shown(danas, **query) == ["dana deleted the room Vault"]


def test_older_entries_are_a_page_away_and_keep_the_search(danas: Client, dana: User) -> None:
    for number in range(120):
        AuditEntry.record(dana, "room.delete", f"room {number}: Room {number}")
    numbers: list[str] = []
    address = f"{INDEX}?q=dana"
    for size in (50, 50, 20):
        html = danas.get(address, headers=HTMX).content.decode()
        page = re.findall(r"<bdi>Room (\d+)</bdi>", html)
        assert len(page) == size
        numbers += page
        if size == 50:
            (query,) = re.findall(r'href="(\?[^"]*before=\d+)"', html)
            assert query.startswith("?q=dana&amp;")
            address = INDEX + query.replace("&amp;", "&")
    assert numbers == [str(number) for number in reversed(range(120))]
    assert "before=" not in html


def test_htmx_gets_the_entries_alone(danas: Client) -> None:
    assertTemplateNotUsed(danas.get(INDEX, headers=HTMX), "chat/administration/audit/index.html")


def test_page_takes_as_many_queries_however_many_entries_there_are(
    danas: Client, dana: User
) -> None:
    counts = []
    for number in range(5):
        AuditEntry.record(dana, "room.delete", f"room {number}: Room {number}")
        with recorded_queries() as queries:
            danas.get(INDEX, headers=HTMX)
        counts.append(len(queries))
    assert set(counts) == {4}  # session, person; the verbs that there are, the entries


def test_entries_are_escaped(danas: Client, dana: User) -> None:
    AuditEntry.record(dana, "member.remove", f"room 1: {MARKUP}", person=MARKUP)
    response = danas.get(INDEX)
    assertNotContains(response, MARKUP)
    assertContains(response, "&lt;script&gt;", count=2)


def test_details_are_no_pattern(danas: Client, dana: User) -> None:
    AuditEntry.record(dana, "member.remove", "room 1: {person.password}", person="{0.__class__}")
    assert shown(danas) == ["dana removed {0.__class__} from the room {person.password}"]


def test_entry_that_lacks_a_detail_is_shown(danas: Client, dana: User) -> None:
    AuditEntry.record(dana, "person.ban", "user 1: alice")
    assert shown(danas) == ["dana banned alice, and removed ? of their messages"]


def test_verb_of_another_version_is_shown(danas: Client, dana: User) -> None:
    AuditEntry.record(dana, "person.praise", "user 1: alice")
    assert shown(danas) == ["dana did “person.praise” to alice"]


def recorded_verbs() -> set[str]:
    """All that the code records, with the ``act`` where there is one."""
    call = re.compile(r'(?:AuditEntry|room|self)\.record\(\s*[\w.]+,\s*"([\w.]+)",?([^()]*)')
    root: Path = settings.BASE_DIR / "chat"
    sources = [path.read_text() for path in root.rglob("*.py") if "tests" not in path.parts]
    calls = [found for source in sources for found in call.finditer(source)]
    acts = [(found[1], re.search(r'act="([^"]+)"', found[2])) for found in calls]
    return {f"{verb} {act[1]}" if act else verb for verb, act in acts}


def test_every_verb_that_is_recorded_has_a_sentence() -> None:
    verbs = recorded_verbs()
    assert verbs >= {"person.ban", "report.resolve", "invitation.manage issue"}
    assert verbs - SENTENCES.keys() == set()


@pytest.mark.parametrize("verb", SENTENCES)
def test_sentence_names_what_it_was_done_to(verb: str) -> None:
    name, _, act = verb.partition(" ")
    entry = AuditEntry(verb=name, target="thing 1: Something", details={"act": act} if act else {})
    assert sentence(entry).target == "Something"
