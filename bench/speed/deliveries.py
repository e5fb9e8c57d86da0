"""How fast what is posted reaches everybody who is in the room."""

from statistics import median
from typing import Any

from bench.speed.rounds import Rounds, Size, measured, note
from bench.speed.session import Figures, Session, node_ws, prepared
from bench.speed.systems import Bare, Roomful, System, Tutorial
from bench.speed.table import Ratio, Table, Target, at_least, at_most, ratio, share, spread

COLUMNS = [
    "one at a time/s",
    "p50 each, ms",
    "p95 each, ms",
    "p95 last, ms",
    "in flight/s",
    "p95 last, ms",
    "µs of server",
    "CPU server",
    "CPU client",
]


def deliveries(size: Size) -> Table:
    """One process of each, on SQLite and the in-memory layer."""
    pages, programs = Roomful("uvicorn"), Roomful("uvicorn", viewers="programs")
    pages_daphne = Roomful("daphne")
    whole = Roomful("uvicorn", viewers="whole pages")
    tutorial = Tutorial("uvicorn", catches_up=False)
    tutorial_daphne = Tutorial("daphne", catches_up=False)
    bare: list[System] = [Bare("picows", size=fragment()), Bare("websockets", size=fragment())]
    if node_ws():
        bare.append(Bare("node", size=fragment()))
    systems = [tutorial, pages, *bare, programs, tutorial_daphne, pages_daphne, whole]
    found = measured(systems, size.rounds, lambda session: posting(session, size))
    table = shown(
        f"deliveries: {size.sockets:,} sockets in one room, one process, {size.in_flight} posts in flight",
        found,
    )
    for ours, theirs in (
        (pages, tutorial),
        (programs, tutorial),
        (pages_daphne, tutorial_daphne),
    ):
        table.ratios += compared(found, ours, theirs, at_least(20))
    for loop in bare:
        table.ratios += compared(found, pages, loop, at_least(0.6))
    table.ratios += [
        latency(found, pages, tutorial),
        latency(found, programs, tutorial),
        latency(found, pages_daphne, tutorial_daphne),
    ]
    if not node_ws():
        table.remarks.append("The bare loop in Node was not measured: node or npm is missing.")
    return table


def processes(size: Size) -> Table:
    """Two processes of each, on PostgreSQL and Redis, with the same class of channel layer."""
    pages = Roomful("uvicorn", processes=2)
    programs = Roomful("uvicorn", processes=2, viewers="programs")
    tutorial = Tutorial("uvicorn", processes=2, catches_up=False)
    found = measured(
        [tutorial, pages, programs], size.rounds, lambda session: posting(session, size)
    )
    table = shown(
        f"processes: {size.sockets:,} sockets in one room, two processes over Redis and PostgreSQL",
        found,
    )
    table.ratios += compared(found, pages, tutorial, at_least(15))
    table.ratios += compared(found, programs, tutorial, at_least(15))
    table.remarks.append("Both use channels_redis.pubsub.RedisPubSubChannelLayer.")
    return table


def fragment() -> int:
    """Bytes of one of our messages as HTML."""
    _, seeded = prepared(Roomful, 1, 50)
    size: int = seeded["fragment"]
    return size


def posting(session: Session, size: Size) -> Figures:
    """Posts one after another, then some at a time; the first two are not counted."""
    connected = session.connect(size.sockets)
    if connected["failed"]:
        note(f"  {connected}")
    session.post(seconds=60, most=2)
    alone = session.post(seconds=size.seconds)
    busy = session.post(seconds=size.seconds, in_flight=size.in_flight)
    missing = alone["missing"] + busy["missing"] + connected["failed"]
    return {
        "alone": alone,
        "busy": busy,
        "missing": missing,
        "errors": alone["errors"] + busy["errors"],
    }


def shown(title: str, found: Rounds) -> Table:
    table = Table(title, COLUMNS)
    for system, rounds in found.items():
        figures = [
            spread(of(rounds, "alone", "deliveries_per_second")),
            spread([median(of(rounds, "alone", "each_p50_ms"))]),
            spread([median(of(rounds, "alone", "each_p95_ms"))]),
            spread(of(rounds, "alone", "last_p95_ms")),
            spread(of(rounds, "busy", "deliveries_per_second")),
            spread(of(rounds, "busy", "last_p95_ms")),
            spread([median(of(rounds, "busy", "server_us"))]),
            share(of(rounds, "busy", "server_cpu")),
            share(of(rounds, "busy", "client_cpu")),
        ]
        table.rows.append((system.name, figures))
        if lost := sum(figures["missing"] for figures in rounds):
            table.remarks.append(f"{system.name}: {lost:,} deliveries or sockets are missing")
    return table


def compared(found: Rounds, ours: System, theirs: System, target: Target) -> list[Ratio]:
    what = f"{ours.name} / {theirs.name}"
    lines = [
        ratio(
            f"{what}, {how}",
            of(found[ours], which, "deliveries_per_second"),
            of(found[theirs], which, "deliveries_per_second"),
            target,
        )
        for which, how in (("alone", "one at a time"), ("busy", "in flight"))
    ]
    # Both on a machine to itself would differ by about this much.
    costs = [of(found[system], "busy", "server_us") for system in (theirs, ours)]
    return [*lines, ratio(f"{what}, deliveries per second of CPU", costs[0], costs[1])]


def latency(found: Rounds, ours: System, theirs: System) -> Ratio:
    return ratio(
        f"{ours.name} / {theirs.name}, p95 to the last socket, ms",
        of(found[ours], "alone", "last_p95_ms"),
        of(found[theirs], "alone", "last_p95_ms"),
        at_most(0.1),
    )


def of(rounds: list[Figures], which: str, figure: str) -> list[Any]:
    return [figures[which][figure] for figures in rounds]
