"""What was brought before the administrators."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import AuditEntry, Message, Report, Room, User

INDEX = reverse("administration-reports")
ACTS = ["report-resolve", "report-remove-message", "report-deactivate", "report-ban"]
MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def report(lobby: Room, alice: User, bob: User) -> Report:
    lobby.post(bob, "said before")
    message = lobby.post(alice, "You fool!")
    lobby.post(bob, "said after")
    return Report.objects.file(message, bob, "He is rude.")


def url(report: Report, name: str) -> str:
    return reverse(name, args=[report.pk])


@pytest.mark.parametrize("role", ["member", "guest", "bot"])
def test_others_may_not(
    make_user: Callable[..., User], signed_in: Callable[[User], Client], report: Report, role: str
) -> None:
    client = signed_in(make_user("eve", role=role))
    assertNotContains(client.get(INDEX), "You fool!", status_code=403)
    for name in ACTS:
        assert client.post(url(report, name)).status_code == 403
    assert Report.objects.open().exists()
    assert User.objects.get(username="alice").is_active
    assert not AuditEntry.objects.exists()


def test_report_shows_who_what_and_where_and_nothing_around_it(
    danas: Client, report: Report, alice: User
) -> None:
    Message.objects.get(text="You fool!").edit(alice, "You friend!")
    response = danas.get(INDEX)
    for part in ("You fool!", "He is rude.", "alice", "bob", "Lobby"):
        assertContains(response, part)
    for part in ("You friend!", "said before", "said after"):
        assertNotContains(response, part)


def test_conversation_and_lost_room_have_no_name(
    danas: Client, lobby: Room, report: Report
) -> None:
    Room.objects.filter(pk=lobby.pk).update(kind="direct", direct_key="x", name="")
    assertContains(danas.get(INDEX), "In a conversation")
    lobby.delete()
    response = danas.get(INDEX)
    assertContains(response, "In a room that is deleted")
    assertContains(response, "You fool!")


def test_report_is_resolved(danas: Client, report: Report) -> None:
    assertRedirects(danas.post(url(report, "report-resolve")), INDEX)
    assertNotContains(danas.get(INDEX), "You fool!")
    resolved = danas.get(f"{INDEX}?resolved")
    assertContains(resolved, "You fool!")
    assertContains(resolved, "Resolved by <bdi>dana</bdi>")


def test_message_is_deleted(danas: Client, report: Report) -> None:
    danas.post(url(report, "report-remove-message"))
    assert Message.objects.get(pk=report.message_id).is_deleted
    response = danas.get(INDEX)
    assertContains(response, "the message was deleted")
    assertNotContains(response, url(report, "report-remove-message"))


@pytest.mark.parametrize(
    ("name", "state"), [("report-deactivate", "deactivated"), ("report-ban", "banned")]
)
def test_author_is_shut_out(danas: Client, report: Report, name: str, state: str) -> None:
    danas.post(url(report, name))
    assert User.objects.get(username="alice").state == state
    assertNotContains(danas.get(INDEX), url(report, name))


def test_refused_act_says_why(danas: Client, dana: User, lobby: Room, bob: User) -> None:
    """An administrator is reported, and looks at it."""
    lobby.join(dana)
    report = Report.objects.file(lobby.post(dana, "You fool!"), bob)
    response = danas.post(url(report, "report-ban"), follow=True)
    assertContains(response, "You cannot do that to yourself")
    dana.refresh_from_db()
    assert dana.is_active


def test_navigation_counts_open_reports(
    danas: Client, dana: User, report: Report, signed_in: Callable[[User], Client]
) -> None:
    counted = '<span class="tabs__count">1<'
    assertContains(danas.get(reverse("administration-people")), counted)
    report.resolve(dana)
    assertNotContains(danas.get(reverse("administration-people")), "tabs__count")


def test_what_is_reported_is_escaped(danas: Client, lobby: Room, alice: User, bob: User) -> None:
    Report.objects.file(lobby.post(alice, MARKUP), bob, MARKUP)
    assertNotContains(danas.get(INDEX), MARKUP)


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_posted_from_our_pages_only(
    danas: Client, dana: User, report: Report, name: str
) -> None:
    assert danas.get(url(report, name)).status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(dana)
    assert careful.post(url(report, name)).status_code == 403
    assert danas.post(reverse(name, args=[999_999])).status_code == 404
    assert not AuditEntry.objects.exists()
