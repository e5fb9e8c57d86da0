"""From a click on a room at the side until its heading is painted; and the same by loading the whole page."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

TIMES = 20
RESTS = 200  # milliseconds between one room and the next
ROOM = re.compile(r"/rooms/\d+/$")
SCRIPT = (Path(__file__).parent / "navigation.js").read_text()


@dataclass
class Navigation:
    """Milliseconds, one for each time."""

    clicked: list[float]
    loaded: list[float]


def navigate(browser: Browser, base: str, room: str, cookies: Any) -> Navigation | str:
    """Go round the rooms, from one of them; a sentence when the page has no links that do so yet."""
    context = browser.new_context(
        base_url=base, viewport={"width": 1280, "height": 800}, service_workers="block"
    )
    context.add_cookies(cookies)
    context.add_init_script(SCRIPT)
    page = context.new_page()
    page.goto(room, wait_until="networkidle")
    links = page.locator("nav a[href]")
    paths = links.evaluate_all("found => found.map((link) => link.getAttribute('href'))")
    rooms = list(dict.fromkeys(filter(ROOM.match, paths)))
    if len(rooms) < 2:
        return "not there yet: no links to rooms in a nav"
    if not links.evaluate_all("found => found.some((link) => link.closest('[hx-boost=true]'))"):
        return "not there yet: the links in the nav load whole pages"
    result = Navigation(
        clicked=[go(page, next_room(page, rooms)) for _ in range(TIMES)],
        loaded=[load(page, next_room(page, rooms)) for _ in range(TIMES)],
    )
    context.close()
    return result


def next_room(page: Page, rooms: list[str]) -> str:
    here = rooms.index(urlsplit(page.url).path)
    return rooms[(here + 1) % len(rooms)]


def go(page: Page, path: str) -> float:
    page.wait_for_timeout(RESTS)
    page.locator(f'nav a[href="{path}"]').first.click()
    return float(page.evaluate("bench.clicked"))


def load(page: Page, path: str) -> float:
    page.wait_for_timeout(RESTS)
    page.goto(path, wait_until="commit")
    return float(page.evaluate("bench.loaded"))
