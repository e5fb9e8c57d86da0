"""Takes the README's pictures: the demo team's busiest room on a desk and on a phone, light and dark.

.venv/bin/python -m docs.screenshots.take
"""

import re
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from e2e.chromium import launched
from e2e.fonts import WEAR_STYLE, add_fonts
from e2e.pages.people import SignInPage
from e2e.pages.room import RoomPage
from e2e.server import Server

FOLDER = Path(__file__).parent
ROOM = "Design"
SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        server = Server(Path(folder))
        server.prepare()
        add_fonts(Path(folder))  # this machine may have no emoji
        found = re.search(r"as (\w+) with the password (\S+)", server.manage("seed_demo"))
        assert found is not None
        server.start()
        try:
            take_all(browser, server.url, username=found[1], password=found[2])
        finally:
            server.stop()


def take_all(browser: Browser, url: str, username: str, password: str) -> None:
    for size, options in SIZES.items():
        for theme in ("light", "dark"):
            context = browser.new_context(
                base_url=url, color_scheme=theme, service_workers="block", **options
            )
            context.add_init_script(WEAR_STYLE)
            page = context.new_page()
            SignInPage(page).open().fill(username, password)
            show(page)
            page.screenshot(path=FOLDER / f"room-{size}-{theme}.png")
            context.close()


def show(page: Page) -> None:
    page.get_by_role("link", name=ROOM, exact=True).click()
    room = RoomPage(page)
    expect(room.title).to_have_text(ROOM)
    expect(page.locator("message-log")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")


if __name__ == "__main__":
    main()
