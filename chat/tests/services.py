"""Real PostgreSQL and Redis for the tests, started in folders of their own and gone afterwards.

A pytest plugin: `pytest --services` runs the same tests on them. Tests that need a server of their
own start one with `PostgreSQL()` or `Redis()`, after `require(...)`.

`python -m chat.tests.services` prints the Debian packages of the servers that are missing.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from threading import Event
from typing import Any, ClassVar, Self

import psycopg
import pytest
from execnet import XSpec
from xdist.workermanage import WorkerController

STARTS_WITHIN = 30.0  # seconds
STOPS_WITHIN = 10.0  # seconds


class ServiceMissing(Exception):
    """The server's program is not installed here; the message says which and what to install."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Service:
    """A server process with its data in a temporary folder, on a free port of 127.0.0.1."""

    package: ClassVar[str]  # as Debian names it
    stop_signal: ClassVar[signal.Signals]

    def __init__(self) -> None:
        self.port = free_port()
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def find(cls) -> Path:
        """The program that serves, or ServiceMissing."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        raise NotImplementedError

    def _prepare(self, folder: Path) -> None:
        """Fills the new folder before the first start."""

    def _command(self, folder: Path) -> list[str]:
        raise NotImplementedError

    def _answers(self) -> bool:
        raise NotImplementedError

    def _owner(self) -> dict[str, Any]:
        """Arguments of subprocess that run the server as somebody else."""
        return {}

    def start(self) -> None:
        """Returns when the server answers; after kill(), on the same port with the same data."""
        self.find()
        try:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix=f"roomful-{self.package}-"))
                self._prepare(self._folder)
            self._launch(self._folder)
        except BaseException:
            self.stop()
            raise

    def _launch(self, folder: Path) -> None:
        log = folder / "log"
        with log.open("ab") as output:
            # A session of its own: Ctrl-C is for the tests, which then stop the server.
            self._process = subprocess.Popen(
                self._command(folder),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **self._owner(),
            )
        process = self._process
        if not wait_until(lambda: process.poll() is not None or self._answers(), STARTS_WITHIN):
            raise RuntimeError(
                f"{self.package} did not answer in {STARTS_WITHIN:.0f} s:\n{_tail(log)}"
            )
        if process.poll() is not None:
            raise RuntimeError(f"{self.package} ended at once:\n{_tail(log)}")

    def kill(self) -> None:
        """Ends the server as a crash would; start() brings it back."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ends the server and removes its folder; harmless when it is not running."""
        self._end(self.stop_signal)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class PostgreSQL(Service):
    package = "postgresql"
    stop_signal = signal.SIGINT  # "fast": does not wait for clients

    @classmethod
    def find(cls) -> Path:
        for folder in _postgresql_folders():
            if (folder / "initdb").exists() and (folder / "postgres").exists():
                return folder / "postgres"
        raise ServiceMissing(
            "PostgreSQL's initdb and postgres are not installed here (Debian: postgresql)."
        )

    @property
    def url(self) -> str:
        return f"postgres://roomful@127.0.0.1:{self.port}/roomful"

    def _owner(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root."""
        if os.getuid() != 0:
            return {}
        user = _unprivileged_user()
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def _prepare(self, folder: Path) -> None:
        owner = self._owner()
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        # C.UTF-8 sorts as C does and knows the letters beyond ASCII; not every system has it.
        for locale in ("C.UTF-8", "C"):
            made = subprocess.run(
                [
                    *(self.find().with_name("initdb"), "--pgdata", folder / "data"),
                    *("--username", "roomful", "--auth", "trust", "--no-sync"),
                    *("--encoding", "UTF8", "--locale", locale),
                ],
                cwd=folder,
                capture_output=True,
                check=False,
                **owner,
            )
            if made.returncode == 0:
                return
        raise RuntimeError(f"initdb failed:\n{made.stderr.decode(errors='replace')}")

    def _command(self, folder: Path) -> list[str]:
        # Durability is switched off: nothing here outlives the tests.
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
        }
        settings = (f"--{name}={value}" for name, value in options.items())
        return [str(self.find()), "-D", str(folder / "data"), *settings]

    def _answers(self) -> bool:
        """Connects, and makes the database at the first start."""
        address = f"host=127.0.0.1 port={self.port} user=roomful dbname=postgres connect_timeout=5"
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                found = connection.execute("SELECT FROM pg_database WHERE datname = 'roomful'")
                if found.rowcount == 0:
                    connection.execute("CREATE DATABASE roomful")
        except psycopg.OperationalError:
            return False
        return True


class Redis(Service):
    package = "redis-server"
    stop_signal = signal.SIGTERM

    @classmethod
    def find(cls) -> Path:
        for name in ("redis-server", "valkey-server"):
            if program := shutil.which(name):
                return Path(program)
        raise ServiceMissing("redis-server is not installed here (Debian: redis-server).")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def _command(self, folder: Path) -> list[str]:
        return [
            *(str(self.find()), "--port", str(self.port), "--bind", "127.0.0.1"),
            *("--save", "", "--appendonly", "no", "--dir", str(folder)),
        ]

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Asks again and again until the condition holds; False when it does not in that time."""
    deadline = time.monotonic() + seconds
    pause = Event()
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.02)
    return True


