"""A message is brought before the administrators."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Message, Report, Room, User

MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def insult(lobby: Room, alice: User) -> Message:
    return lobby.post(alice, "You fool!")


@pytest.fixture
def url(insult: Message) -> str:
    return reverse("report-create", args=[insult.pk])


def test_message_says_where_it_is_reported(lobby: Room, url: str, bobs: Client) -> None:
    said = lobby.messages.get()
    page = reverse("message-show", args=[said.pk])
    assertContains(bobs.get(reverse("room-show", args=[lobby.pk])), f'href="{page}"')
    assertContains(bobs.get(page), f'href="{url}"')


def test_page_shows_what_is_reported(url: str, bobs: Client) -> None:
    response = bobs.get(url)
    assertContains(response, "You fool!")
    assertContains(response, "alice")


def test_report_is_filed_and_the_page_says_so(url: str, bob: User, bobs: Client) -> None:
    response = bobs.post(url, {"reason": "Rude."})
    assertRedirects(response, url)
    report = Report.objects.get()
    assert (report.reporter, report.reason, report.text) == (bob, "Rude.", "You fool!")
    response = bobs.get(url)
    assertContains(response, "You have reported this message")
    assertNotContains(response, "<textarea")


def test_report_needs_no_reason_and_is_filed_once(url: str, bobs: Client) -> None:
    bobs.post(url)
    bobs.post(url, {"reason": "Again."})
    assert Report.objects.get().reason == ""


def test_reason_that_is_too_long_stays_in_its_field(url: str, bobs: Client) -> None:
    reason = "x" * 1_001
    response = bobs.post(url, {"reason": reason})
    assertContains(response, "at most 1000 characters", status_code=422)
    assertContains(response, reason, status_code=422)
    assert not Report.objects.exists()


def test_what_is_reported_is_escaped(lobby: Room, alice: User, bobs: Client) -> None:
    message = lobby.post(alice, MARKUP)
    response = bobs.post(reverse("report-create", args=[message.pk]), {"reason": MARKUP + "\x00"})
    assertNotContains(response, MARKUP, status_code=422)


def test_outsider_gets_404(url: str, carols: Client) -> None:
    """As for a message that is not there."""
    for client, address in ((carols, url), (carols, "/messages/999999/report/")):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert not Report.objects.exists()


def test_own_message_is_not_reported(url: str, alices: Client) -> None:
    assert alices.get(url).status_code == 403
    assert alices.post(url).status_code == 403
    assert not Report.objects.exists()


def test_what_was_deleted_is_not_reported(
    url: str, insult: Message, alice: User, lobby: Room, bobs: Client
) -> None:
    insult.erase(alice)
    assert bobs.post(url).status_code == 403
    assertNotContains(bobs.get(reverse("room-show", args=[lobby.pk])), url)


def test_reporter_who_was_removed_learns_no_more(
    url: str, lobby: Room, bob: User, bobs: Client
) -> None:
    bobs.post(url)
    lobby.leave(bob)
    assert bobs.get(url).status_code == 404


def test_visitor_signs_in_first(url: str, visitor: Client) -> None:
    assert visitor.get(url).status_code == 302


def test_another_site_reports_nothing(url: str, bob: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    assert client.post(url).status_code == 403
    assert not Report.objects.exists()


def test_reports_are_limited(lobby: Room, alice: User, bobs: Client, limits_on: None) -> None:
    statuses = []
    for number in range(21):
        message = lobby.post(alice, f"number {number}")
        statuses.append(bobs.post(reverse("report-create", args=[message.pk])).status_code)
    assert statuses == [302] * 20 + [429]
    assert Report.objects.count() == 20
