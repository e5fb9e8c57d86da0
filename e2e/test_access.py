"""Who may not stay is led out, in every tab, and keeps what they have written."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.pages.people import PASSWORD, SignInPage
from e2e.pages.room import RoomPage
from e2e.server import Server

InRoom = Callable[[Page], RoomPage]
#: Milliseconds. What is done from a shell the server finds by its slow check: it has no Redis here.
FOUND_WITHIN = 15_000
END_SESSIONS = """
from django.contrib.sessions.models import Session
mine = str(user.pk)
for session in Session.objects.all():
    if session.get_decoded().get("_auth_user_id") == mine:
        session.delete()
"""


@pytest.fixture
def erin(
    open_browser: Callable[..., Page],
    server: Server,
    states: dict[str, Any],
    request: pytest.FixtureRequest,
) -> Page:
    """Somebody whom no other test needs, once Roomful is set up."""
    name = request.node.name.removeprefix("test_")[:60]
    make = "from chat.models import User; "
    server.manage("shell", "-c", f"{make}User.objects.create_user({name!r}, password={PASSWORD!r})")
    page = open_browser()
    SignInPage(page).open().fill(name)
    expect(page.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
    return page


def username_of(page: Page) -> str:
    return str(page.locator(".account__name").inner_text())


def shell(server: Server, person: Page, code: str) -> None:
    """In ``code`` the person is ``user``."""
    begin = (
        f"from chat.models import User; user = User.objects.get(username={username_of(person)!r})\n"
    )
    server.manage("shell", "-c", begin + code)


def led_out(page: Page, sentence: str) -> None:
    expect(page.get_by_text(sentence)).to_be_visible(timeout=FOUND_WITHIN)
    assert "/signed-out/?reason=" in page.url


def other_tab(context: BrowserContext, room: RoomPage) -> Page:
    page = context.new_page()
    page.goto(f"/rooms/{room.pk}/")
    expect(RoomPage(page).title).to_be_visible()
    return page


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()


def test_signing_out_in_one_tab_leads_out_of_the_others(erin: Page, in_room: InRoom) -> None:
    room = in_room(erin)
    others = [other_tab(erin.context, room) for _ in range(2)]
    username = username_of(erin)
    RoomPage(others[0]).composer.fill("Half a sentence")
    sign_out(erin)
    expect(erin.get_by_role("heading", name="Sign in")).to_be_visible()
    for page in others:
        led_out(page, "You have signed out in another tab")
        expect(RoomPage(page).log).to_have_count(0)

    others[0].get_by_role("link", name="Sign in").click()
    SignInPage(others[0]).fill(username)
    expect(RoomPage(others[0]).composer).to_have_value("Half a sentence")


def test_a_session_that_was_ended_elsewhere_leads_out(
    erin: Page, server: Server, in_room: InRoom
) -> None:
    in_room(erin)
    shell(server, erin, END_SESSIONS)
    led_out(erin, "your session was ended")
    expect(erin.get_by_role("link", name="Sign in")).to_have_attribute(
        "href", re.compile(r"/sign-in/\?next=%2Frooms%2F\d+%2F")
    )


def test_who_is_deactivated_while_reading_is_told(
    erin: Page, server: Server, in_room: InRoom
) -> None:
    in_room(erin)
    shell(server, erin, "user.is_active = False; user.save(update_fields=['is_active'])")
    led_out(erin, "This account was deactivated")
    erin.go_back()
    expect(erin.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_changed_role_shows_by_itself(erin: Page, server: Server, in_room: InRoom) -> None:
    room = in_room(erin)
    room.composer.fill("Half a sentence")
    shell(server, erin, "user.role = 'administrator'; user.save(update_fields=['role'])")
    link = erin.get_by_role("link", name="Administration", include_hidden=True)
    expect(link).to_have_count(1, timeout=FOUND_WITHIN)
    expect(room.composer).to_have_value("Half a sentence")


def test_who_leaves_in_another_tab_is_told_where_they_read(erin: Page, in_room: InRoom) -> None:
    room = in_room(erin)
    other = other_tab(erin.context, room)
    RoomPage(other).leave()
    expect(erin.get_by_role("alert")).to_contain_text("You are not a member of this room any more.")


def test_a_page_that_comes_back_from_history_shows_nothing_more(
    erin: Page, in_room: InRoom
) -> None:
    room = in_room(erin)
    room.send("For members only")
    sign_out(erin)
    expect(erin.get_by_role("heading", name="Sign in")).to_be_visible()
    erin.go_back()
    expect(room.message("For members only")).to_have_count(0)


def test_a_connection_that_was_away_meanwhile_is_led_out(
    erin: Page, server: Server, in_room: InRoom
) -> None:
    """Its socket was not there when the session ended: the next one finds that out."""
    in_room(erin)
    erin.context.set_offline(True)
    shell(server, erin, END_SESSIONS)
    erin.context.set_offline(False)
    led_out(erin, "your session was ended")
