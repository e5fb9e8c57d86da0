"""Whom Roomful lets in."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects, assertTemplateUsed

from chat.accounts.sign_up import INVITATION
from chat.models import Invitation, Room, User
from chat.tests.threads import at_once

SIGN_UP = reverse("sign-up")
PASSWORD = "correct horse"
FORM = {"username": "dana", "password1": PASSWORD, "password2": PASSWORD}
MAILED = {**FORM, "email": "dana@example.org"}
SetMode = Callable[..., None]


def invite(client: Client, by: User, **values: Any) -> Invitation:
    """Somebody has opened the link."""
    invitation, token = Invitation.objects.issue(by, **values)
    session = client.session
    session[INVITATION] = token
    session.save()
    return invitation


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(letter.body))
    assert found
    return found[1]


def test_uninvited_visitor_is_told_whom_to_ask(ada: User, visitor: Client) -> None:
    for response in (visitor.get(SIGN_UP), visitor.post(SIGN_UP, FORM)):
        assertTemplateUsed(response, "account/signup_closed.html")
        assertContains(response, "an administrator")
    assert User.objects.get() == ada


def test_made_up_invitation_lets_nobody_in(ada: User, visitor: Client) -> None:
    session = visitor.session
    session[INVITATION] = "made up"
    session.save()
    visitor.post(SIGN_UP, FORM)
    assert User.objects.get() == ada


def test_invited_person_lands_in_the_room(ada: User, visitor: Client) -> None:
    room = Room.objects.start("Garden", ada)
    invitation = invite(visitor, ada, role="guest", rooms=[room])
    assertTemplateUsed(visitor.get(SIGN_UP), "account/signup.html")
    response = visitor.post(SIGN_UP, FORM)
    assertRedirects(response, reverse("room-show", args=[room.pk]))
    dana = User.objects.get(username="dana")
    assert (dana.role, dana.invitation) == ("guest", invitation)
    assert INVITATION not in visitor.session


def test_invitation_that_ended_meanwhile_makes_nobody(
    ada: User, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else took its last use between the page's question and the sign-up."""
    invitation = invite(visitor, ada, max_uses=1)
    monkeypatch.setattr("chat.accounts.sign_up.invitation_of", lambda request: invitation)
    Invitation.objects.update(uses=1)
    response = visitor.post(SIGN_UP, FORM)
    page = reverse("invitation-show", args=[visitor.session[INVITATION]])
    assertRedirects(response, page, status_code=302, target_status_code=410)
    assert User.objects.get() == ada
    assert not is_in(visitor)


@pytest.mark.django_db(transaction=True)
def test_last_use_lets_one_of_many_in(ada: User) -> None:
    _, token = Invitation.objects.issue(ada, max_uses=1)
    browsers = []
    for _ in range(4):
        browser = Client()
        session = browser.session
        session[INVITATION] = token
        session.save()
        browsers.append(browser)

    def sign_up(number: int) -> bool:
        browsers[number].post(SIGN_UP, {**FORM, "username": f"person{number}"})
        return is_in(browsers[number])

    assert sorted(at_once([partial(sign_up, number) for number in range(4)])) == [False] * 3 + [
        True
    ]
    assert User.objects.count() == 2


def test_without_mail_no_domain_lets_people_in(visitor: Client, sign_up_is: SetMode) -> None:
    sign_up_is("domain", "example.org")
    assertTemplateUsed(visitor.get(SIGN_UP), "account/signup_closed.html")
    visitor.post(SIGN_UP, MAILED)
    assert not User.objects.filter(username="dana").exists()


@pytest.mark.usefixtures("with_mail")
def test_address_of_the_domain_is_proved_by_mail(
    visitor: Client, sign_up_is: SetMode, mailoutbox: list[EmailMessage]
) -> None:
    sign_up_is("domain", "example.org example.com")
    assertContains(visitor.get(SIGN_UP), "@example.org, @example.com")
    response = visitor.post(SIGN_UP, MAILED)
    assertRedirects(response, reverse("account_email_verification_sent"))
    assert not is_in(visitor)

    # Nor does the password let anybody in before that.
    other = Client()
    other.post(reverse("sign-in"), {"login": "dana", "password": PASSWORD})
    assert not is_in(other)

    link = link_in(mailoutbox[0])
    assert not is_in(visitor)
    visitor.post(link)
    assert is_in(visitor)


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize(
    "email", ["dana@example.net", "dana@sub.example.org", "dana@notexample.org", "example.org"]
)
def test_address_of_elsewhere_is_refused(
    visitor: Client, sign_up_is: SetMode, mailoutbox: list[EmailMessage], email: str
) -> None:
    sign_up_is("domain", "example.org")
    assert visitor.post(SIGN_UP, {**MAILED, "email": email}).status_code == 422
    assert not User.objects.filter(username="dana").exists()
    assert mailoutbox == []


@pytest.mark.usefixtures("with_mail")
def test_mailed_invitation_proves_its_address(ada: User, visitor: Client) -> None:
    invite(visitor, ada, email="dana@example.org")
    visitor.post(SIGN_UP, MAILED)
    assert is_in(visitor)


@pytest.mark.usefixtures("with_mail")
def test_mailed_invitation_proves_no_other_address(ada: User, visitor: Client) -> None:
    invite(visitor, ada, email="somebody@example.org")
    visitor.post(SIGN_UP, MAILED)
    assert not is_in(visitor)


@pytest.mark.usefixtures("with_mail")
def test_sign_up_does_not_tell_who_has_an_account(
    visitor: Client, sign_up_is: SetMode, mailoutbox: list[EmailMessage], make_user: Any
) -> None:
    """The address of somebody who is here gets the same answer; the letter alone says it."""
    sign_up_is("open")
    make_user("erin", email="erin@example.org")
    taken = visitor.post(SIGN_UP, {**MAILED, "email": "erin@example.org"})
    free = Client().post(SIGN_UP, {**MAILED, "username": "fay", "email": "fay@example.org"})
    assert (taken.status_code, taken.headers["Location"]) == (
        free.status_code,
        free.headers["Location"],
    )
    assert not User.objects.filter(username="dana").exists()
    subjects = {letter.to[0]: letter.subject for letter in mailoutbox}
    assert subjects["erin@example.org"] == "You have an account already"
    assert subjects["fay@example.org"] == "Is this your address?"


def test_sign_up_at_the_same_time_with_one_name_makes_one(
    visitor: Client, sign_up_is: SetMode, monkeypatch: pytest.MonkeyPatch, make_user: Any
) -> None:
    """The name was free when the form was checked."""
    sign_up_is("open")
    make_user("dana")
    monkeypatch.setattr(
        "chat.accounts.adapter.AccountAdapter.clean_username", lambda *args, **options: "dana"
    )
    response = visitor.post(SIGN_UP, FORM)
    assertContains(response, "already exists", status_code=422)
    assert not is_in(visitor)
