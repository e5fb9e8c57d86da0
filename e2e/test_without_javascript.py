"""Every page by plain forms and reloads."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.bot import Bot
from e2e.pages.index import IndexPage
from e2e.pages.people import SignInPage, sign_out
from e2e.pages.room import RoomPage
from e2e.test_history import fill


@pytest.fixture
def plain(open_browser: Callable[..., Page], states: dict[str, Any]) -> Page:
    """Alice, with JavaScript switched off."""
    return open_browser(java_script_enabled=False, storage_state=states["alice"])


def post(room: RoomPage, text: str) -> None:
    room.composer.fill(text)
    with room.page.expect_navigation():  # a page that is on its way cannot be loaded again
        room.send_button.click()


def test_a_person_signs_in_makes_a_room_writes_leaves_and_signs_out(
    open_browser: Callable[..., Page], states: dict[str, Any], room_name: str
) -> None:
    page = open_browser(java_script_enabled=False)
    SignInPage(page).open().fill("bob")
    room = RoomPage.enter(page, room_name)
    post(room, "Written without a script")
    expect(room.message("Written without a script")).to_be_visible()
    room.leave()
    expect(IndexPage(page).open_row(room_name)).to_contain_text("last message")
    page.get_by_role("link", name=room_name).click()
    page.get_by_role("button", name="Join").click()
    expect(room.message("Written without a script")).to_be_visible()
    sign_out(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_reload_posts_nothing_twice(plain: Page, room_name: str) -> None:
    room = RoomPage.enter(plain, room_name)
    post(room, "Once")
    plain.reload()
    assert room.texts() == ["Once"]
    plain.go_back()
    post(room, "Once more")
    assert room.texts() == ["Once", "Once more"]


def test_an_error_keeps_what_was_typed(plain: Page, room_name: str) -> None:
    room = RoomPage.enter(plain, room_name)
    post(room, "x" * 10_001)
    expect(plain.get_by_text("at most 10000 characters; this one has 10001")).to_be_visible()
    expect(room.composer).to_have_value("x" * 10_001)


def test_paging_back_and_forth(plain: Page, bot: Bot, room_name: str) -> None:
    room = RoomPage.enter(plain, room_name)
    texts = fill(bot, room.pk, 120)
    plain.reload()
    assert room.texts() == texts[70:]
    for link, shown in (
        (room.older, texts[20:70]),
        (room.older, texts[:20]),
        (plain.get_by_role("link", name="To the newest messages"), texts[70:]),
    ):
        link.click()
        expect(room.messages.last).to_contain_text(shown[-1])  # the new page has come this far
        assert room.texts() == shown
