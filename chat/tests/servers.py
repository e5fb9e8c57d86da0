"""Roomful as it runs for people: a server process of its own, on the test's database.

What a test writes to the database, the server reads, and the other way round. With ``--services`` that is
PostgreSQL, and the servers share Redis; else the file of SQLite.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import ClassVar, Self
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import ProxyHandler, build_opener

import pytest
from django.conf import settings
from django.db import connection

from chat.tests.services import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 30.0  # seconds, on a machine that has other things to do
ENDS_WITHIN = 10.0  # seconds; a test that measures it asks for less

browser = build_opener(ProxyHandler({}))


def environment(data_dir: Path) -> dict[str, str]:
    """The environment of a process on the test's database, its other files in ``data_dir``."""
    (data_dir / "secret_key").write_text(settings.SECRET_KEY)  # so that sessions are good there
    return {
        **os.environ,
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": _database_url(),
        "RATE_LIMITS": "0",
        "DEBUG": "1",  # static files as they are: collecting them takes long
        "no_proxy": "*",
    }


def _database_url() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def share() -> None:
    """Skips a test of several processes where they have nothing to share."""
    if not os.environ.get("REDIS_URL"):
        pytest.skip("processes hear of each other over Redis: run with --services")


class Server:
    """Listens on a free port of 127.0.0.1 from ``start`` to ``stop``."""

    arguments: ClassVar[list[str]]

    def __init__(self, data_dir: Path) -> None:
        self.port = free_port()
        self._data_dir = data_dir
        self._log = data_dir / f"{type(self).__name__.lower()}-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def errors(self) -> str:
        """What the server has written to its standard error."""
        return self._log.read_text(errors="replace")

    def start(self) -> None:
        """Begin. ``wait`` returns when the server answers, so that several can start at once."""
        arguments = [part.format(port=self.port) for part in self.arguments]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=environment(self._data_dir),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                # Who runs the tests in the background of a shell has Ctrl-C ignored, and a server would inherit that.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )

    def wait(self) -> Self:
        process = self._process
        assert process is not None
        answered = wait_until(lambda: process.poll() is not None or self._answers(), STARTS_WITHIN)
        if process.poll() is not None or not answered:
            self.stop()
            raise AssertionError(f"The server does not answer:\n{self.errors}")
        return self

    def end(self, how: signal.Signals) -> float:
        """Send the signal; the seconds until the process had ended."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(how)
        self._process.wait(ENDS_WITHIN)
        return time.monotonic() - began

    def stop(self) -> None:
        """End it somehow; harmless when it has ended."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            with browser.open(f"{self.address}/sign-in/", timeout=5):
                return True
        except HTTPError:
            return True
        except OSError:
            return False


class Daphne(Server):
    arguments: ClassVar = ["-m", "config.daphne", "--bind", "127.0.0.1", "--port", "{port}"]


class Uvicorn(Server):
    arguments: ClassVar = ["-m", "config.uvicorn", "--port", "{port}"]
