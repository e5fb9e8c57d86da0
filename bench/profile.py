"""Where Roomful's time goes while it delivers: ``.venv/bin/python -m bench.profile`` (bench/README.md)."""

import argparse
import pstats
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from bench.machine import commit, machine
from bench.speed.processes import ROOT, prepare_to_measure
from bench.speed.session import Figures, Session, running
from bench.speed.systems import Roomful
from chat.tests.services import wait_until

WRITTEN_WITHIN = 30.0  # seconds
PARTS = {
    "loop": "the loop",
    "queries": "the thread of the sockets' queries",
    "requests": "the threads that answer requests",
}
WAITING = "'_queue.SimpleQueue'"  # a thread that has nothing to do
COUNTS = {"socket": "opened", "delivery": "delivered", "post": "posts"}


@dataclass(frozen=True)
class Profiled(Roomful):
    """Roomful as it is measured, in a process that can be profiled."""

    out: str = ""
    kind: ClassVar = "Roomful"

    def command(self) -> list[str]:
        _, _, module, *arguments = super().command()
        return [sys.executable, "-m", "bench.speed.profiled", self.out, module, *arguments]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.profile", description=__doc__)
    parser.add_argument("--server", choices=["uvicorn", "daphne"], default="uvicorn")
    parser.add_argument("--viewers", choices=["pages", "programs", "whole pages"], default="pages")
    parser.add_argument("--sockets", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--storm", action="store_true", help="sockets connect, and nobody posts")
    parser.add_argument("--lines", type=int, default=25)
    given = parser.parse_args()
    prepare_to_measure()
    with tempfile.TemporaryDirectory(prefix="roomful-profile-") as out:
        system = Profiled(given.server, viewers=given.viewers, out=out)
        plain, slowed = storms(system, given) if given.storm else posts(system, given)
        print(f"{system.name}, {given.sockets:,} sockets; {machine()}; commit {commit()}")
        print(f".venv/bin/python -m bench.profile {' '.join(sys.argv[1:])}".rstrip())
        for what, figures in (("as it is", plain), ("profiled", slowed)):
            print(f"{what}: {summary(figures)}")
        for part, what in PARTS.items():
            unit = "socket" if given.storm else "delivery" if part == "loop" else "post"
            if (file := Path(out) / part).exists():
                show(file, f"{what}, per {unit}", slowed[COUNTS[unit]], given.lines)


def posts(system: Profiled, given: argparse.Namespace) -> tuple[Figures, Figures]:
    with running(system) as session:
        session.connect(given.sockets)
        session.post(seconds=60, most=2)
        plain = session.post(seconds=given.seconds)
        with profiling(session, system):
            slowed = session.post(seconds=given.seconds)
    return plain, slowed


def storms(system: Profiled, given: argparse.Namespace) -> tuple[Figures, Figures]:
    with running(system) as session:
        session.connect(20)
        plain = session.connect(given.sockets)
        with profiling(session, system):
            slowed = session.connect(given.sockets)
    return plain, slowed


@contextmanager
def profiling(session: Session, system: Profiled) -> Iterator[None]:
    (server,) = session.servers
    server.signal(signal.SIGUSR1)
    yield
    server.signal(signal.SIGUSR2)
    assert wait_until((Path(system.out) / "done").exists, WRITTEN_WITHIN), server.errors


def summary(figures: Figures) -> str:
    if "posts" not in figures:
        return f"{figures['rate']:,.0f} sockets/s, {figures['server_cpu']:.0%} of a core"
    return (
        f"{figures['deliveries_per_second']:,.0f} deliveries/s, {figures['posts']} posts, "
        f"{figures['server_us']:.1f} µs of the server for each delivery, "
        f"p95 to the last {figures['last_p95_ms']:.0f} ms"
    )


def show(file: Path, title: str, count: int, lines: int) -> None:
    """Calls and microseconds, by themselves and with what they call. The profiler makes small functions look dear."""
    stats = pstats.Stats(str(file))
    print(f"\n{title} ({count:,})")
    print(f"  {'calls':>8}{'µs':>10}{'µs with all':>12}  function")
    called = stats.stats.items()  # type: ignore[attr-defined]
    functions = [item for item in called if WAITING not in item[0][2]]
    for (path, line, name), (_, calls, own, whole, _) in sorted(
        functions, key=lambda item: -item[1][2]
    )[:lines]:
        microseconds = [1e6 * seconds / count for seconds in (own, whole)]
        print(
            f"  {calls / count:>8.2f}{microseconds[0]:>10.2f}{microseconds[1]:>12.2f}  "
            f"{place(path, line)}{name}"
        )


def place(path: str, line: int) -> str:
    """Where a function is, without where packages are."""
    if path == "~":
        return ""
    short = path.removeprefix(f"{ROOT}/")
    short = re.sub(r"^.*(?:site-packages|python3\.\d+)/", "", short)
    return f"{short}:{line} "


if __name__ == "__main__":
    main()
