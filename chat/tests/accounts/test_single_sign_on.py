"""Single sign-on, by a provider that is a process of its own."""

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects, assertTemplateUsed

from chat.models import Room, User
from chat.tests.accounts.provider import Provider
from chat.tests.accounts.test_sign_up import invite

LOGIN = reverse("openid_connect_login", args=["company"])
INDEX = reverse("room-index")


def leave(client: Client, **query: str) -> str:
    """The provider's page, to which our own leads."""
    page = client.post(LOGIN, query_params=query)
    assertTemplateUsed(page, "socialaccount/leaving.html")
    found = re.search(r'content="0; url=([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def come_in(client: Client, provider: Provider, sub: str, **query: str) -> Any:
    back = urlsplit(provider.authorize(leave(client, **query), sub))
    return client.get(f"{back.path}?{back.query}")


def who(client: Client) -> str:
    pk = client.session.get(SESSION_KEY)
    return User.objects.get(pk=pk).username if pk else ""


def test_button_is_on_the_sign_in_page(ada: User, company: Provider, visitor: Client) -> None:
    assertContains(visitor.get(reverse("sign-in")), "Sign in with Company")


def test_somebody_new_becomes_a_member(ada: User, company: Provider, visitor: Client) -> None:
    assertRedirects(come_in(visitor, company, "dana"), INDEX)
    dana = User.objects.get(username="dana")
    assert who(visitor) == "dana"
    assert (dana.role, dana.name, dana.email) == ("member", "Dana Doe", "dana@example.org")
    assert not dana.has_usable_password()
    assert EmailAddress.objects.get(user=dana).verified


def test_they_are_the_same_person_the_next_time(
    ada: User, company: Provider, visitor: Client
) -> None:
    come_in(Client(), company, "dana")
    come_in(visitor, company, "dana")
    assert who(visitor) == "dana"
    assert User.objects.count() == 2


def test_invitation_is_accepted_on_the_way(ada: User, company: Provider, visitor: Client) -> None:
    room = Room.objects.start("Garden", ada)
    invite(visitor, ada, role="guest", rooms=[room])
    assertRedirects(come_in(visitor, company, "dana"), reverse("room-show", args=[room.pk]))
    assert User.objects.get(username="dana").is_guest


def test_name_that_is_taken_gets_another(
    ada: User, make_user: Any, company: Provider, visitor: Client
) -> None:
    make_user("dana")
    come_in(visitor, company, "dana")
    assert who(visitor).startswith("dana")
    assert who(visitor) != "dana"


def test_name_is_made_of_the_address_where_there_is_no_other(
    ada: User, company: Provider, visitor: Client
) -> None:
    come_in(visitor, company, "erin")
    assert who(visitor) == "erin"


def test_address_that_both_sides_verified_is_the_same_person(
    ada: User, make_user: Any, company: Provider, visitor: Client
) -> None:
    ours = make_user("old-dana")
    EmailAddress.objects.create(user=ours, email="Dana@example.org", verified=True, primary=True)
    come_in(visitor, company, "dana")
    assert who(visitor) == "old-dana"
    assert SocialAccount.objects.get().user == ours


def test_unverified_address_takes_over_no_account(
    ada: User, make_user: Any, company: Provider, visitor: Client
) -> None:
    """Mallory's account at the provider says that she is Dana, and nobody has checked."""
    ours = make_user("old-dana", email="dana@example.org")
    EmailAddress.objects.create(user=ours, email="dana@example.org", verified=True, primary=True)
    come_in(visitor, company, "mallory")
    mallory = User.objects.get(username=who(visitor))
    assert mallory != ours
    assert mallory.email == ""
    assert not EmailAddress.objects.filter(user=mallory).exists()


@pytest.mark.parametrize("claimed", ["in the list", "in the field"])
def test_address_that_is_only_claimed_here_is_no_match(
    ada: User, make_user: Any, company: Provider, visitor: Client, claimed: str
) -> None:
    """Or whoever writes somebody's address into their account would be given the other's visits, and they theirs."""
    ours = make_user("squatter", email="dana@example.org" if claimed == "in the field" else "")
    if claimed == "in the list":
        EmailAddress.objects.create(user=ours, email="dana@example.org", verified=False)
    come_in(visitor, company, "dana")
    dana = User.objects.get(username=who(visitor))
    assert dana != ours
    ours.refresh_from_db()
    assert ours.has_usable_password()
    assert dana.email == ""


def test_second_factor_is_asked_for(
    ada: User, make_user: Any, company: Provider, visitor: Client
) -> None:
    ours = make_user("old-dana")
    EmailAddress.objects.create(user=ours, email="dana@example.org", verified=True, primary=True)
    TOTP.activate(ours, generate_totp_secret())
    assertRedirects(come_in(visitor, company, "dana"), reverse("mfa_authenticate"))
    assert who(visitor) == ""


def test_deactivated_person_does_not_come_in(ada: User, company: Provider, visitor: Client) -> None:
    come_in(Client(), company, "dana")
    dana = User.objects.get(username="dana")
    dana.is_active = False
    dana.save()
    assertRedirects(come_in(visitor, company, "dana"), reverse("account_inactive"))
    assert who(visitor) == ""


def test_nobody_is_the_first_by_it(db: None, company: Provider, visitor: Client) -> None:
    come_in(visitor, company, "dana")
    assert not User.objects.exists()


def test_answer_for_another_browser_is_refused(
    ada: User, company: Provider, visitor: Client
) -> None:
    """Or a link could sign somebody in as another, whose room they then write in."""
    back = urlsplit(company.authorize(leave(Client()), "dana"))
    response = visitor.get(f"{back.path}?{back.query}")
    assertTemplateUsed(response, "socialaccount/authentication_error.html")
    assert who(visitor) == ""


def test_provider_is_asked_with_a_proof_key(ada: User, company: Provider, visitor: Client) -> None:
    query = parse_qs(urlsplit(leave(visitor)).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [
        f"http://testserver{reverse('openid_connect_callback', args=['company'])}"
    ]


def test_link_of_another_site_connects_nothing(ada: User, company: Provider) -> None:
    """Only a form of ours begins: by a link, somebody else's account could be tied to one's own."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    page = client.get(LOGIN, query_params={"process": "connect"})
    assert page.status_code != 302
    assertTemplateUsed(page, "socialaccount/login.html")
    assert client.post(LOGIN, query_params={"process": "connect"}).status_code == 403


def test_account_is_connected_and_disconnected(ada: User, company: Provider) -> None:
    client = Client()
    client.post(reverse("sign-in"), {"login": "ada", "password": "correct horse"})
    client.post(reverse("account_reauthenticate"), {"password": "correct horse"})
    connections = reverse("socialaccount_connections")
    come_in(client, company, "erin", process="connect", next=connections)
    account = SocialAccount.objects.get()
    assert account.user == ada
    assertContains(client.get(connections), "Disconnect")
    client.post(connections, {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_provider_that_does_not_answer_gets_a_page(
    ada: User, company: Provider, visitor: Client, settings: Any
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    response = visitor.post(LOGIN)
    assertTemplateUsed(response, "socialaccount/authentication_error.html")
