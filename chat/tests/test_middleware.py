"""Who is not signed in, at every address."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import URLPattern, reverse
from pytest_django.asserts import (
    assertContains,
    assertRedirects,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import Room, User
from chat.urls import urlpatterns

HTMX = {"HX-Request": "true"}
SIGN_IN = reverse("sign-in")
FIRST_RUN = reverse("first-run")
PUBLIC = {FIRST_RUN, SIGN_IN, reverse("sign-up")}


def address(pattern: URLPattern) -> str:
    return reverse(str(pattern.name), args=[1 for _ in pattern.pattern.converters])


PRIVATE = [url for url in map(address, urlpatterns) if url not in PUBLIC]


def test_there_are_addresses_to_try() -> None:
    assert len(PRIVATE) == len(urlpatterns) - len(PUBLIC) > 5


def test_visitor_sees_the_public_pages(alice: User, client: Client) -> None:
    for url in PUBLIC - {FIRST_RUN}:
        assert client.get(url).status_code == 200


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
    credentials = {"username": "bob", "password": "correct horse"}
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


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
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
