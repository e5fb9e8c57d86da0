"""New passwords, and the end of what the old one opened."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects, assertTemplateUsed

from chat.models import AuditEntry, User

RESET = reverse("account_reset_password")
PASSWORD, NEW = "correct horse", "another horse battery"
SignedIn = Callable[[User], Client]


def make_link(client: Client, person: User) -> str:
    response = client.post(reverse("person-reset-link", args=[person.pk]))
    found = re.search(
        r"http://testserver(/account/password/reset/key/[^<]+)", response.content.decode()
    )
    assert found, response.content.decode()
    return found[1]


def use(client: Client, link: str) -> Any:
    page = client.get(link)
    if page.status_code != 302:
        return page
    return client.post(page.headers["Location"], {"password1": NEW, "password2": NEW})


def test_without_mail_one_asks_an_administrator(bob: User, visitor: Client) -> None:
    for response in (visitor.get(RESET), visitor.post(RESET, {"email": "bob@example.org"})):
        assertTemplateUsed(response, "account/password_reset_without_mail.html")


def test_link_of_an_administrator_works_once(
    ada: User, bob: User, signed_in: SignedIn, visitor: Client
) -> None:
    link = make_link(signed_in(ada), bob)
    assertRedirects(use(visitor, link), reverse("account_reset_password_from_key_done"))
    bob.refresh_from_db()
    assert bob.check_password(NEW)
    assert SESSION_KEY not in visitor.session
    assertContains(use(Client(), link), "does not work any more")


def test_link_ends_after_an_hour(
    ada: User, bob: User, signed_in: SignedIn, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make_link(signed_in(ada), bob)
    now = PasswordResetTokenGenerator()._now
    monkeypatch.setattr(
        PasswordResetTokenGenerator, "_now", lambda self: now() + timedelta(minutes=61)
    )
    assertContains(use(visitor, link), "does not work any more")
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_making_a_link_is_in_the_audit_log(ada: User, bob: User, signed_in: SignedIn) -> None:
    link = make_link(signed_in(ada), bob)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == (ada, "person.reset_password")
    assert "bob" in entry.target
    assert link.rpartition("-")[2] not in f"{entry.target}{entry.details}"


def test_members_make_no_links(bob: User, alice: User, signed_in: SignedIn) -> None:
    response = signed_in(bob).post(reverse("person-reset-link", args=[alice.pk]))
    assert response.status_code == 403
    assert not AuditEntry.objects.exists()


def test_bots_have_no_passwords(ada: User, make_user: Any, signed_in: SignedIn) -> None:
    bot = make_user("bot", role="bot", owner=ada)
    response = signed_in(ada).post(reverse("person-reset-link", args=[bot.pk]))
    assert response.status_code == 403


def test_who_deleted_their_account_gets_no_link(ada: User, bob: User, signed_in: SignedIn) -> None:
    bob.delete_account()
    response = signed_in(ada).post(reverse("person-reset-link", args=[bob.pk]))
    assert response.status_code == 403


def test_new_password_ends_all_sessions(
    ada: User, bob: User, signed_in: SignedIn, visitor: Client
) -> None:
    """Their rows too, which open sockets are asked for."""
    there = Client()
    there.post(reverse("sign-in"), {"login": "bob", "password": PASSWORD})
    key = there.session.session_key
    use(visitor, make_link(signed_in(ada), bob))
    assert not Session.objects.filter(session_key=key).exists()
    assert there.get("/").status_code == 302


def test_changing_the_password_ends_the_other_sessions(bob: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("sign-in"), {"login": "bob", "password": PASSWORD})
    key = there.session.session_key
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assertRedirects(here.post(reverse("account_change_password"), form), reverse("account"))
    assert not Session.objects.filter(session_key=key).exists()
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_sessions_are_ended_one_by_one(bob: User, alice: User, signed_in: SignedIn) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("sign-in"), {"login": "bob", "password": PASSWORD})
    page = here.get(reverse("usersessions_list")).content.decode()
    [end] = re.findall(r'action="(/account/sessions/\d+/end/)"', page)
    assert signed_in(alice).post(end).status_code == 404
    assert there.get("/").status_code == 200
    here.post(end)
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_last_use_is_noted_now_and_then(
    bob: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    client = Client()
    client.post(reverse("sign-in"), {"login": "bob", "password": PASSWORD})
    [session] = bob.usersession_set.all()
    later = timezone.now() + timedelta(minutes=11)
    client.get("/")
    assert bob.usersession_set.get().last_seen_at == session.last_seen_at
    monkeypatch.setattr("chat.accounts.sessions.timezone.now", lambda: later)
    client.get("/")
    assert bob.usersession_set.get().last_seen_at == later


# By mail


@pytest.mark.usefixtures("with_mail")
def test_mail_brings_a_link(bob: User, visitor: Client, mailoutbox: list[EmailMessage]) -> None:
    EmailAddress.objects.create(user=bob, email="bob@example.org", verified=True, primary=True)
    visitor.post(RESET, {"email": "bob@example.org"})
    [letter] = mailoutbox
    link = re.search(r"http://testserver(/\S+)", str(letter.body))
    assert link
    use(visitor, link[1])
    bob.refresh_from_db()
    assert bob.check_password(NEW)


@pytest.mark.usefixtures("with_mail")
def test_reset_does_not_tell_who_has_an_account(
    bob: User, visitor: Client, mailoutbox: list[EmailMessage]
) -> None:
    EmailAddress.objects.create(user=bob, email="bob@example.org", verified=True, primary=True)
    known, unknown = (
        visitor.post(RESET, {"email": email}) for email in ("bob@example.org", "no@example.org")
    )
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert [letter.to for letter in mailoutbox] == [["bob@example.org"], ["no@example.org"]]


@pytest.mark.usefixtures("with_mail")
def test_letters_are_plain_text(bob: User, visitor: Client, mailoutbox: list[EmailMessage]) -> None:
    bob.display_name = "B & <b>ob</b>"
    bob.save()
    EmailAddress.objects.create(user=bob, email="bob@example.org", verified=True, primary=True)
    visitor.post(RESET, {"email": "bob@example.org"})
    [letter] = mailoutbox
    assert "Hello B & <b>ob</b>," in letter.body
    assert not getattr(letter, "alternatives", None)
