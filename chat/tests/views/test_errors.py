"""What a person sees when something goes wrong."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import Room, User
from chat.tests.markup import inline_code
from config import urls
from config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401

SECRET = "nobody must read this"
HTMX = {"HX-Request": "true"}


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError(SECRET)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(SECRET)


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(SECRET)


urlpatterns = [
    *urls.urlpatterns,
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
]

PAGES = [
    ("/broken/", 500, "Something went wrong"),
    ("/forbidden/", 403, "You may not do that"),
    ("/suspicious/", 400, "This request makes no sense"),
    ("/nowhere/", 404, "Nothing is here"),
]


@pytest.fixture(autouse=True)
def _trouble(settings: Any, alices: Client) -> None:
    settings.ROOT_URLCONF = __name__
    alices.raise_request_exception = False


@pytest.mark.parametrize(("url", "status", "heading"), PAGES)
def test_trouble_has_a_page_with_a_way_on(
    alices: Client, url: str, status: int, heading: str
) -> None:
    response = alices.get(url)
    assertTemplateUsed(response, f"{status}.html")
    assertContains(response, f"<h1>{heading}</h1>", status_code=status)
    assertContains(response, '<a class="button" href="/">Go to the rooms</a>', status_code=status)


def test_trouble_keeps_its_details(alices: Client) -> None:
    for url, status, _ in PAGES:
        assertNotContains(alices.get(url), SECRET, status_code=status)


def test_htmx_gets_a_notice_that_takes_the_place_of_nothing_else(alices: Client) -> None:
    for url, status, _ in PAGES:
        response = alices.get(url, headers=HTMX)
        assertContains(response, 'id="notice"', count=1, status_code=status)
        assertTemplateNotUsed(response, "base.html")
        assert response.headers["HX-Reswap"] == "none"


def test_forged_form_of_htmx_gets_a_notice(visitor: Client) -> None:
    visitor.handler.enforce_csrf_checks = True
    response = visitor.post("/sign-in/", headers=HTMX)
    assertContains(response, 'id="notice"', count=1, status_code=403)
    assertTemplateNotUsed(response, "base.html")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_page_that_says_so_needs_no_database(alices: Client, headers: dict[str, str]) -> None:
    """The database may be what is broken."""

    def refuse(*args: Any) -> None:
        raise OperationalError(SECRET)

    with connection.execute_wrapper(refuse):
        response = alices.get("/", headers=headers)
    said = "The server is busy" if headers else "Something went wrong"
    assertContains(response, said, status_code=503)
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("template", "heading"),
    [("429.html", "One moment, please"), ("500.html", "Something went wrong")],
)
def test_page_for_when_little_works_needs_no_request(template: str, heading: str) -> None:
    """Whoever limits requests does so before there is a session, let alone a person."""
    html = render_to_string(template)
    assert f"<h1>{heading}</h1>" in html
    assert '<a class="button" href="/">Go to the rooms</a>' in html
    assert 'data-theme="auto" data-density="comfortable"' in html
    assert inline_code(html) == []


def test_htmx_of_an_outsider_gets_a_notice(lobby: Room, bob: User, carols: Client) -> None:
    response = carols.get(f"/rooms/{lobby.pk}/?before=2", headers=HTMX)
    assertContains(response, 'id="notice"', count=1, status_code=403)
    assert response.headers["HX-Reswap"] == "none"


def test_unknown_address_is_not_found_by_visitors(visitor: Client) -> None:
    assertContains(visitor.get("/nowhere/"), "Nothing is here", status_code=404)


def test_address_is_escaped(alices: Client) -> None:
    response = alices.get("/<script>alert(1)</script>/")
    assertNotContains(response, "<script>alert", status_code=404)


def test_unknown_host_is_refused(alices: Client) -> None:
    response = alices.get("/", headers={"Host": "elsewhere.example"})
    assertContains(response, "This request makes no sense", status_code=400)
    assertNotContains(response, "elsewhere.example", status_code=400)


def test_forged_form_gets_a_page_that_says_what_to_do(visitor: Client) -> None:
    visitor.handler.enforce_csrf_checks = True
    response = visitor.post("/sign-in/")
    assertTemplateUsed(response, "403_csrf.html")
    assertContains(response, "reload the page", status_code=403)
