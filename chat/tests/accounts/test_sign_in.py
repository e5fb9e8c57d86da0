"""Signing in, by whichever way."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import BasePasswordHasher
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateUsed,
)

from chat.models import User
from chat.tests.accounts.codes import code_of

SIGN_IN = reverse("sign-in")
PASSWORD = "correct horse"


def sign_in(client: Client, login: str, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": login, "password": password})


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_address_signs_in_as_well(bob: User, visitor: Client) -> None:
    bob.email = "bob@example.org"
    bob.save()
    sign_in(visitor, "BOB@example.org")
    assert is_in(visitor)


def sentence_of(response: Any) -> list[str]:
    return re.findall(r'role="alert">(.*?)</div>', response.content.decode(), re.DOTALL)


def test_wrong_password_and_unknown_name_say_the_same(bob: User, visitor: Client) -> None:
    bob.email = "bob@example.org"
    bob.save()
    answers = [
        sentence_of(sign_in(visitor, login, "wrong"))
        for login in ("bob", "nobody", "bob@example.org", "nobody@example.org")
    ]
    assert len(answers[0]) == 1
    assert answers.count(answers[0]) == len(answers)


def test_unknown_name_costs_a_hash_too(
    bob: User, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the time would tell who is here."""
    hashed: list[str] = []

    def encode(self: BasePasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return f"md5${salt}$nothing"

    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", encode)
    costs = []
    for login in ("bob", "nobody", "nobody@example.org"):
        before = len(hashed)
        sign_in(visitor, login, "wrong")
        costs.append(len(hashed) - before)
    assert costs[0] >= 1
    assert costs[0] == costs[1]
    assert costs[2] >= 1


def test_account_that_is_not_active_is_told_so_plainly(make_user: Any, visitor: Client) -> None:
    make_user("dana", is_active=False)
    response = sign_in(visitor, "dana")
    assertRedirects(response, reverse("account_inactive"))
    assertContains(visitor.get(response.headers["Location"]), "ask an administrator")
    assert not is_in(visitor)
    # Whoever does not know the password learns nothing.
    assertTemplateUsed(sign_in(visitor, "dana", "wrong"), "account/login.html")


@pytest.mark.usefixtures("limits_on")
def test_guessing_a_password_ends(bob: User, visitor: Client) -> None:
    for _ in range(5):
        sign_in(visitor, "bob", "wrong")
    assertContains(sign_in(visitor, "bob"), "Too many attempts", status_code=422)
    assert not is_in(visitor)


@pytest.mark.usefixtures("limits_on")
def test_many_sign_ins_from_an_address_get_a_page(bob: User, visitor: Client) -> None:
    for number in range(60):
        sign_in(visitor, f"guess{number}", "wrong")
    response = sign_in(visitor, "bob")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assertTemplateUsed(response, "429.html")


def test_administration_has_no_sign_in_of_its_own(make_user: Any, visitor: Client) -> None:
    """Its own form would ask for no second factor."""
    make_user("dana", role="administrator")
    login = reverse("admin:login")
    visitor.post(login, {"username": "dana", "password": PASSWORD})
    assert not is_in(visitor)
    assert visitor.get(login).headers["Location"].startswith(SIGN_IN)


def test_signing_in_begins_a_session_that_is_listed(bob: User) -> None:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(client, "bob")
    assertContains(client.get(reverse("usersessions_list")), "Firefox on Windows", count=1)


# Second factors


@pytest.fixture
def secret(bob: User) -> str:
    """Bob's app is set up."""
    secret = generate_totp_secret()
    TOTP.activate(bob, secret)
    return secret


def test_password_alone_is_not_enough(bob: User, secret: str, visitor: Client) -> None:
    response = sign_in(visitor, "bob")
    assertRedirects(response, reverse("mfa_authenticate"))
    assert not is_in(visitor)
    assert visitor.get("/").status_code == 302


def second(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def test_code_of_the_app_signs_in_once(bob: User, secret: str, visitor: Client) -> None:
    code = code_of(secret)
    sign_in(visitor, "bob")
    second(visitor, code)
    assert is_in(visitor)
    other = Client()
    sign_in(other, "bob")
    assertContains(second(other, code), "Incorrect code", status_code=422)
    assert not is_in(other)


def test_code_of_another_time_signs_nobody_in(bob: User, secret: str, visitor: Client) -> None:
    sign_in(visitor, "bob")
    second(visitor, code_of(secret, time.time() - 120))
    assert not is_in(visitor)


def test_code_without_the_password_signs_nobody_in(bob: User, secret: str, visitor: Client) -> None:
    assertRedirects(second(visitor, code_of(secret)), SIGN_IN)
    assert not is_in(visitor)


def test_recovery_code_signs_in_once(bob: User, secret: str, visitor: Client) -> None:
    codes = RecoveryCodes.activate(bob).get_unused_codes()
    sign_in(visitor, "bob")
    second(visitor, codes[0])
    assert is_in(visitor)
    other = Client()
    sign_in(other, "bob")
    second(other, codes[0])
    assert not is_in(other)


def test_factor_is_not_set_up_without_the_password(bob: User) -> None:
    """By somebody at a browser that was left open."""
    client = Client()
    client.force_login(bob)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        response = client.get(reverse(name))
        assert response.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_key_of_the_app_is_drawn_without_styles(bob: User) -> None:
    client = Client()
    client.force_login(bob)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assertContains(page, "<svg")
    assertNotContains(page, "style=")
    assertNotContains(page, "data:image")


# Addresses


@pytest.mark.usefixtures("with_mail")
def test_who_never_gave_an_address_signs_in(bob: User, visitor: Client) -> None:
    sign_in(visitor, "bob")
    assert is_in(visitor)


@pytest.mark.usefixtures("with_mail")
def test_address_of_another_person_is_not_taken(
    bob: User, alice: User, mailoutbox: list[EmailMessage]
) -> None:
    EmailAddress.objects.create(user=alice, email="alice@example.org", verified=True, primary=True)
    client = Client()
    client.force_login(bob)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "alice@example.org", "action_add": ""})
    for letter in mailoutbox:
        if found := re.search(r"http://testserver(/\S+confirm\S+)", str(letter.body)):
            client.post(found[1])
    assert not EmailAddress.objects.filter(user=bob, verified=True).exists()


@pytest.mark.parametrize("name", ["account_email", "account_email_verification_sent"])
def test_without_mail_there_are_no_pages_about_it(bob: User, name: str) -> None:
    client = Client()
    client.force_login(bob)
    assert client.get(reverse(name)).status_code == 404


def test_without_providers_there_are_no_pages_about_them(
    bob: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(bob)
    assert client.get(reverse("socialaccount_connections")).status_code == 404
    assert client.post(reverse("openid_connect_login", args=["company"])).status_code == 404
