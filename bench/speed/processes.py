"""Processes that are measured: started, looked at, ended."""

import os
import resource
import signal
import socket
import subprocess
from pathlib import Path
from typing import Self

from chat.tests.services import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 60.0  # seconds
#: What the person who measures may have set for their own Roomful.
OURS = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "REDIS_URL", "SHOW_GALLERY", "TLS_PROXY")
TICKS = os.sysconf("SC_CLK_TCK")


def prepare_to_measure() -> None:
    """Allow this process and those that it starts many sockets, and end them when this is ended.

    ``kill``, ``timeout`` and Ctrl-C do alike, in the background of a shell too.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, signal.default_int_handler)


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "RATE_LIMITS": "0", **more}


class ServerProcess:
    """Listens on a free port of 127.0.0.1 as long as the block lasts."""

    def __init__(
        self, command: list[str], folder: Path, settings: dict[str, str], log: Path
    ) -> None:
        self.port = free_port()
        self._command = [part.format(port=self.port) for part in command]
        self._folder = folder
        self._environment = environment(**settings)
        self._log = log.with_name(f"{log.stem}-{self.port}.log")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            process = self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: process.poll() is not None or self._listens(), STARTS_WITHIN)
        if process.poll() is not None or not self._listens():
            self.__exit__()
            raise RuntimeError(f"{self._command} does not listen:\n{self.errors}")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def signal(self, which: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(which)

    @property
    def errors(self) -> str:
        return self._log.read_text(errors="replace")[-2000:]

    @property
    def memory(self) -> int:
        """Resident bytes."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/statm").read_text()
        return int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    @property
    def cpu(self) -> float:
        """Seconds that it has computed for."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _listens(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5):
                return True
        except OSError:
            return False


def run(command: list[str], folder: Path, settings: dict[str, str]) -> str:
    """What a command printed. Raises with what it said when it failed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command} failed:\n{done.stderr[-2000:]}")
    return done.stdout
