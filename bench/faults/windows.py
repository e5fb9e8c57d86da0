"""The room as a person has it: a page in Chromium that htmx keeps up to date."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Response,
    async_playwright,
    expect,
)

from bench.faults.deeds import AMONG, Deed, Doer, Known
from bench.faults.lines import Line, reactions
from e2e.chromium import options

TAKEN_WITHIN = 1_000  # milliseconds until the box is free for the next message
AGAIN_AFTER = 0.2  # seconds
PATIENCE = 40  # times that a person presses Enter
SCRIPT = (Path(__file__).parent / "window.js").read_text()
WRONG_CLOCK = """
Date = class extends Date {
  constructor(...given) { given.length ? super(...given) : super(Date.now()); }
  static now() { return super.now() + %d; }
};
"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**options())
        yield browser
        await browser.close()


class Window:
    """A tab. ``acknowledged``: the client_ids of messages that were answered with 201."""

    def __init__(self, name: str, page: Page, room: int, chance: random.Random) -> None:
        self.name = name
        self.page = page
        self.typed: list[str] = []
        self.unsent = 0
        self.sure = 0  # how many of these have been found in the database
        self.acknowledged: list[str] = []
        self.doer = Doer(chance)
        self.refusals: list[tuple[int, str | None]] = []  # the status, and Retry-After
        self.pressed_again = 0
        self.came_back = 0.0  # time.monotonic
        self.connected = asyncio.Event()
        self.closes: list[int | None] = []
        self._path = f"/rooms/{room}/"
        page.on("response", self._answered)

    @classmethod
    async def of(
        cls,
        browser: Browser,
        name: str,
        base_url: str,
        cookie: str,
        room: int,
        chance: random.Random,
        *,
        clock: float = 0,
        scripts: bool = True,
    ) -> "Window":
        """In a browser of its own. ``clock``: the seconds by which it is wrong."""
        context = await browser.new_context(
            base_url=base_url, service_workers="block", java_script_enabled=scripts
        )
        await context.add_cookies([{"name": "sessionid", "value": cookie, "url": base_url}])
        if clock:
            await context.add_init_script(WRONG_CLOCK % (clock * 1000))
        return await cls.beside(context, name, room, chance)

    @classmethod
    async def beside(
        cls, context: BrowserContext, name: str, room: int, chance: random.Random
    ) -> "Window":
        """A tab in the browser of another one."""
        page = await context.new_page()
        window = cls(name, page, room, chance)
        await page.expose_function("tellTrial", window._told)
        await page.add_init_script(SCRIPT)
        return window

    async def open(self) -> None:
        await self.page.goto(self._path)
        async with asyncio.timeout(20):
            await self.connected.wait()

    def _told(self, event: str, code: int | None) -> None:
        if event == "htmx:wsOpen":
            self.came_back = time.monotonic()
            self.connected.set()
        elif self.connected.is_set():  # else an attempt that found no server
            self.closes.append(code)
            self.connected.clear()

    def _answered(self, response: Response) -> None:
        request = response.request
        if request.method != "POST" or urlsplit(request.url).path != f"{self._path}messages/":
            return
        if response.status in {201, 302}:
            self.acknowledged += parse_qs(request.post_data or "").get("client_id", [])
        else:
            self.refusals.append((response.status, response.headers.get("retry-after")))

    @property
    def unsure(self) -> list[str]:
        return self.typed[self.sure :]

    @property
    def composer(self) -> Locator:
        return self.page.get_by_label("Message to")

    async def seen(self) -> list[Line]:
        shown = await self.page.evaluate("shownLines()")
        return [Line(**{**line, "reactions": reactions(line["reactions"])}) for line in shown]

    async def quoted(self) -> list[tuple[int, int]]:
        """The messages that stand above answers to them: the key, and the version that is shown."""
        return [(pk, version) for pk, version in await self.page.evaluate("shownQuotes()")]

    async def act(self) -> None:
        """Now and then do something with what was said."""
        known = [Known(**each) for each in await self.page.evaluate("knownMessages()")]
        await self.doer.act(known[-AMONG:], self._do)

    async def _do(self, deed: Deed) -> bool:
        """As the page's own buttons do it, until there is an answer."""
        while True:
            status: int = await self.page.evaluate("deed => postDeed(...deed)", [*deed.form])
            if status and status < 500:
                return status < 400
            await asyncio.sleep(AGAIN_AFTER)

    async def write(self, text: str) -> None:
        """Type it and press Enter; again when the page leaves that to the person."""
        self.typed.append(text)
        await self.composer.fill(text)
        for _ in range(PATIENCE):
            await self.composer.press("Enter")
            if await self.is_free():
                return
            self.pressed_again += 1
        raise AssertionError(f"{self.name} could not send {text!r}")

    async def send_again(self, text: str) -> None:
        """What a person does when the page has asked for it, and does not do it by itself."""
        button = self.page.get_by_role("button", name="again").filter(visible=True)
        if await button.count():
            await button.first.click()
        elif await self.composer.input_value() == text:
            await self.composer.press("Enter")

    async def is_free(self) -> bool:
        """Whether the next message can be typed."""
        try:
            await expect(self.composer).to_have_value("", timeout=TAKEN_WITHIN)
        except AssertionError:
            return False
        return True
