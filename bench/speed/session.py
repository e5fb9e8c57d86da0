"""A system that runs, with the load generator beside it."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.speed.processes import ROOT, ServerProcess, environment
from bench.speed.systems import Bare, System
from chat.tests.services import PostgreSQL, Redis

Figures = dict[str, Any]
AT_ONCE = 100  # handshakes under way


class Session:
    """The servers of a system, and commands to the load generator."""

    def __init__(self, servers: list[ServerProcess], job: dict[str, Any]) -> None:
        self.servers = servers
        self._job = job
        self._client = subprocess.Popen(
            [sys.executable, "-m", "bench.speed.client"],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def connect(self, sockets: int, at_once: int = AT_ONCE, within: float = 600) -> Figures:
        """Sockets that join; after ``within`` seconds no more are begun."""
        wanted = {"sockets": sockets, "at_once": at_once, "within": within}
        return self._command("connect", **wanted, **self._job)

    def post(self, *, in_flight: int = 1, seconds: float, most: int = 100_000) -> Figures:
        return self._command("post", in_flight=in_flight, seconds=seconds, most=most)

    @property
    def memory(self) -> int:
        return sum(server.memory for server in self.servers)

    def close(self) -> None:
        self._client.kill()
        self._client.communicate()

    def _command(self, name: str, **arguments: Any) -> Figures:
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        began, cpu = perf_counter(), self._cpu
        self._client.stdin.write(json.dumps({"do": name, **arguments}) + "\n")
        self._client.stdin.flush()
        answer = self._client.stdout.readline()
        if not answer:
            raise RuntimeError(f"The load generator ended. {self.servers[0].errors}")
        figures: Figures = json.loads(answer)
        spent = self._cpu - cpu
        figures["server_cpu"] = spent / (perf_counter() - began)
        if delivered := figures.get("delivered"):
            figures["server_us"] = 1e6 * spent / delivered
        return figures

    @property
    def _cpu(self) -> float:
        return sum(server.cpu for server in self.servers)


@contextmanager
def running(system: System, *, rooms: int = 1, history: int = 50) -> Iterator[Session]:
    """The system, freshly prepared: on SQLite and the in-memory layer, or with several processes on services."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="roomful-speed-")))
        settings = {"DATA_DIR": str(folder / "data")}
        if isinstance(system, Bare):
            seeded: dict[str, Any] = {}
            settings["WS_MODULE"] = str(node_ws() or "")
        elif system.processes > 1:
            (folder / "data").mkdir()
            settings["DATABASE_URL"] = stack.enter_context(PostgreSQL()).url
            settings["REDIS_URL"] = stack.enter_context(Redis()).url
            seeded = system.prepare(settings, rooms=rooms, history=history)
        else:
            template, seeded = prepared(type(system), rooms, history)  # type: ignore[arg-type]  # classes can be hashed
            shutil.copytree(template, folder / "data")
        servers = [
            stack.enter_context(
                ServerProcess(system.command(), system.folder, settings, folder / "server")
            )
            for _ in range(system.processes)
        ]
        session = Session(servers, system.job([server.port for server in servers], seeded))
        stack.callback(session.close)
        yield session


@cache
def prepared(kind: type[System], rooms: int, history: int) -> tuple[Path, dict[str, Any]]:
    """A data folder to copy, with its database on SQLite, and what is in it."""
    folder = Path(work().name) / f"{kind.kind}-{rooms}-{history}"
    folder.mkdir()
    seeded = kind("").prepare({"DATA_DIR": str(folder)}, rooms=rooms, history=history)
    return folder, seeded


@cache
def work() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when the process ends."""
    return tempfile.TemporaryDirectory(prefix="roomful-speed-")


WS = "ws@8.23.0"


@cache
def node_ws() -> Path | None:
    """The folder of ``ws``, installed for this run; None where node or npm is missing or cannot get it."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    folder = Path(work().name) / "node"
    folder.mkdir()
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), WS]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return folder / "node_modules" / "ws" if done.returncode == 0 else None
