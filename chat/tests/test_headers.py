"""What goes with every answer, wherever it comes from: our views, the gallery, Django's admin, errors."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.views.decorators.cache import cache_control

from chat.gallery.samples import SAMPLES
from chat.models import Room, User
from chat.tests.addresses import every_address, with_gallery

STRICT = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "frame-src": "'self'",
    "img-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",
}
#: A sample stands in a frame of the gallery, and sends nothing.
SAMPLE = STRICT | {"frame-ancestors": "'self'", "form-action": "'none'"}

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _everything_is_shown(settings: Any) -> None:
    settings.ROOT_URLCONF = with_gallery()


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role="administrator")


def policy(response: Any) -> dict[str, str]:
    parts = (part.strip() for part in response.headers["Content-Security-Policy"].split(";"))
    return dict(part.split(" ", 1) for part in parts)


EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy-Report-Only": None,
}


def check(response: Any, url: str, allowed: dict[str, str] = STRICT) -> None:
    """What must go with every answer."""
    headers = response.headers
    assert policy(response) == allowed, url
    framed = "DENY" if allowed == STRICT else "SAMEORIGIN"
    expected = EXPECTED | {"X-Frame-Options": framed}
    assert {name: headers.get(name) for name in expected} == expected, url
    assert "camera=()" in headers["Permissions-Policy"], url
    kept = {part.strip() for part in headers["Cache-Control"].split(",")}
    assert kept >= {"private", "no-store"} or "immutable" in kept, url


def test_there_are_addresses_to_try() -> None:
    views = {address.view for address in every_address()}
    assert {"chat.views.rooms.show", "chat.gallery.views.show"} <= views
    assert any(view.startswith("django.contrib.admin") for view in views)


def test_every_answer_has_every_header(
    lobby: Room, bob: User, dana: User, signed_in: Callable[[User], Client]
) -> None:
    """To a visitor, to a member and to an administrator; whatever the answer is."""
    for address in every_address():
        url = address.path.replace("/1/", f"/{lobby.pk}/").replace("some-thing", SAMPLES[0].slug)
        allowed = SAMPLE if address.view == "chat.gallery.views.show" else STRICT
        for browser in (Client(), signed_in(bob), signed_in(dana)):
            for response in (browser.get(url), browser.get(url, headers=HTMX), browser.post(url)):
                check(response, url, allowed)


def test_what_is_nowhere_has_them_too(lobby: Room, bob: User, client: Client) -> None:
    for url in ("/nowhere/", "/gallery/no-such-sample/", "/rooms/x/"):
        check(client.get(url), url)
    check(client.get("/", headers={"Host": "elsewhere.example"}), "elsewhere.example")


def test_what_fails_has_them_too(
    settings: Any, bob: User, signed_in: Callable[[User], Client]
) -> None:
    def fail(request: Any) -> HttpResponse:
        raise ZeroDivisionError

    settings.ROOT_URLCONF = (*with_gallery(), path("broken/", fail))
    browser = signed_in(bob)
    browser.raise_request_exception = False
    response = browser.get("/broken/")
    assert response.status_code == 500
    check(response, response.request["PATH_INFO"])


def test_form_without_a_token_has_them_too(alice: User, client: Client) -> None:
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("sign-in"))
    assert response.status_code == 403
    check(response, response.request["PATH_INFO"])


def test_a_view_may_say_what_is_kept(
    settings: Any, bob: User, signed_in: Callable[[User], Client]
) -> None:
    """As that of a picture, whose address changes with it."""

    @cache_control(private=True, max_age=3600, immutable=True)
    def picture(request: Any) -> HttpResponse:
        return HttpResponse()

    settings.ROOT_URLCONF = (*with_gallery(), path("picture/", picture))
    response = signed_in(bob).get("/picture/")
    assert "immutable" in response.headers["Cache-Control"]
    check(response, response.request["PATH_INFO"])


@pytest.mark.parametrize("headers", [{}, HTMX, {**HTMX, "HX-Preloaded": "true"}])
def test_no_page_of_a_chat_is_kept(
    lobby: Room, bob: User, signed_in: Callable[[User], Client], headers: dict[str, str]
) -> None:
    """By the browser, for who sits there next; or by a proxy, for anybody."""
    url = reverse("room-show", args=[lobby.pk])
    for address in ("/", url, f"{url}?before=9"):
        response = signed_in(bob).get(address, headers=headers)
        assert response.headers["Cache-Control"] == "private, no-store"


def test_cookies_are_for_the_server_alone(alice: User, client: Client) -> None:
    """No script reads them, no other site's form or frame brings them."""
    page = client.get(reverse("sign-in"))
    client.post(reverse("sign-in"), {"login": "alice", "password": "correct horse"})
    assert client.cookies.keys() >= {"sessionid", "csrftoken"}
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
        assert cookie["path"] == "/", cookie.key
        assert not cookie["domain"], cookie.key
    assert page.status_code == 200
