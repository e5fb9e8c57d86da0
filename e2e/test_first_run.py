"""The very first visitor."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.pages.index import IndexPage
from e2e.pages.people import FirstRunPage, SignInPage, SignUpPage, sign_out
from e2e.server import Server

COUNT = "from chat.models import *; print(User.objects.filter(is_superuser=True).count(), Room.objects.count())"


def test_the_first_visitor_sets_roomful_up(
    open_browser: Callable[..., Page], empty_server: Server
) -> None:
    page = open_browser(base_url=empty_server.url)
    first_run = FirstRunPage(page).open()
    expect(page).to_have_url(f"{empty_server.url}/first-run/")
    first_run.fill("alice", room="Headquarters")
    expect(page.get_by_role("heading", name="Headquarters")).to_be_visible()
    sign_out(page)
    SignInPage(page).open().fill("alice")
    expect(IndexPage(page).row("Headquarters")).to_be_visible()


def test_two_first_visitors_make_one_administrator(
    open_browser: Callable[..., Page], empty_server: Server
) -> None:
    pages = [open_browser(base_url=empty_server.url) for _ in range(2)]
    forms = [FirstRunPage(page).open() for page in pages]
    for form, name in zip(forms, ("alice", "bob"), strict=True):
        form.page.get_by_label("Username").fill(name)
        form.page.get_by_label("Password", exact=True).fill("correct horse battery")
        form.page.get_by_label("Password confirmation").fill("correct horse battery")
    for page in pages:  # both are on their way before either answer is in
        page.get_by_role("button", name="Begin").click(no_wait_after=True)
    won = (
        pages[0]
        .get_by_role("heading", name="Lobby")
        .or_(pages[0].get_by_role("heading", name="Sign up"))
    )
    expect(won).to_be_visible()
    winner, loser = pages if "rooms" in pages[0].url else pages[::-1]
    expect(winner.get_by_role("heading", name="Lobby")).to_be_visible()
    expect(loser.get_by_role("heading", name="Sign up")).to_be_visible()
    assert empty_server.manage("shell", "-v", "0", "-c", COUNT).split() == ["1", "1"]
    SignUpPage(loser).fill("carol")
    expect(loser.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
