"""A real Roomful: the server that bin/run starts, in a process of its own, with a data folder of its own."""

import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from chat.tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 30.0  # seconds
STOP_WITHIN = 10.0  # seconds


class Server:
    """SQLite and the in-memory layer, as ``bin/run`` has them."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "DATA_DIR": str(data_dir), "RATE_LIMITS": "0"} | settings
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Make the data folder what ``bin/run`` makes it: an empty database, collected static files."""
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--noinput", "--verbosity=0")

    def manage(self, *arguments: str) -> str:
        """Run a management command on the server's data; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def command(self) -> list[str]:
        """The program that serves, and its arguments."""
        return [sys.executable, "-m", "config.uvicorn", "--port", str(self.port)]

    def launch(self, **options: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command(), cwd=ROOT, env=self.environment, **options)

    def start(self) -> None:
        self.process = self.launch()
        pause = threading.Event()
        for _ in range(int(START_WITHIN / 0.1)):
            if self._answers():
                return
            assert self.process.poll() is None, "The server ended while it was starting"
            pause.wait(0.1)
        raise AssertionError("The server did not start")

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/sign-in/", timeout=1).close()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"The server answers, but with an error: {error}") from error
        except (urllib.error.URLError, OSError):
            return False
        return True

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(STOP_WITHIN)
        self.process = None
