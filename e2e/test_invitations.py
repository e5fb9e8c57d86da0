"""A link that lets people in: made by Alice, opened by others."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.pages.index import IndexPage
from e2e.pages.people import FirstRunPage, SignInPage, SignUpPage
from e2e.pages.room import RoomPage
from e2e.server import Server


class InvitationPage:
    """Where administrators make one."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def make(self, *rooms: str, role: str = "Member", uses: str = "One person") -> str:
        """Return the link."""
        page = self.page
        page.goto("/administration/invitations/")
        page.get_by_role("link", name="New invitation").click()
        page.get_by_label(role, exact=True).check()
        for room in rooms:
            page.get_by_role("checkbox", name=room, exact=True).check()
        page.get_by_label("It lets in").select_option(uses)
        page.get_by_role("button", name="Make the link").click()
        expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
        return page.get_by_label("Link", exact=True).input_value()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def link(alice: Page, in_room: Callable[[Page], RoomPage], room_name: str) -> str:
    in_room(alice)
    return InvitationPage(alice).make(room_name)


def test_a_stranger_is_invited_signs_up_and_lands_in_the_room(
    alice: Page,
    open_browser: Callable[..., Page],
    link: str,
    room_name: str,
    *,
    scripts: bool,
) -> None:
    name = "eve" if scripts else "erin"
    stranger = open_browser(java_script_enabled=scripts)
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="alice invites you to Roomful")).to_be_visible()
    stranger.get_by_role("link", name="Sign up").click()
    SignUpPage(stranger).fill(name)
    expect(stranger.get_by_role("heading", name=room_name)).to_be_visible()
    room = RoomPage(stranger)
    room.composer.fill("Here I am")
    room.send_button.click()
    expect(room.message("Here I am")).to_be_visible()
    alice.goto("/administration/invitations/")
    expect(alice.get_by_role("listitem").filter(has_text=f"Came by it: {name}")).to_contain_text(
        "1 of 1 used"
    )
    late = open_browser()
    expect_gone(late, link, "all of them have come")


def expect_gone(page: Page, link: str, reason: str) -> None:
    with page.expect_response(link) as response:
        page.goto(link)
    assert response.value.status == 410
    expect(page.get_by_role("heading", name="This invitation does not work")).to_be_visible()
    expect(page.get_by_text(reason)).to_be_visible()


def test_who_is_signed_in_accepts_by_a_button(bob: Page, link: str, room_name: str) -> None:
    bob.goto(link)
    expect(bob.get_by_text("You are signed in as bob")).to_be_visible()
    bob.get_by_role("button", name="Accept").click()
    expect(bob.get_by_role("heading", name=room_name)).to_be_visible()


def test_who_has_an_account_signs_in_and_accepts(
    open_browser: Callable[..., Page], states: dict[str, Any], link: str, room_name: str
) -> None:
    page = open_browser()
    page.goto(link)
    page.get_by_role("link", name="Sign in").click()
    SignInPage(page).fill("carol")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name=room_name)).to_be_visible()


def test_a_guest_sees_the_room_and_no_other(
    alice: Page,
    open_browser: Callable[..., Page],
    in_room: Callable[[Page], RoomPage],
    room_name: str,
) -> None:
    in_room(alice)
    link = InvitationPage(alice).make(room_name, role="Guest")
    guest = open_browser()
    guest.goto(link)
    guest.get_by_role("link", name="Sign up").click()
    SignUpPage(guest).fill("gus")
    expect(guest.get_by_role("heading", name=room_name)).to_be_visible()
    guest.goto("/")
    expect(IndexPage(guest).row(room_name)).to_be_visible()
    expect(guest.get_by_role("navigation", name="Rooms").get_by_role("listitem")).to_have_count(1)
    expect(IndexPage(guest).open_row("Lobby")).to_have_count(0)


def test_a_revoked_link_lets_nobody_in(
    alice: Page, open_browser: Callable[..., Page], link: str
) -> None:
    stranger = open_browser()
    stranger.goto(link)
    stranger.get_by_role("link", name="Sign up").click()
    alice.goto("/administration/invitations/")
    alice.get_by_role("button", name="Revoke invitation").first.click()
    expect(alice.get_by_role("status").filter(has_text="Revoked")).to_be_visible()
    expect_gone(open_browser(), link, "It was revoked")


def test_the_link_is_copied(open_browser: Callable[..., Page], states: dict[str, Any]) -> None:
    page = open_browser(
        storage_state=states["alice"], permissions=["clipboard-read", "clipboard-write"]
    )
    link = InvitationPage(page).make()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link


def test_settings_show_on_every_page(
    open_browser: Callable[..., Page], empty_server: Server
) -> None:
    page = open_browser(base_url=empty_server.url)
    FirstRunPage(page).open().fill("alice")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()  # People has a "Name" too
    page.get_by_label("Name", exact=True).fill("Acme")
    page.get_by_label("Accent colour").fill("#0057b7")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_role("link", name="Acme")).to_be_visible()
    expect(page).to_have_title("Settings · Acme")
    visitor = open_browser(base_url=empty_server.url)
    SignInPage(visitor).open()
    expect(visitor.get_by_role("link", name="Acme")).to_be_visible()
    brand = "getComputedStyle(document.documentElement).getPropertyValue('--brand')"
    assert visitor.evaluate(brand).strip() == "#0057b7"
