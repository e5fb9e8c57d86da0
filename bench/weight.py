"""What a first visit to a room costs: ``.venv/bin/python -m bench.weight`` (bench/README.md)."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from bench.machine import commit, machine
from bench.navigation import TIMES, Navigation, navigate
from bench.visit import Request, Visit, Visitor, come
from e2e.chromium import launched
from e2e.pages.people import SignInPage
from e2e.server import Server

SIZES = ((1280, 800), (390, 844))  # CSS pixels: a laptop, a phone
COMMAND = ".venv/bin/python -m bench.weight"
# The server is as bin/run starts it, whatever the person who measures has set.
OURS = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "REDIS_URL", "SHOW_GALLERY", "TLS_PROXY")
BUSIEST_ROOM = """
from chat.models import Room
room = Room.objects.filter(memberships__user__username="{username}").order_by("-last_seq")[0]
print(room.pk, room.last_seq, room.name)
"""

Row = tuple[str, str, list[str]]  # what, its target, the figures


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, launched() as browser, demo(folder) as server:
        username, password = sign_in_of(server.manage("seed_demo"))
        found = server.manage(
            "shell", "--verbosity=0", "--command", BUSIEST_ROOM.format(username=username)
        )
        pk, count, name = found.strip().split(" ", 2)
        room = f"{server.url}/rooms/{pk}/"
        cookies = session(browser, server.url, username, password)
        visits = [come(Visitor(browser, cookies, *size), room) for size in SIZES]
        moves = navigate(browser, server.url, room, cookies)
        print(f"A first visit to {name} ({count} messages), in Chromium {browser.version}")
        print(f"{machine()}; commit {commit()}; {COMMAND}")
        show([("", "target", [f"{width}x{height}" for width, height in SIZES])])
        show(weight(visits))
        show(painting(visits))
        show(keeping(visits))
        show(moving(moves))
        for line in remarks(visits):
            print(line)


@contextmanager
def demo(folder: str) -> Iterator[Server]:
    server = Server(Path(folder))
    for name in OURS:
        server.environment.pop(name, None)
    server.prepare()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def sign_in_of(printed: str) -> tuple[str, str]:
    """A name and its password, out of what ``seed_demo`` says."""
    match = re.search(r"as (\S+) with the password (\S+)", printed)
    assert match
    return match[1], match[2]


def session(browser: Browser, url: str, username: str, password: str) -> list[Any]:
    """The cookie of somebody who is signed in, and nothing else."""
    context = browser.new_context(base_url=url)
    page = context.new_page()
    SignInPage(page).open().fill(username, password)
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    cookies = [cookie for cookie in context.cookies() if cookie["name"] == "sessionid"]
    context.close()
    return cookies


# The figures


def weight(visits: list[Visit]) -> list[Row]:
    def kilobytes(*kinds: str, most: float | None = None) -> list[str]:
        sizes = [sum(r.size for r in visit.first if r.kind in kinds) / 1000 for visit in visits]
        return [judged(f"{size:.1f}", size, most) for size in sizes]

    kinds = {r.kind for visit in visits for r in visit.first}
    others = kinds - {"Document", "Stylesheet", "Script"}
    return [
        ("HTML, KB", "", kilobytes("Document")),
        ("CSS, KB", "", kilobytes("Stylesheet")),
        ("script with htmx, KB", "<= 40", kilobytes("Script", most=40)),
        ("all three, KB", "<= 90", kilobytes("Document", "Stylesheet", "Script", most=90)),
        ("icons and others, KB", "", kilobytes(*others)),
        ("requests", "", [str(len(visit.first)) for visit in visits]),
        ("fonts", "0", counts([of(visit.first, "Font") for visit in visits], most=0)),
    ]


def painting(visits: list[Visit]) -> list[Row]:
    trips = [max(r.depth for r in visit.first if r.blocks_paint) for visit in visits]
    last = [max((r.depth for r in of(visit.first, "Script")), default=0) for visit in visits]
    scripts = [[r for r in of(visit.first, "Script") if r.blocks_paint] for visit in visits]
    sheets = [of(visit.first, "Stylesheet") for visit in visits]
    return [
        ("style sheets", "", counts(sheets)),
        ("scripts that the paint waits for", "0", counts(scripts, most=0)),
        ("round trips to the paint", "<= 2", [verdict(str(n), n <= 2) for n in trips]),
        ("round trips to the last script", "", [str(n) for n in last]),
        ("a message is in the page itself", "yes", [yes(v.message_is_in_the_page) for v in visits]),
        ("first paint, ms", "", [milliseconds(v.at_once.first_paint) for v in visits]),
        ("first message painted, ms", "", [milliseconds(v.at_once.first_message) for v in visits]),
        ("first paint on slow 4G, ms", "", [milliseconds(v.slowly.first_paint) for v in visits]),
        ("scripts have run on slow 4G, ms", "", [milliseconds(v.slowly.ready) for v in visits]),
        ("layout shift", "0", [verdict(f"{v.shift:.4g}", v.shift == 0) for v in visits]),
    ]


def keeping(visits: list[Visit]) -> list[Row]:
    static = [[r for r in visit.first if r.is_static] for visit in visits]
    kept = [[r for r in requests if r.is_kept] for requests in static]
    asked = [[r for r in visit.second if r.size] for visit in visits]
    return [
        (
            "static files kept for good",
            "all",
            [verdict(f"{len(k)} of {len(s)}", k == s) for k, s in zip(kept, static, strict=True)],
        ),
        ("second visit, KB", "", [f"{sum(r.size for r in a) / 1000:.1f}" for a in asked]),
        ("second visit, requests", "", counts(asked)),
    ]


def moving(moves: Navigation | str) -> list[Row]:
    """At the laptop's size: on a phone the rooms are behind a button."""
    if isinstance(moves, str):
        return [("to another room", "< 100", [moves])]
    loaded = median(moves.loaded)
    return [
        ("to another room, click, ms", "< 100", [times(moves.clicked, most=100)]),
        ("… by a whole page, ms", "", [times(moves.loaded)]),
        ("… click / whole page", "", [f"{median(moves.clicked) / loaded:.2f}"]),
    ]