def _postgresql_folders() -> Generator[Path]:
    """Where initdb may be: on PATH, else where the packages keep it, the newest version first."""
    if program := shutil.which("initdb"):
        yield Path(program).parent
        yield Path(program).resolve().parent
    versions = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    for homebrew in ("/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"):
        versions += Path(homebrew).glob("postgresql*/bin")
    yield from sorted(versions, key=_version, reverse=True)
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run(
            [pg_config, "--bindir"], capture_output=True, text=True, check=False
        )
        yield Path(answer.stdout.strip())


def _version(folder: Path) -> int:
    digits = "".join(filter(str.isdigit, folder.parent.name))
    return int(digits or 0)


def _unprivileged_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServiceMissing("PostgreSQL cannot run as root, and there is no user postgres or nobody.")


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


# For tests

_not_tested: set[str] = set()


def require(*services: type[Service]) -> None:
    """Skips the test where a server is not installed, and says so at the end; fails under CI."""
    for service in services:
        try:
            service.find()
        except ServiceMissing as missing:
            if os.environ.get("CI") == "true":
                pytest.fail(str(missing))
            _not_tested.add(str(missing))
            pytest.skip(str(missing))


# The plugin

_running: list[Service] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--services",
        action="store_true",
        help="run the tests on a PostgreSQL and a Redis that are started for them",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Before pytest-django loads the settings, which read the addresses from the environment."""
    # `kill` and `timeout` end the tests as Ctrl-C does, so that no server outlives them.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        chosen = early_config.known_args_namespace
        if chosen.services and not chosen.numprocesses:
            os.environ.update(_started())
        return (yield)
    except BaseException:
        _stop_all()
        raise


def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[XSpec]) -> None:
    """Servers of its own for each process that tests: what is on its way in Redis is for nobody else."""
    if config.option.services:
        for spec in specs:
            spec.env.update(_started())


def _started() -> dict[str, str]:
    """The addresses of a new PostgreSQL and a new Redis, as the settings read them."""
    services = {"DATABASE_URL": PostgreSQL(), "REDIS_URL": Redis()}
    for service in services.values():
        _running.append(service)
        try:
            service.start()
        except ServiceMissing as missing:
            raise pytest.UsageError(f"--services: {missing}") from None
    return {variable: service.url for variable, service in services.items()}


def pytest_unconfigure() -> None:
    _stop_all()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["not_tested"] = sorted(_not_tested)


def pytest_testnodedown(node: WorkerController) -> None:
    _not_tested.update(getattr(node, "workeroutput", {}).get("not_tested", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason in sorted(_not_tested):
        terminalreporter.write_line(f"NOT TESTED: {reason}", red=True, bold=True)


def _stop_all() -> None:
    while _running:
        _running.pop().stop()


def _missing_packages() -> Generator[str]:
    for service in (PostgreSQL, Redis):
        try:
            service.find()
        except ServiceMissing:
            yield service.package


if __name__ == "__main__":
    sys.stdout.writelines(f"{package}\n" for package in _missing_packages())
