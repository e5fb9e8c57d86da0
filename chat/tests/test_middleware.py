"""Who is not signed in, at every address."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.asserts import (
    assertContains,
    assertRedirects,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import Room, User
from chat.urls import urlpatterns

HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
SIGN_IN = reverse("sign-in")
FIRST_RUN = reverse("first-run")
PUBLIC = {
    "account_inactive",
    "account_login",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "offline",
    "service-worker",
    "sign-in",
    "sign-up",
    "signed-out",
    "workspace-accent",
    "account_signup",
}
#: They answer strangers, with something else than a page: on to the first page, or not at all without what
#: they need: mail, a provider, an invitation, a session, a logo.
NOT_PAGES = {
    "first-run",
    "invitation-show",
    "picture",
    "sign-out",
    "workspace-logo",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_reset_password_done",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_cancelled",
}


def all_of(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from all_of(pattern.url_patterns)
        else:
            yield pattern


def address(name: str) -> str:
    """With ones wherever an address wants something: a key, a token, a colour."""
    [(_, wanted)] = get_resolver().reverse_dict.getlist(name)[0][0]
    return reverse(name, args=["111111" for _ in wanted])


NAMES = {str(pattern.name) for pattern in all_of(urlpatterns)}
PRIVATE = sorted({address(name) for name in NAMES - PUBLIC - NOT_PAGES})


def test_there_are_addresses_to_try() -> None:
    assert PUBLIC | NOT_PAGES < NAMES
    assert len(PRIVATE) > 15


def test_visitor_sees_the_public_pages(alice: User, client: Client) -> None:
    for name in PUBLIC:
        assert client.get(address(name)).status_code == 200, name


def test_visitor_gets_no_page_where_there_is_none(alice: User, client: Client) -> None:
    for name in NOT_PAGES:
        assert client.get(address(name)).status_code in {302, 404, 405}, name


def test_visitor_is_led_to_the_sign_in(alice: User, client: Client) -> None:
    for url in PRIVATE:
        for response in (client.get(url), client.post(url)):
            assert response.status_code == 302
            assert response.headers["Location"].startswith(SIGN_IN)


def test_sign_in_knows_which_page_was_asked_for(alice: User, client: Client) -> None:
    for url in PRIVATE:
        assertRedirects(client.get(f"{url}?before=7"), f"{SIGN_IN}?next={url}%3Fbefore%3D7")


@pytest.mark.parametrize("url", PRIVATE)
def test_form_without_a_session_leads_to_a_page_after_the_sign_in(
    lobby: Room, bob: User, client: Client, url: str
) -> None:
    """A form's own address cannot be visited: 405."""
    url = url.replace("/1/", f"/{lobby.pk}/")
    refused = client.post(url, {"name": "Hall", "message": "hello"})
    credentials = {"login": "bob", "password": "correct horse"}
    response = client.post(refused.headers["Location"], credentials, follow=True)
    assert client.session[SESSION_KEY] == str(bob.pk)
    assert response.status_code == 200


def test_htmx_gets_a_notice(alice: User, client: Client) -> None:
    for url in PRIVATE:
        for response in (client.get(url, headers=HTMX), client.post(url, headers=HTMX)):
            assertContains(response, 'id="notice"', status_code=401)
            assertContains(response, f'href="{SIGN_IN}"', status_code=401)
            assertTemplateUsed(response, "chat/people/_signed_out.html")
            assertTemplateNotUsed(response, "base.html")


def test_who_goes_to_another_page_signs_in_on_the_way(alice: User, client: Client) -> None:
    """The whole browser goes: a sign-in page within the page would stand in an old frame."""
    for url in PRIVATE:
        response = client.get(f"{url}?before=7&q=a%20b", headers=BOOSTED)
        assert response.status_code == 200
        assert response.content == b""
        assert "Location" not in response.headers
        target = response.headers["HX-Redirect"]
        assert target == f"{SIGN_IN}?next={quote(f'{url}?before=7&q=a%20b', safe='')}"


def test_boosted_visitor_gets_to_the_page_after_the_sign_in(
    lobby: Room, bob: User, client: Client
) -> None:
    page = f"{reverse('room-show', args=[lobby.pk])}?before=7"
    target = client.get(page, headers=BOOSTED).headers["HX-Redirect"]
    credentials = {"login": "bob", "password": "correct horse"}
    assertRedirects(client.post(target, credentials), page)


def test_boosted_form_without_a_session_gets_a_notice(alice: User, client: Client) -> None:
    """What was typed stays where it is."""
    for url in PRIVATE:
        response = client.post(url, headers=BOOSTED)
        assertContains(response, 'id="notice"', status_code=401)
        assert "HX-Redirect" not in response.headers


def test_page_of_a_session_that_has_ended_is_not_restored(alice: User, client: Client) -> None:
    """Going back asks for a page too, but only a whole page can sign in: the browser loads it (navigation.js)."""
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    for url in PRIVATE:
        assert client.get(url, headers=headers).status_code == 401


@pytest.mark.parametrize("headers", [{}, HTMX, BOOSTED], ids=["plain", "htmx", "boosted"])
@pytest.mark.django_db
def test_very_first_visitor_is_led_to_the_first_run(
    client: Client, headers: dict[str, str]
) -> None:
    for url in PRIVATE:
        for response in (client.get(url, headers=headers), client.post(url, headers=headers)):
            assertRedirects(response, FIRST_RUN, fetch_redirect_response=False)


def test_visitor_does_nothing(lobby: Room, client: Client) -> None:
    rename, post = (reverse(name, args=[lobby.pk]) for name in ("room-edit", "message-create"))
    for headers in ({}, HTMX):
        client.post(reverse("room-create"), {"name": "Hall"}, headers=headers)
        client.post(rename, {"name": "Hall"}, headers=headers)
        client.post(post, {"message": "hello"}, headers=headers)
    assert Room.objects.get().name == "Lobby"
    assert not lobby.messages.exists()
