"""What a browser keeps, to have something to show when the server cannot be reached."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve, reverse
from pytest_django.asserts import assertContains, assertTemplateUsed

from chat.models import Room
from chat.tests.queries import recorded_queries

OFFLINE = reverse("offline")
WORKER = reverse("service-worker")
EVERYBODYS = pytest.mark.parametrize("url", [OFFLINE, WORKER], ids=["offline", "service worker"])


@EVERYBODYS
@pytest.mark.django_db
def test_visitor_gets_it_even_before_the_first_run(client: Client, url: str) -> None:
    assert client.get(url).status_code == 200


@EVERYBODYS
def test_browser_gets_it_whoever_is_signed_in(
    lobby: Room, alices: Client, carols: Client, url: str
) -> None:
    for client in (alices, carols):
        assert client.get(url).status_code == 200


@EVERYBODYS
def test_it_takes_no_query(visitor: Client, url: str) -> None:
    with recorded_queries() as queries:
        visitor.get(url)
    assert queries == []


@EVERYBODYS
def test_it_is_only_read(visitor: Client, url: str) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(visitor, method)(url).status_code == 405


def test_page_without_a_connection_says_so(visitor: Client) -> None:
    response = visitor.get(OFFLINE)
    assertTemplateUsed(response, "offline.html")
    assertContains(response, "<h1>No connection</h1>")
    assertContains(response, '<a class="button" href="">Try again</a>')


def test_page_without_a_connection_is_nobodys(lobby: Room, alices: Client) -> None:
    """It is kept in the browser, which somebody else may use next."""
    html = alices.get(OFFLINE).content.decode()
    for own in ("alice", "Lobby", "csrfmiddlewaretoken", 'id="sidebar"'):
        assert own not in html


# The service worker


def test_worker_is_a_script(visitor: Client) -> None:
    response = visitor.get(WORKER)
    assert response.headers["Content-Type"].partition(";")[0] == "text/javascript"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "{%" not in response.content.decode()
    assert "&" not in re.sub("&&", "", response.content.decode())  # nothing was escaped for HTML


def test_worker_looks_after_the_whole_site() -> None:
    assert WORKER.count("/") == 1


def test_worker_is_the_same_for_everybody(lobby: Room, alices: Client, visitor: Client) -> None:
    assert alices.get(WORKER).content == visitor.get(WORKER).content


def kept_by(client: Client) -> list[str]:
    """The addresses that the worker asks for when it is installed."""
    script = client.get(WORKER).content.decode()
    constants = dict(re.findall(r'^const (\w+) = "([^"]+)";$', script, re.MULTILINE))
    match = re.search(r"^const FILES = \[(.+)\];$", script, re.MULTILINE)
    assert match
    parts = [part.strip() for part in match[1].split(",")]
    return [part.strip('"') if part.startswith('"') else constants[part] for part in parts]


def test_worker_keeps_what_exists(visitor: Client) -> None:
    """One address that is not found, and it would not be installed."""
    addresses = kept_by(visitor)
    assert len(addresses) == len(set(addresses)) > 1
    for address in addresses:
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address
        else:
            assert visitor.get(address).status_code == 200


def test_worker_keeps_what_the_page_without_a_connection_shows(visitor: Client) -> None:
    page = visitor.get(OFFLINE).content.decode()
    shown = re.findall(r'<link [^>]*href="([^"]+)"|<use href="([^"#]+)#', page)
    addresses = kept_by(visitor)
    assert OFFLINE in addresses
    assert {one or other for one, other in shown} <= set(addresses)


def test_worker_keeps_no_page_of_a_person(visitor: Client) -> None:
    pages = [address for address in kept_by(visitor) if not address.startswith("/static/")]
    assert [resolve(page).view_name for page in pages] == ["offline"]
