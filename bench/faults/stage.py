"""One room, its servers, and everybody who takes part in a scenario."""

import asyncio
import json
import random
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from bench.faults import lines
from bench.faults.clients import Client
from bench.faults.lines import Line
from bench.faults.results import Result
from bench.faults.servers import SCENE, FaultyServer, Wire
from bench.faults.trial import Trial
from bench.faults.windows import Window

READY_WITHIN = 30.0  # seconds, before anything is broken
BACK_WITHIN = 10.0  # seconds after the server is there again, until everybody is connected
CLIENTS = 5  # that write, and as many that only read

Viewer = Client | Window


class Stage:
    def __init__(self, trial: Trial, result: Result, data_dir: Path, **settings: str) -> None:
        self.trial, self.size, self.result = trial, trial.size, result
        self.chance = self.dice("")
        scene = json.loads((data_dir / SCENE).read_text())
        self.room: int = scene["room"]
        self.cookies: dict[str, str] = scene["cookies"]
        self.people: dict[str, int] = scene["people"]
        self.database = settings.get("DATABASE_URL", str(data_dir / "roomful.sqlite3"))
        self.data_dir, self.settings = data_dir, settings
        self.servers: list[FaultyServer] = []
        self.clients: list[Client] = []
        self.windows: list[Window] = []
        self._wires: list[Wire] = []
        self._tasks: dict[Client, asyncio.Task[None]] = {}

    # Who takes part

    @property
    def server(self) -> FaultyServer:
        return self.servers[0]

    async def serve(self, kind: str, processes: int = 1) -> None:
        for number in range(processes):
            settings = {**self.settings, "FAULTS_SEED": str(self.trial.seed)}
            settings["FAULTS_NUMBER"] = str(number)
            self.servers.append(FaultyServer(kind, self.data_dir, **settings))
        await asyncio.gather(*(server.up() for server in self.servers))

    async def wire(self) -> Wire:
        """A way to the server that can be cut."""
        wire = Wire(self.server.port)
        self._wires.append(wire)
        await wire.mend()
        return wire

    def socket(self, server: FaultyServer) -> str:
        return f"ws://127.0.0.1:{server.port}/ws/chat/room/"

    def client(self, name: str, server: FaultyServer, *, asks: bool) -> Client:
        client = Client(
            name,
            self.socket(server),
            self.cookies[name],
            self.room,
            self.dice(name),
            asks=asks,
        )
        self.clients.append(client)
        self._tasks[client] = asyncio.create_task(client.run())
        return client

    def dice(self, name: str) -> random.Random:
        """What somebody leaves to chance."""
        return random.Random(f"{self.trial.seed} {self.result.scenario} {name}")  # noqa: S311

    def person(self, name: str) -> int:
        """The key of whoever a viewer belongs to."""
        return self.people[name.partition(",")[0]]

    def stop(self, client: Client) -> None:
        self._tasks.pop(client).cancel()

    async def leave(self, name: str) -> None:
        """Over a connection of its own, which nobody judges."""
        client = self.client(name, self.server, asks=False)
        self.clients.remove(client)
        await client.call("leave_room", pk=self.room)
        self.stop(client)

    async def window(self, name: str, url: str, *, joins: bool = True, **options: Any) -> Window:
        """A browser with the room open in it; one that does not join is not judged."""
        window = await Window.of(
            self.trial.browser,
            name,
            url,
            self.cookies[name],
            self.room,
            self.dice(name),
            **options,
        )
        if joins:
            self.windows.append(window)
            await window.open()
        return window

    async def gather(self) -> None:
        """Five programs that write, five that read, a page that writes and one that reads.

        Half of the programs ask when they see a gap; the others rely on the server. They take turns at servers.
        """
        for kind in ("writer", "viewer"):
            for number in range(1, CLIENTS + 1):
                server = self.servers[number % len(self.servers)]
                self.client(f"{kind}-{number}", server, asks=number % 2 == 0)
        await self.open_windows()
        async with asyncio.timeout(READY_WITHIN):
            for client in self.clients:
                await client.connected.wait()

    async def open_windows(self) -> None:
        await self.window("page-writer-1", self.servers[0].url)
        await self.window("page-viewer-1", self.servers[-1].url)

    @property
    def viewers(self) -> list[Viewer]:
        return [*self.clients, *self.windows]

    @property
    def writers(self) -> list[Client]:
        return [client for client in self.clients if client.name.startswith("writer")]

    # What they do

    @property
    def acknowledged(self) -> int:
        return sum(len(viewer.acknowledged) for viewer in self.viewers)

    async def traffic(self, sends: int, *, typed: int | None = None) -> None:
        """So many messages in all, a few of them typed into the pages that write."""
        pages = [window for window in self.windows if "writer" in window.name]
        typed = min(self.size.typed, sends // 10) if typed is None else typed
        async with asyncio.TaskGroup() as group:
            for number, client in enumerate(self.writers):
                count = len(range(number, sends - typed * len(pages), len(self.writers)))
                group.create_task(_say(client, len(client.sent), count))
            for page in pages:
                group.create_task(_say(page, len(page.typed), typed))

    async def until_acknowledged(self, count: int) -> None:
        """A moment that the course of the traffic decides, not the clock."""
        while self.acknowledged < count:  # noqa: ASYNC110  many counts make it up
            await asyncio.sleep(0.002)

    async def all_back(self) -> None:
        """Wait until everybody is connected, but not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(BACK_WITHIN):
                for viewer in self.viewers:
                    await viewer.connected.wait()

    def moments(self, count: int, sends: int) -> list[int]:
        """Numbers of acknowledged messages from now on, at which something is to happen."""
        now = self.acknowledged
        return sorted(now + self.chance.randint(sends // 20, sends * 9 // 10) for _ in range(count))

    def truth(self) -> list[Line]:
        return lines.stored(self.database, self.room)

    async def manage(self, code: str) -> None:
        """In a process of its own, which has the environment of the server."""
        await asyncio.to_thread(self.server.manage, "shell", "--verbosity=0", "-c", code)

    def note(self, text: str) -> None:
        self.result.notes.append(text)

    def miss(self, bound: str) -> None:
        self.result.misses.append(bound)

    def require(self, kept: object, bound: str) -> None:
        if not kept:
            self.miss(bound)

    def remark(self) -> None:
        """What is worth knowing and no fault, but for a person who has to press Enter again."""
        if gaps := sum(client.held.gaps for client in self.clients if not client.asks):
            self.note(f"{gaps} times a change came to a program before the one that precedes it")
        if refused := sum(client.refused for client in self.clients):
            self.note(f"programs were asked to try again {refused} times")
        pressed = sum(window.pressed_again for window in self.windows)
        self.require(not pressed, f"Enter had to be pressed again {pressed} times")

    async def close(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        ends = await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        for client, end in zip(self._tasks, ends, strict=True):
            if isinstance(end, Exception):
                self.miss(f"{client.name} gave up: {end!r}")
        for window in self.windows:
            await window.page.context.close()
        for wire in self._wires:
            await wire.cut()
        for server in self.servers:
            await server.down()


async def _say(viewer: Viewer, already: int, count: int) -> None:
    """Write, and now and then edit, delete, bring back, pin, or react to what was written."""
    for number in range(already + 1, already + count + 1):
        await viewer.write(f"{viewer.name} says {number}")
        await viewer.act()


@asynccontextmanager
async def stage(
    trial: Trial, result: Result, *, processes: int = 1, gather: bool = True, **settings: str
) -> AsyncIterator[Stage]:
    """Everything is up and connected; afterwards nothing is left."""
    data_dir = trial.folder / f"{result.scenario}-{result.server}"
    await asyncio.to_thread(shutil.copytree, trial.prepared, data_dir)
    stage = Stage(trial, result, data_dir, **settings)
    began = time.monotonic()
    try:
        await stage.serve(result.server, processes)
        if gather:
            await stage.gather()
        yield stage
        stage.remark()
    finally:
        await stage.close()
        result.took = time.monotonic() - began
