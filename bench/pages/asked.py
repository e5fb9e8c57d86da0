"""What is asked for, and of which servers."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.pages.size import Size
from bench.speed.processes import ROOT, ServerProcess, environment, run
from chat.tests.servers import Daphne, Uvicorn
from chat.tests.services import PostgreSQL

Figures = dict[str, Any]

PAGE = 50
SETTINGS = {"DJANGO_SETTINGS_MODULE": "bench.baselines.bare.settings"}


class Asked(Enum):
    BARE = "bare view"
    ROOM = "room page"
    OLDER = "messages page"
    ANYWHERE = "messages page, anywhere"
    INDEX = "index"
    POST = "post"

    @property
    def posts(self) -> bool:
        return self is Asked.POST

    @property
    def is_judged(self) -> bool:
        """Pages that nobody has seen are rendered, so they are told of only."""
        return self not in {Asked.BARE, Asked.ANYWHERE}


@dataclass(frozen=True)
class Site:
    """A server with a room of so many messages."""

    messages: int
    room: int
    cookies: list[str]
    server: ServerProcess

    def job(self, what: Asked) -> dict[str, Any]:
        room = f"/rooms/{self.room}/"
        if what is Asked.BARE:
            return {"paths": ["/bare/"]}
        if what is Asked.ROOM:
            return {"paths": [room]}
        if what is Asked.INDEX:
            return {"paths": ["/"]}
        if what is Asked.POST:
            return {"post": f"{room}messages/"}
        # The pages that one comes to by reading on; or pages all over the room, each a few times at most.
        newest = self.messages + 1
        seqs = [newest - PAGE * number for number in range(1, 16)]
        if what is Asked.ANYWHERE:
            seqs = [PAGE + 1 + number * 7919 % (self.messages - PAGE) for number in range(5_000)]
        return {"paths": [f"{room}?before={seq}" for seq in seqs], "fragment": True}


def ask(site: Site, what: Asked, size: Size) -> Figures:
    """What one run of the load generator found."""
    job = {
        **site.job(what),
        "port": site.server.port,
        "cookies": site.cookies,
        "clients": size.clients,
        "seconds": size.seconds,
    }
    before = site.server.cpu
    done = subprocess.run(
        [sys.executable, "-m", "bench.pages.client"],
        cwd=ROOT,
        env=environment(),
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{done.stderr[-2000:]}\n{site.server.errors}")
    figures: Figures = json.loads(done.stdout)
    requests = figures["requests"] + size.clients
    figures["server_ms"] = 1000 * (site.server.cpu - before) / requests
    return figures


@contextmanager
def sites(size: Size, server: str, keep: Path | None, postgresql: bool) -> Iterator[list[Site]]:  # noqa: FBT001
    """A server for the small room and one for the large; what they need goes with them."""
    kind = {"uvicorn": Uvicorn, "daphne": Daphne}[server]
    with ExitStack() as stack:
        work = Path(stack.enter_context(TemporaryDirectory(prefix="roomful-pages-")))
        found = []
        for messages in (size.small, size.large):
            folder = work / str(messages)
            settings = {**SETTINGS, "DATA_DIR": str(folder)}
            if postgresql:
                folder.mkdir()
                settings["DATABASE_URL"] = stack.enter_context(PostgreSQL()).url
                seeded = seed(settings, messages)
            else:
                seeded = copied(keep, folder, settings, messages)
            command = [sys.executable, *kind.arguments]
            process = ServerProcess(command, ROOT, settings, work / f"server-{messages}.log")
            stack.enter_context(process)
            found.append(Site(messages, seeded["room"], seeded["cookies"], process))
        yield found


def copied(
    keep: Path | None, folder: Path, settings: dict[str, str], messages: int
) -> dict[str, Any]:
    """A data folder with such a room: made, or a copy of one that was made before by the same migrations."""
    if keep is None:
        folder.mkdir()
        return seed(settings, messages)
    last = max(path.stem for path in (ROOT / "chat" / "migrations").glob("0*.py"))
    made = keep / f"{last}-{messages}"
    note = made / "seeded.json"
    if not note.exists():
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        note.write_text(json.dumps(seed({**settings, "DATA_DIR": str(made)}, messages)))
    shutil.copytree(made, folder)
    seeded: dict[str, Any] = json.loads(note.read_text())
    return seeded


def seed(settings: dict[str, str], messages: int) -> dict[str, Any]:
    python = sys.executable
    run([python, "manage.py", "migrate", "--verbosity=0"], ROOT, settings)
    run([python, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], ROOT, settings)
    made: dict[str, Any] = json.loads(
        run([python, "-m", "bench.pages.seed", str(messages)], ROOT, settings)
    )
    return made
