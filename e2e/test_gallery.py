"""The designers' gallery in a browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.server import Server


@pytest.fixture(scope="module")
def gallery(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Roomful that shows its gallery."""
    data_dir = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("gallery") / "data"))
    server = Server(data_dir, SHOW_GALLERY="1")
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def open_gallery(gallery: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A window without a trace: to record hundreds of frames takes longer than to show them."""
    contexts: list[BrowserContext] = []

    def open_window(**options: Any) -> Page:
        contexts.append(browser.new_context(base_url=gallery, **options))
        return contexts[-1].new_page()

    yield open_window
    for context in contexts:
        context.close()


def test_samples_are_found_as_one_types(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    page.goto("/gallery/", wait_until="domcontentloaded")  # hundreds of frames come later
    page.get_by_role("searchbox", name="Search").fill("_message.html many lines")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("1 of ")

    page.reload(wait_until="domcontentloaded")
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("_message.html many lines")
    expect(page.get_by_role("article")).to_have_count(1)

    page.get_by_role("searchbox", name="Search").fill("_message.html")
    expect(page.get_by_role("article").nth(1)).to_be_visible()


def test_samples_are_found_without_javascript(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery(java_script_enabled=False)
    page.goto("/gallery/?q=no+such+thing", wait_until="domcontentloaded")
    expect(page.get_by_role("article")).to_have_count(0)
    page.get_by_role("searchbox", name="Search").fill("_message.html many lines")
    page.get_by_role("searchbox", name="Search").press("Enter")
    expect(page.get_by_role("article")).to_have_count(1)


def test_frame_is_as_tall_as_its_sample(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    page.goto("/gallery/?q=_message.html+many+lines")
    frame = page.get_by_title("Many lines: dark, phone").first
    stage = page.frame_locator("iframe[title='Many lines: dark, phone']").first.get_by_role("main")
    frame.scroll_into_view_if_needed()
    expect(stage).to_be_visible()
    expect(frame).not_to_have_attribute("height", "160")
    height = stage.evaluate("stage => Math.ceil(stage.getBoundingClientRect().bottom)")
    expect(frame).to_have_attribute("height", str(height))