def remarks(visits: list[Visit]) -> Iterator[str]:
    """What to look at where a figure is not as it should be."""
    for (width, height), visit in zip(SIZES, visits, strict=True):
        for shift in visit.shifts:
            moved = ", ".join(shift["what"])
            yield f"{width}x{height}: layout shifts by {shift['value']:.4g}: {moved}"
    requests = {r.url: r for visit in visits for r in visit.first}
    for url, request in requests.items():
        if request.is_static and not request.is_kept:
            yield f"not kept for good: {url.partition('/static/')[2]}"


def of(requests: Iterable[Request], kind: str) -> list[Request]:
    return [request for request in requests if request.kind == kind]


# How they are shown


def verdict(figure: str, good: bool) -> str:  # noqa: FBT001
    return f"{figure} ok" if good else f"{figure} MISSED"


def judged(figure: str, value: float, most: float | None) -> str:
    return figure if most is None else verdict(figure, value <= most)


def counts(found: list[list[Request]], most: int | None = None) -> list[str]:
    return [judged(str(len(requests)), len(requests), most) for requests in found]


def yes(it_is: bool | None) -> str:  # noqa: FBT001
    return "no message is shown" if it_is is None else verdict("yes" if it_is else "no", it_is)


def milliseconds(time: float | None) -> str:
    return "no message is shown" if time is None else f"{time:.0f}"


def times(measured: list[float], most: float | None = None) -> str:
    middle, nineteenth = median(measured), sorted(measured)[int(0.95 * TIMES) - 1]
    figure = f"{middle:.0f} (p95 {nineteenth:.0f}, of {TIMES})"
    return figure if most is None else verdict(figure, middle < most)


def show(rows: Iterable[Row]) -> None:
    for what, target, figures in rows:
        print(f"{what:34}{target:8}" + "".join(f"{figure:22}" for figure in figures).rstrip())
    print()


if __name__ == "__main__":
    main()
