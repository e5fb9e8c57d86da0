"""What sockets cost that only come and stay: a storm of them, their memory, and very many of them."""

from statistics import median
from threading import Event

from bench.speed.rounds import Size, measured
from bench.speed.session import Figures, Session
from bench.speed.systems import Bare, Roomful, System, Tutorial
from bench.speed.table import Ratio, Table, at_least, ratio, share, spread

STORM_AT_ONCE = 200  # handshakes under way
STORM_WITHIN = 40.0  # seconds; who is slower is measured by those that came until then
MISSED = 10  # messages that a page that comes back has missed, of 50
KB_PER_PAGE = 30
WARM = 50  # sockets before memory is looked at, so that all code is loaded


def storm(size: Size) -> Table:
    """All connect, join their room and catch up."""
    pages, pages_daphne = Roomful("uvicorn"), Roomful("daphne")
    programs = Roomful("uvicorn", viewers="programs")
    tutorial, joined = Tutorial("uvicorn"), Tutorial("uvicorn", catches_up=False)
    joined_daphne = Tutorial("daphne", catches_up=False)

    def measure(session: Session) -> Figures:
        return session.connect(size.storm, STORM_AT_ONCE, STORM_WITHIN)

    systems = [tutorial, pages, joined, programs, joined_daphne, pages_daphne]
    found = measured(systems, size.rounds, measure)
    table = Table(
        f"storm: {size.storm:,} sockets connect, join and catch up, {STORM_AT_ONCE} at a time",
        ["sockets/s", "p95, ms", "came", "failed", "CPU server"],
    )
    for system, rounds in found.items():
        figures = [
            spread(of(rounds, "rate")),
            spread([median(of(rounds, "p95_ms"))]),
            spread([median(of(rounds, "opened"))]),
            spread([max(of(rounds, "failed"))]),
            share(of(rounds, "server_cpu")),
        ]
        only = isinstance(system, Tutorial) and not system.catches_up
        table.rows.append((system.name + ", joined only" * only, figures))
    for ours, theirs in (
        (pages, tutorial),
        (pages, joined),
        (programs, tutorial),
        (pages_daphne, joined_daphne),
    ):
        what = f"{ours.name} / {theirs.name}{'' if theirs.catches_up else ', joined only'}"
        rates = of(found[ours], "rate"), of(found[theirs], "rate")
        table.ratios.append(ratio(what, *rates, at_least(5)))
    table.remarks.append(
        f"Ours sends the {MISSED} messages that were missed; the tutorial can only send all 50, and "
        "“joined only” nothing."
    )
    table.remarks.append(
        f"What takes longer than {STORM_WITHIN:.0f} s is stopped: more sockets would make it slower."
    )
    table.remarks.append(
        "The tutorial on daphne is not asked to catch up: a handshake that waits longer than 5 s for its "
        "turn is neither refused nor served there."
    )
    return table


def memory(size: Size) -> Table:
    """What the server's resident memory grows by."""
    pages = Roomful("uvicorn")
    systems: list[System] = [
        Tutorial("uvicorn", catches_up=False),
        pages,
        Roomful("uvicorn", viewers="whole pages"),
        Roomful("uvicorn", viewers="programs"),
        Roomful("daphne"),
        Bare("websockets", size=1_000),
    ]
    found = measured(systems, size.rounds, lambda session: growth(session, size.sockets))
    table = Table(
        f"memory: {size.sockets:,} idle sockets", ["KB each", "server idle, MB", "with them, MB"]
    )
    for system, rounds in found.items():
        idle, full = of(rounds, "idle"), of(rounds, "full")
        figures = [spread(of(rounds, "each")), spread(idle), spread(full)]
        table.rows.append((system.name, figures))
    each = median(of(found[pages], "each"))
    table.ratios.append(
        Ratio(
            "memory per idle page above the idle server",
            f"{each:.0f} KB",
            f"<= {KB_PER_PAGE} KB",
            each <= KB_PER_PAGE,
        )
    )
    return table


def growth(session: Session, sockets: int) -> Figures:
    session.connect(WARM)
    session.post(seconds=60, most=20)
    idle = session.memory
    connected = session.connect(sockets)
    Event().wait(1.0)  # what the handshakes left behind goes first
    full = session.memory
    return {
        "idle": idle / 1e6,
        "full": full / 1e6,
        "each": (full - idle) / 1e3 / sockets,
        "failed": connected["failed"],
    }


def crowd(size: Size) -> Table:
    """Very many in one room: that every message reaches all is what counts."""
    pages = Roomful("uvicorn")
    systems: list[System] = [pages, Bare("websockets", size=1_200)]

    def measure(session: Session) -> Figures:
        connected = session.connect(size.crowd)
        session.post(seconds=60, most=2)
        figures = session.post(seconds=size.seconds)
        failed = connected["failed"]
        return {**figures, "failed": failed, "missing": figures["missing"] + failed}

    found = measured(systems, size.rounds, measure)
    table = Table(
        f"crowd: {size.crowd:,} sockets in one room, one process, one post after another",
        ["deliveries/s", "p50 each, ms", "p95 last, ms", "posts", "missing", "connections lost"],
    )
    for system, rounds in found.items():
        figures = [
            spread(of(rounds, "deliveries_per_second")),
            spread([median(of(rounds, "each_p50_ms"))]),
            spread(of(rounds, "last_p95_ms")),
            spread([sum(of(rounds, "posts"))]),
            spread([sum(of(rounds, "missing"))]),
            spread([sum(of(rounds, "lost_connections"))]),
        ]
        table.rows.append((system.name, figures))
    missing = sum(of(found[pages], "missing")) + sum(of(found[pages], "lost_connections"))
    table.ratios.append(
        Ratio("every message reaches all", "yes" if not missing else "no", "yes", missing == 0)
    )
    return table


def of(rounds: list[Figures], figure: str) -> list[float]:
    return [figures[figure] for figures in rounds]
