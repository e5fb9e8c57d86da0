"""A visit to a page: what travels, in how many round trips, and when something is painted."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Self

from playwright.sync_api import Browser, Page

VISITS = 5  # for the times; the weight is the same at each
SETTLES = 1_000  # milliseconds, for what moves late
SLOW_4G = {
    "offline": False,
    "latency": 150,  # milliseconds, of each request
    "downloadThroughput": 1_600_000 / 8,  # bytes a second, as the next
    "uploadThroughput": 750_000 / 8,
}
BLOCKS = {"Blocking", "InBodyParserBlocking"}  # the browser's words for it
HASHED = re.compile(r"/static/.+\.[0-9a-f]{12}\.\w+$")
SCRIPT = (Path(__file__).parent / "visit.js").read_text()


@dataclass
class Request:
    url: str
    kind: str  # Document, Stylesheet, Script, Font, …, as the browser has it
    blocks_paint: bool
    asked_by: Self | None = None
    size: int = 0  # bytes over the wire, compressed, with headers; 0 from the browser's cache
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """The round trips until it is there: 1 for the page itself, 2 for what the page names, …"""
        return 1 + (self.asked_by.depth if self.asked_by else 0)

    @property
    def is_static(self) -> bool:
        return "/static/" in self.url

    @property
    def is_kept(self) -> bool:
        """Whether the browser never asks again: what changes gets another name."""
        control = self.headers.get("cache-control", "")
        return bool(HASHED.search(self.url)) and "max-age=" in control and "immutable" in control


@dataclass
class Visitor:
    """Somebody who is signed in, in a browser with nothing in its cache."""

    browser: Browser
    cookies: Any  # as a browser context gives them
    width: int  # CSS pixels
    height: int

    @contextmanager
    def comes(self) -> Iterator[Page]:
        context = self.browser.new_context(
            viewport={"width": self.width, "height": self.height},
            service_workers="block",  # what it fetches, it fetches when the page is there
        )
        context.add_cookies(self.cookies)
        context.add_init_script(SCRIPT)
        yield context.new_page()
        context.close()


@dataclass
class Times:
    """Milliseconds since the page was asked for: the medians of some visits."""

    first_paint: float
    first_message: float | None  # None: no message is shown
    ready: float  # every script has run


@dataclass
class Visit:
    first: list[Request]
    second: list[Request]
    message_is_in_the_page: bool | None  # None: no message is shown
    shifts: list[dict[str, Any]]  # value, and what moved
    at_once: Times
    slowly: Times  # on slow 4G

    @property
    def shift(self) -> float:
        return sum(float(shift["value"]) for shift in self.shifts)


def come(visitor: Visitor, url: str) -> Visit:
    with visitor.comes() as page:
        with requests_of(page) as first:
            answer = page.goto(url, wait_until="networkidle")
            page.wait_for_timeout(SETTLES)
        assert answer is not None
        assert answer.ok, f"{url} answers {answer.status}"
        in_the_page = shows_message(page, answer.text())
        shifts = page.evaluate("bench.shifts")
        with requests_of(page) as second:
            page.goto(url, wait_until="networkidle")
    return Visit(
        first,
        second,
        in_the_page,
        shifts,
        at_once=times(visitor, url),
        slowly=times(visitor, url, SLOW_4G),
    )


def shows_message(page: Page, source: str) -> bool | None:
    """Whether the newest message came with the page itself, and not by script."""
    ids = page.locator("li[data-seq]").evaluate_all("found => found.map(({ id }) => id)")
    return f'id="{ids[-1]}"' in source if ids else None


def times(visitor: Visitor, url: str, network: dict[str, Any] | None = None) -> Times:
    measured = []
    for _ in range(VISITS):
        with visitor.comes() as page:
            if network:
                page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", network)
            page.goto(url)
            measured.append(page.evaluate("times()"))
    paint, message, ready = zip(*measured, strict=True)
    return Times(median(paint), None if None in message else median(message), median(ready))


@contextmanager
def requests_of(page: Page) -> Iterator[list[Request]]:
    """The requests of a page while this lasts; sockets are none."""
    requests: list[Request] = []
    by_id: dict[str, Request] = {}
    by_url: dict[str, Request] = {}

    def sent(event: dict[str, Any]) -> None:
        url, kind = event["request"]["url"], event["type"]
        # It is not said of a style sheet that another imports, and that is waited for as well.
        blocks = kind in {"Document", "Stylesheet"} or event.get("renderBlockingBehavior") in BLOCKS
        asked_by = by_url.get(asker(event["initiator"]))
        by_id[event["requestId"]] = by_url[url] = request = Request(url, kind, blocks, asked_by)
        requests.append(request)

    def answered(event: dict[str, Any]) -> None:
        if request := by_id.get(event["requestId"]):
            given = event["response"]["headers"]
            request.headers = {name.lower(): value for name, value in given.items()}

    def finished(event: dict[str, Any]) -> None:
        if request := by_id.get(event["requestId"]):
            request.size = int(event["encodedDataLength"])

    cdp = page.context.new_cdp_session(page)
    cdp.on("Network.requestWillBeSent", sent)
    cdp.on("Network.responseReceived", answered)
    cdp.on("Network.loadingFinished", finished)
    cdp.send("Network.enable")
    yield requests
    cdp.detach()


def asker(initiator: dict[str, Any]) -> str:
    """The address of the file that named a request; a script's is at the top of its stack."""
    frames = initiator.get("stack", {}).get("callFrames", [])
    return str(initiator.get("url") or (frames[0]["url"] if frames else ""))
