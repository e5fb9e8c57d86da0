"""Rounds: every system once, then every system again, so that what slows the machine hits all of them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench.speed.session import Figures, Session, running
from bench.speed.systems import System


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int = 3
    sockets: int = 1_000
    seconds: float = 6.0  # of posting
    in_flight: int = 4
    storm: int = 2_000
    crowd: int = 5_000


QUICK = Size(rounds=1, sockets=50, seconds=0.4, storm=30, crowd=100)

Rounds = dict[System, list[Figures]]


def measured(
    systems: list[System],
    rounds: int,
    measure: Callable[[Session], Figures],
    *,
    rooms: int = 1,
    history: int = 50,
) -> Rounds:
    """What ``measure`` finds of each system, once a round."""
    found: Rounds = {system: [] for system in systems}
    for number in range(rounds):
        for system in systems:
            note(f"round {number + 1} of {rounds}: {system.name}")
            with running(system, rooms=rooms, history=history) as session:
                figures = measure(session)
                check(system, figures)
                found[system].append(figures)
    return found


def check(system: System, figures: Figures) -> None:
    """A figure of what went wrong is none: sockets that failed, messages that did not reach everybody."""
    if figures.get("failed") or figures.get("missing") or figures.get("errors"):
        note(f"  {system.name}: {figures}")


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
