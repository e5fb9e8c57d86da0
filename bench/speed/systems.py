"""What is measured: Roomful, and what it is compared with; how each is prepared, started and spoken to."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from bench.speed.processes import ROOT, run
from chat.tests.servers import Daphne, Uvicorn

TUTORIAL = ROOT / "bench" / "baselines" / "tutorial"
USERS = 50
FORM = {"HX-Request": "true", "HX-Trigger": None, "HX-Target": "main"}


@dataclass(frozen=True)
class System:
    """``server`` is uvicorn or daphne, or the library of a bare loop."""

    server: str
    processes: int = 1

    kind: ClassVar[str]
    folder: ClassVar[Path] = ROOT

    @property
    def name(self) -> str:
        many = f" x {self.processes}" if self.processes > 1 else ""
        return f"{self.kind}, {self.server}{many}"

    def prepare(self, settings: dict[str, str], *, rooms: int, history: int) -> dict[str, Any]:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def job(self, ports: list[int], seeded: dict[str, Any]) -> dict[str, Any]:
        """What the load generator needs to know: where sockets connect, how they join and how one posts."""
        raise NotImplementedError


@dataclass(frozen=True)
class Roomful(System):
    """As people run it.

    Viewers are pages, whole pages (with their list of rooms, as browsers have it) or programs; programs post over
    a socket, and pages over HTTP.
    """

    viewers: str = "pages"
    kind: ClassVar = "Roomful"

    @property
    def name(self) -> str:
        return super().name.replace(self.kind, f"{self.kind} {self.viewers}")

    def prepare(self, settings: dict[str, str], *, rooms: int, history: int) -> dict[str, Any]:
        python = sys.executable
        run([python, "manage.py", "migrate", "--verbosity=0"], ROOT, settings)
        run([python, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], ROOT, settings)
        seed = [python, "-m", "bench.speed.seed", str(USERS), str(rooms), str(history)]
        seeded: dict[str, Any] = json.loads(run(seed, ROOT, settings))
        return seeded

    def command(self) -> list[str]:
        server = {"uvicorn": Uvicorn, "daphne": Daphne}[self.server]
        return [sys.executable, *server.arguments]

    def job(self, ports: list[int], seeded: dict[str, Any]) -> dict[str, Any]:
        programs = self.viewers == "programs"
        path = "ws/chat/room/" if programs else "ws/chat/room/fragments/"
        since = max(0, seeded["version"] - 10)
        joins = []
        for room in seeded["rooms"]:
            catch_up = {"action": "catch_up", "room": room, "since": since}
            if programs:
                joins.append([json.dumps({**catch_up, "request_id": "catch-up"})])
                continue
            form = {name: str(value) for name, value in catch_up.items()}
            frames = [{**form, "HEADERS": FORM}]
            if self.viewers == "whole pages":
                frames.insert(0, {"action": "show_rooms", "HEADERS": FORM})
            joins.append([json.dumps(frame) for frame in frames])
        return {
            "urls": [f"ws://127.0.0.1:{port}/{path}" for port in ports],
            "cookies": seeded["cookies"],
            "joins": joins,
            "joined": '"request_id":"catch-up"' if programs else '-since" name="since"',
            "post": self._post(ports[0], seeded),
        }

    def _post(self, port: int, seeded: dict[str, Any]) -> dict[str, Any]:
        cookie = seeded["cookies"][0]
        if self.viewers != "programs":
            address = f"http://127.0.0.1:{port}/rooms"
            return {
                "by": "http",
                "cookie": cookie,
                "urls": [f"{address}/{room}/messages/" for room in seeded["rooms"]],
                "template": "message=TEXT&client_id=UUID",
            }
        return by_socket(
            f"ws://127.0.0.1:{port}/ws/chat/room/", cookie, seeded["rooms"], client_id="UUID"
        )


@dataclass(frozen=True)
class Tutorial(System):
    """The project of part 1 of the tutorial and what the rest of it adds, as its readers would have it."""

    #: Whether a socket that joins also asks for what the room holds, as a page that comes back must.
    catches_up: bool = True
    kind: ClassVar = "tutorial"
    folder: ClassVar = TUTORIAL

    def prepare(self, settings: dict[str, str], *, rooms: int, history: int) -> dict[str, Any]:
        run([sys.executable, "manage.py", "migrate", "--verbosity=0"], TUTORIAL, settings)
        seed = [sys.executable, "seed.py", str(USERS), str(rooms), str(history)]
        seeded: dict[str, Any] = json.loads(run(seed, TUTORIAL, settings))
        return seeded

    def command(self) -> list[str]:
        arguments = {
            "uvicorn": "-m uvicorn --log-level warning --host 127.0.0.1 --port {port}",
            "daphne": "-m daphne -v 0 -b 127.0.0.1 -p {port}",
        }[self.server]
        return [sys.executable, *arguments.split(), "mysite.asgi:application"]

    def job(self, ports: list[int], seeded: dict[str, Any]) -> dict[str, Any]:
        # The actions of the tutorial do not reply. A request after them does, even when there is no such action.
        last = "retrieve" if self.catches_up else "answer_me"
        joins = [
            [
                json.dumps({"action": "join_room", "pk": room, "request_id": "join"}),
                json.dumps({"action": last, "pk": room, "request_id": "joined"}),
            ]
            for room in seeded["rooms"]
        ]
        urls = [f"ws://127.0.0.1:{port}/ws/chat/room/" for port in ports]
        return {
            "urls": urls,
            "cookies": seeded["cookies"],
            "joins": joins,
            "joined": '"request_id": "joined"',
            "post": by_socket(urls[0], seeded["cookies"][0], seeded["rooms"]),
        }


@dataclass(frozen=True)
class Bare(System):
    """A loop that sends what comes in to every socket, as many bytes as one of our fragments has."""

    size: int = 0
    kind: ClassVar = "bare loop"

    def prepare(self, settings: dict[str, str], *, rooms: int, history: int) -> dict[str, Any]:
        return {}

    def command(self) -> list[str]:
        arguments = ["{port}", str(self.size)]
        if self.server == "node":
            return ["node", str(ROOT / "bench" / "baselines" / "broadcast_node.mjs"), *arguments]
        return [sys.executable, "-m", f"bench.baselines.broadcast_{self.server}", *arguments]

    def job(self, ports: list[int], seeded: dict[str, Any]) -> dict[str, Any]:
        url = f"ws://127.0.0.1:{ports[0]}/"
        return {
            "urls": [url],
            "cookies": [""],
            "joins": [["join"]],
            "joined": "joined",
            "post": {"by": "socket", "url": url, "cookie": "", "templates": ["TEXT"]},
        }


def by_socket(url: str, cookie: str, rooms: list[int], **more: str) -> dict[str, Any]:
    request = {"action": "create_message", "message": "TEXT", "request_id": "post", **more}
    templates = [json.dumps({**request, "room": room}) for room in rooms]
    return {"by": "socket", "url": url, "cookie": cookie, "templates": templates}
