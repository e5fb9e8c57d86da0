"""How many posts a second are stored and shown to a few people."""

import json
import shutil
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.speed.processes import ROOT, run
from bench.speed.rounds import Size, measured
from bench.speed.session import Figures, prepared
from bench.speed.systems import Roomful, System
from bench.speed.table import Table, ratio, share, spread

VIEWERS = 10  # of each room
ROOMS = 10
POSTERS = 10


def posts(size: Size) -> Table:
    """Into one room and into ten, against storing alone; nothing is wanted but to know."""
    systems: list[System] = [
        Roomful("uvicorn"),
        Roomful("uvicorn", viewers="programs"),
        Roomful("daphne"),
    ]
    table = Table(
        f"posts: {VIEWERS} viewers in each room, {POSTERS} posts under way, one process",
        ["posts/s", "p95 to all, ms", "CPU server"],
    )
    bare: dict[str, list[float]] = {"create": [], "post": []}
    found: dict[tuple[int, System], list[Figures]] = {}
    for _ in range(size.rounds):
        for name, value in storing(size).items():
            bare[name].append(value)
        for rooms in (1, ROOMS):
            for system, rounds in posted(systems, rooms, size).items():
                found.setdefault((rooms, system), []).extend(rounds)
    for name, label in (("create", "Message.objects.create"), ("post", "Room.post")):
        table.rows.append((f"{label} in a loop", [spread(bare[name])]))
    for (rooms, system), rounds in found.items():
        label = f"{system.name}, {rooms} room{'s' * (rooms > 1)}"
        rates = [figures["posts_per_second"] for figures in rounds]
        last = median(figures["last_p95_ms"] for figures in rounds)
        cpu = share(figures["server_cpu"] for figures in rounds)
        table.rows.append((label, [spread(rates), spread([last]), cpu]))
        table.ratios.append(ratio(f"{label} / create in a loop", rates, bare["create"]))
    return table


def posted(systems: list[System], rooms: int, size: Size) -> dict[System, list[Figures]]:
    def measure(session: Any) -> Figures:
        connected = session.connect(VIEWERS * rooms)
        session.post(seconds=60, most=20)
        figures: Figures = session.post(seconds=size.seconds, in_flight=POSTERS)
        return {**figures, "failed": connected["failed"]}

    return measured(systems, 1, measure, rooms=rooms)


def storing(size: Size) -> dict[str, float]:
    template, _ = prepared(Roomful, 1, 50)
    with TemporaryDirectory(prefix="roomful-speed-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(template, data)
        command = [sys.executable, "-m", "bench.speed.bare_create", str(size.seconds / 2)]
        found: dict[str, float] = json.loads(run(command, ROOT, {"DATA_DIR": str(data)}))
        return found
