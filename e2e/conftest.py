"""Real people in a real browser: Alice (who set Roomful up), Bob and Carol, each in a browser of their own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from xdist.workermanage import WorkerController

from e2e.bot import MAKE, Bot, connected
from e2e.chromium import launched
from e2e.console import watch
from e2e.exhibition import Exhibition
from e2e.fonts import add_fonts
from e2e.pages.people import FirstRunPage, SignUpPage
from e2e.pages.room import RoomPage
from e2e.server import Server
from e2e.visual import ARTIFACTS, References

expect.set_options(timeout=10_000)  # on a busy machine too; nothing waits longer than it must

NOTES = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="take what looks different for the new pictures (bin/test accept)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOTES] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["notes"] = session.config.stash[NOTES]


def pytest_testnodedown(node: WorkerController) -> None:
    """What a process of the tests had to say."""
    node.config.stash[NOTES].extend(getattr(node, "workeroutput", {}).get("notes", ()))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for note in config.stash[NOTES]:
        terminalreporter.write_line(note)


@pytest.fixture(scope="session")
def notes(pytestconfig: pytest.Config) -> list[str]:
    """Lines to say at the end of the run."""
    return pytestconfig.stash[NOTES]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that nobody has used, for servers to start from a copy of it. Anyone may sign up there."""
    data_dir = tmp_path_factory.mktemp("prepared")
    server = Server(data_dir)
    server.prepare()
    server.manage("shell", "-c", "from e2e.scene import open_to_all; open_to_all()")
    return data_dir


@contextmanager
def running(prepared: Path, data_dir: Path) -> Iterator[Server]:
    server = Server(Path(shutil.copytree(prepared, data_dir / "data")))
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def server(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(prepared, tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def empty_server(prepared: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has visited yet."""
    with running(prepared, tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def states(browser: Browser, server: Server) -> dict[str, Any]:
    """What the browsers of Alice, Bob and Carol have stored after they signed up."""
    states = {}
    for name in ("alice", "bob", "carol"):
        context = browser.new_context(base_url=server.url)
        page = context.new_page()
        if name == "alice":
            FirstRunPage(page).open().fill(name, room="Lobby")
        else:
            SignUpPage(page).open().fill(name)
        expect(
            page.get_by_role("heading", name="Lobby" if name == "alice" else "Rooms", exact=True)
        ).to_be_visible()
        states[name] = context.storage_state()
        context.close()
    return states


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture
def open_browser(
    browser: Browser, server: Server, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """A browser window; what goes wrong in its console fails the test, and a failing test leaves its trace."""
    with ExitStack() as closing:

        def open_window(**options: Any) -> Page:
            # A service worker would hide requests from the tests; e2e/test_offline.py lets it in.
            defaults = {"base_url": server.url, "service_workers": "block"}
            context = browser.new_context(**{**defaults, **options})
            context.tracing.start(snapshots=True)
            page = context.new_page()
            complaints = watch(page)
            closing.callback(finish, request.node, context, page, complaints)
            return page

        yield open_window


def finish(item: pytest.Item, context: BrowserContext, page: Page, complaints: list[str]) -> None:
    if item.stash.get(FAILED, True):
        ARTIFACTS.mkdir(exist_ok=True)
        name = f"{item.name}-{len(list(ARTIFACTS.glob(f'{item.name}-*.png'))) + 1}"
        page.screenshot(path=ARTIFACTS / f"{name}.png", caret="initial")  # hiding it adds a style
        context.tracing.stop(path=ARTIFACTS / f"{name}.zip")
    context.close()
    assert complaints == []


@pytest.fixture
def alice(open_browser: Callable[..., Page], states: dict[str, Any]) -> Page:
    return open_browser(storage_state=states["alice"])


@pytest.fixture
def bob(open_browser: Callable[..., Page], states: dict[str, Any]) -> Page:
    return open_browser(storage_state=states["bob"])


@pytest.fixture
def carol(open_browser: Callable[..., Page], states: dict[str, Any]) -> Page:
    return open_browser(storage_state=states["carol"])


@pytest.fixture(scope="session")
def token(server: Server, states: dict[str, Any]) -> str:
    return server.manage("shell", "-c", MAKE).split()[-1]


@pytest.fixture
def bot(server: Server, token: str) -> Iterator[Bot]:
    """A program called Echo, which belongs to Alice."""
    with connected(server.url, token) as bot:
        yield bot


@pytest.fixture
def room_name(request: pytest.FixtureRequest) -> str:
    """A room for this test alone."""
    name: str = request.node.name
    return name.removeprefix("test_").replace("_", " ").capitalize()


@pytest.fixture
def in_room(room_name: str) -> Callable[[Page], RoomPage]:
    """Bring somebody into the test's room."""
    return lambda page: RoomPage.enter(page, room_name)


@pytest.fixture(scope="session")
def exhibition(
    browser: Browser, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Exhibition]:
    """Every page and every sample, on servers that no other test changes."""
    with ExitStack() as closing:
        servers = []
        for name in ("exhibition", "unvisited"):
            data_dir = Path(shutil.copytree(prepared, tmp_path_factory.mktemp(name) / "data"))
            add_fonts(data_dir)
            servers.append(Server(data_dir, SHOW_GALLERY="1"))
            closing.callback(servers[-1].stop)
        servers[0].manage("shell", "-c", "from e2e.scene import play; play()")
        for server in servers:
            server.start()
        exhibition = Exhibition(browser, *servers)
        closing.callback(exhibition.close)
        yield exhibition


@pytest.fixture(scope="session")
def references(request: pytest.FixtureRequest, notes: list[str]) -> Iterator[References]:
    """The accepted pictures."""
    references = References(accept=request.config.getoption("--accept"))
    yield references
    if references.accept:
        notes.extend(
            sorted(references.accepted) or ["Nothing looks different: no picture was changed."]
        )
    notes.append(f"pictures: {references.compared} compared")
