"""DEBUG=1 bin/run: an open page shows what is saved. On a copy of the checkout, which no test changes."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.bot import MAKE, connected
from e2e.pages.people import FirstRunPage
from e2e.run import CHECKOUT, Run
from e2e.server import Server

PARTS = ["bin", "chat", "config", "static", "templates", "manage.py", "requirements.txt"]
SHOWS_WITHIN = 10_000  # milliseconds; Python code has the server start anew
ATTEMPTS = 3


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    checkout = tmp_path / "checkout"
    for name in PARTS:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(
                CHECKOUT / name, checkout / name, ignore=shutil.ignore_patterns("tests")
            )
        else:
            shutil.copy2(CHECKOUT / name, checkout / name)
    (checkout / ".venv").symlink_to(CHECKOUT / ".venv")
    run = Run(tmp_path, {"DEBUG": "1"}, checkout=checkout)
    try:
        yield run.until_it_serves()
    finally:
        run.kill()


@pytest.fixture
def page(run: Run, open_browser: Callable[..., Page]) -> Page:
    """The gallery with one sample on it."""
    page = open_browser(base_url=run.url)
    page.goto("/gallery/?q=_message.html+edited")
    return page


def save(path: Path, addition: str, shows: Callable[[], None]) -> None:
    """Save, again while nothing shows: a watcher that has just begun takes what it finds for what was."""
    text = path.read_text() + addition
    for attempt in range(ATTEMPTS):
        path.write_text(text)
        try:
            shows()
        except AssertionError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            break


def test_saved_template_shows_in_the_frames_of_the_gallery(run: Run, page: Page) -> None:
    frames = [
        page.frame_locator(f"iframe[title='Edited: {theme}, phone']") for theme in ("light", "dark")
    ]

    def shows() -> None:
        for frame in frames:
            expect(frame.get_by_text("This was saved")).to_be_visible(timeout=SHOWS_WITHIN)

    save(run.checkout / "templates/chat/messages/_message.html", "<p>This was saved</p>", shows)


def test_saved_style_sheet_shows(run: Run, page: Page) -> None:
    save(
        run.checkout / "static/css/base.css",
        "html { tab-size: 7 }",
        lambda: expect(page.locator("html")).to_have_css("tab-size", "7", timeout=SHOWS_WITHIN),
    )


def test_saved_python_shows_when_the_server_has_started_anew(run: Run, page: Page) -> None:
    sample = page.get_by_role("heading", name="Edited", exact=True)
    expect(sample).to_have_count(1)
    save(
        run.checkout / "chat/gallery/samples/__init__.py",
        '\nSAMPLES = tuple(sample for sample in SAMPLES if sample.state != "edited")\n',
        lambda: expect(sample).to_have_count(0, timeout=SHOWS_WITHIN),
    )


def test_sockets_are_served(run: Run, open_browser: Callable[..., Page]) -> None:
    page = open_browser(base_url=run.url)
    FirstRunPage(page).open().fill("alice", room="Lobby")
    page.wait_for_url("**/rooms/**")
    token = Server(run.data).manage("shell", "-c", MAKE).split()[-1]
    with connected(run.url.rstrip("/"), token) as bot:
        assert bot.call("list")["response_status"] == 200
