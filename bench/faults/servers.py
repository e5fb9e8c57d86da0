"""Servers that are killed, stopped and started again on their port, and a wire to them that can be cut."""

import asyncio
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from e2e.server import Server

ENDS_WITHIN = 10.0  # seconds
DIES_WITHIN = 30.0
OURS = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "REDIS_URL", "SHOW_GALLERY", "TLS_PROXY")
KINDS = ("uvicorn", "daphne")
SCENE = "scene.json"  # who takes part, in the data folder (scene.py)


class FaultyServer(Server):
    """One of the two servers, in ``bench.faults.process``; what it says goes to a file beside its data."""

    def __init__(self, kind: str, data_dir: Path, **settings: str) -> None:
        super().__init__(data_dir, DJANGO_SETTINGS_MODULE="bench.faults.settings")
        for name in OURS:
            self.environment.pop(name, None)  # whatever the person has set who tries this
        self.environment |= {"no_proxy": "*", "RATE_LIMITS": "0", **settings}
        self.kind = kind
        self.log = data_dir / f"server-{self.port}.log"

    def people_it(self) -> None:
        """An empty database gets its tables and everybody who takes part."""
        self.manage("migrate", "--verbosity=0")
        self.manage("shell", "--verbosity=0", "-c", "from bench.faults.scene import play; play()")

    def command(self) -> list[str]:
        server = [f"config.{self.kind}", "--port", str(self.port)]  # on 127.0.0.1, both of them
        return [sys.executable, "-m", "bench.faults.process", *server]

    def launch(self, **options: Any) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return super().launch(stdout=log, stderr=log, **options)

    async def up(self) -> None:
        """Begin, and return when it answers."""
        await asyncio.to_thread(self.start)

    async def down(self, how: signal.Signals = signal.SIGKILL) -> float:
        """End it; the seconds that it took. One that does not end when it is told to is killed."""
        process, self.process = self.process, None
        if process is None:
            return 0.0
        began = time.monotonic()
        process.send_signal(how)
        try:
            await asyncio.to_thread(process.wait, ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)
        return time.monotonic() - began

    async def up_and_dead(self, **settings: str) -> None:
        """Begin in such a way that the process kills itself, and return when it has."""
        before = self.environment
        self.environment = {**before, **settings}
        process = self.launch()
        self.environment = before
        await asyncio.to_thread(process.wait, DIES_WITHIN)

    @property
    def memory(self) -> int:
        """Bytes that the process holds in memory."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024


class Wire:
    """Leads from a port of its own to a server's, until it is cut."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def mend(self) -> None:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """End every connection, and refuse new ones until it is mended."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.create_task(self._lead(reader, writer))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers = [writer]
        try:
            with suppress(OSError):
                there, back = await asyncio.open_connection("127.0.0.1", self._to)
                writers.append(back)
                await asyncio.gather(_pump(reader, back), _pump(there, writer))
        finally:
            for each in writers:
                each.transport.abort()
            with suppress(OSError):
                await asyncio.gather(*(each.wait_closed() for each in writers))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()
