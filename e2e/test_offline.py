"""When the server cannot be reached."""

import signal
from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.pages.people import FirstRunPage
from e2e.pages.room import RoomPage
from e2e.server import Server


def test_a_quiet_line_says_that_the_connection_is_lost_and_that_it_is_back(
    open_browser: Callable[..., Page], empty_server: Server
) -> None:
    page = open_browser(base_url=empty_server.url)
    FirstRunPage(page).open().fill("alice", room="Lobby")
    expect(RoomPage(page).composer).to_be_visible()
    expect(page.get_by_text("The connection is lost.")).to_be_hidden()
    empty_server.stop(signal.SIGKILL)
    expect(page.get_by_text("The connection is lost.")).to_be_visible(timeout=10_000)
    empty_server.start()
    expect(page.get_by_text("Connected again.")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("The connection is lost.")).to_be_hidden()
    expect(page.get_by_text("Connected again.")).to_be_hidden(timeout=8_000)


def test_a_page_of_ours_says_that_there_is_no_connection(
    open_browser: Callable[..., Page], empty_server: Server
) -> None:
    page = open_browser(base_url=empty_server.url, service_workers="allow")
    FirstRunPage(page).open().fill("alice", room="Lobby")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    address = page.url
    empty_server.stop(signal.SIGKILL)
    page.goto("/preferences/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    empty_server.start()
    page.goto(address)
    expect(RoomPage(page).composer).to_be_visible()
    names = page.evaluate(
        "caches.open('roomful-offline').then((c) => c.keys()).then((k) => k.map((r) => new URL(r.url).pathname))"
    )
    assert [name for name in names if not name.startswith("/static/")] == ["/offline/"]
