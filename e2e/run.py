"""bin/run as a person starts it: real processes with ports and data of their own."""

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from chat.tests.services import free_port, wait_until

CHECKOUT = Path(__file__).parent.parent
SERVES_WITHIN = 60.0  # seconds; the first start may install the packages
ENDS_WITHIN = 10.0  # seconds; on a busy machine too
SETTINGS = [
    *("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "EMAIL_URL", "HOST", "OIDC_PROVIDERS", "PYTHON"),
    *("RATE_LIMITS", "REDIS_URL", "SHOW_GALLERY", "TLS_PROXY"),
]


class Run:
    """One run of bin/run from a folder, as in a terminal of its own."""

    def __init__(
        self, folder: Path, environment: dict[str, str], *, checkout: Path = CHECKOUT
    ) -> None:
        inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        self.checkout = checkout
        self.port = environment.setdefault("PORT", str(free_port()))
        self.data = folder / environment.setdefault("DATA_DIR", "data")
        self._out = folder / f"stdout-{self.port}"
        self._err = folder / f"stderr-{self.port}"
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [checkout / "bin" / "run"],
                cwd=folder,
                env=inherited | environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
                # Tests in the background of a shell have Ctrl-C ignored for all that they start.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )

    @property
    def stdout(self) -> str:
        return self._out.read_text()

    @property
    def stderr(self) -> str:
        return self._err.read_text()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def get(self) -> tuple[int, str]:
        """The status and the text of the page to which the front page leads."""
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(self.url, timeout=10) as response:
            return response.status, response.read().decode()

    def until_it_says(self, text: str) -> Self:
        self._until(lambda: text in self.stdout, f"it says {text!r}")
        return self

    def until_it_serves(self) -> Self:
        self._until(self.listens, "it serves")
        return self

    def send(self, number: signal.Signals) -> int:
        """Sends the signal and returns the exit status."""
        if number == signal.SIGINT:
            # Ctrl-C in a terminal goes to every process that was started from there.
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(ENDS_WITHIN)

    def kill(self) -> None:
        """What it started is in process groups of its own, which bin/run itself ends."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", int(self.port)), timeout=1).close()
        except OSError:
            return False
        return True

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        happened = wait_until(lambda: condition() or self.process.poll() is not None, SERVES_WITHIN)
        if not happened or not condition():
            pytest.fail(f"bin/run: waited until {what}\n{self.stdout}\n{self.stderr}")
