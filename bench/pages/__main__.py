"""``.venv/bin/python -m bench.pages``: how many pages and posts a second, against a bare view (bench/README.md)."""

import argparse
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.machine import commit, load, machine
from bench.pages.asked import Asked, Figures, Site, ask, sites
from bench.pages.size import QUICK, Size
from bench.speed.processes import prepare_to_measure
from bench.speed.rounds import note
from bench.speed.table import Table, at_least, at_most, ratio, share, spread

LONGEST = 2_000  # milliseconds that a post may take

Found = dict[tuple[int, Asked], list[Figures]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.pages", description=__doc__)
    parser.add_argument("--rounds", type=int, help="how often each page is measured")
    parser.add_argument(
        "--quick", action="store_true", help="small and short: does it work at all?"
    )
    parser.add_argument("--server", choices=["uvicorn", "daphne"], default="uvicorn")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where a large room is made once (SQLite)"
    )
    given = parser.parse_args()
    prepare_to_measure()
    size = QUICK if given.quick else Size()
    size = replace(size, rounds=given.rounds or size.rounds)
    with ExitStack() as stack:
        served = stack.enter_context(sites(size, given.server, given.keep, given.postgresql))
        found = measured(served, size)
        print(f"{machine()}; commit {commit()}")
        print(f".venv/bin/python -m bench.pages {' '.join(sys.argv[1:])}".rstrip())
        database = "PostgreSQL" if given.postgresql else "SQLite"
        print(f"{given.server}, one process, {database}, {size.clients} clients.", end=" ")
        print(f"Medians of {size.rounds} rounds (least-most); each asks for everything once.")
        for table in (pages(found, size), rooms(found, size)):
            table.show()
        print(f"{load()} when this was done", flush=True)


def measured(served: list[Site], size: Size) -> Found:
    """Side by side: each round asks each site for each page, so that what slows the machine slows all."""
    found: Found = {(site.messages, what): [] for what in Asked for site in served}
    for number in range(size.rounds):
        for what in Asked:
            for site in served:
                note(f"round {number + 1} of {size.rounds}: {what.value}, {site.messages:,}")
                figures = ask(site, what, size)
                if figures["errors"]:
                    note(f"  {len(figures['errors'])} failed: {figures['errors'][0][:300]}")
                found[site.messages, what].append(figures)
    return found


def pages(found: Found, size: Size) -> Table:
    """What is asked for, in the small room, against the bare view."""
    table = Table(
        f"pages: a room of {size.small:,} messages",
        ["requests/s", "p50, ms", "p95, ms", "longest, ms", "server, ms", "KB", "CPU client"],
    )
    bare = rates(found, size.small, Asked.BARE)
    for what in Asked:
        rounds = found[size.small, what]
        table.rows.append((what.value, row(rounds)))
        if what is not Asked.BARE:
            target = at_least(0.5) if what.is_judged else ("", lambda _: None)
            line = ratio(f"{what.value} / bare view", rates(found, size.small, what), bare, target)
            table.ratios.append(line)
            cost = [1 / each["server_ms"] for each in rounds]
            base = [1 / each["server_ms"] for each in found[size.small, Asked.BARE]]
            table.ratios.append(ratio(f"{what.value} / bare view, by computing", cost, base))
    longest = max(
        each["longest_ms"] for (_, what), rounds in found.items() for each in rounds if what.posts
    )
    verdict = "as wanted" if longest <= LONGEST else "TOO LONG"
    table.remarks.append(f"the longest post took {longest:,.0f} ms of {LONGEST:,}: {verdict}")
    return table


def rooms(found: Found, size: Size) -> Table:
    """The same in a room with very many."""
    table = Table(
        f"rooms: {size.large:,} messages against {size.small:,}",
        ["requests/s", "p50, ms", "p95, ms", "longest, ms", "server, ms", "KB", "CPU client"],
    )
    for what in Asked:
        table.rows.append((what.value, row(found[size.large, what])))
        small, large = (rates(found, each, what) for each in (size.small, size.large))
        target = at_most(1.2) if what.is_judged else ("", lambda _: None)
        table.ratios.append(ratio(f"{what.value}, small / large", small, large, target))
    return table


def rates(found: Found, messages: int, what: Asked) -> list[float]:
    return [each["rate"] for each in found[messages, what]]


def row(rounds: list[Figures]) -> list[str]:
    def middle(name: str) -> str:
        return f"{median(each[name] for each in rounds):.1f}"

    return [
        spread(each["rate"] for each in rounds),
        middle("p50_ms"),
        middle("p95_ms"),
        f"{max(each['longest_ms'] for each in rounds):.0f}",
        middle("server_ms"),
        f"{median(each['bytes'] for each in rounds) / 1000:.1f}",
        share(each["client_cpu"] for each in rounds),
    ]


if __name__ == "__main__":
    main()
