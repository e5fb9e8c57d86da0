"""``.venv/bin/python -m bench.speed``: how fast Roomful is, against what (bench/README.md)."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace

from bench.machine import commit, load, machine
from bench.speed.connections import crowd, memory, storm
from bench.speed.deliveries import deliveries, processes
from bench.speed.posts import posts
from bench.speed.processes import prepare_to_measure
from bench.speed.rounds import QUICK, Size
from bench.speed.table import Table

TABLES: dict[str, Callable[[Size], Table]] = {
    "deliveries": deliveries,
    "processes": processes,
    "storm": storm,
    "memory": memory,
    "crowd": crowd,
    "posts": posts,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=TABLES, default=list(TABLES))
    parser.add_argument(
        "--quick", action="store_true", help="small and short: does it work at all?"
    )
    parser.add_argument("--rounds", type=int, help="how often each system is measured")
    arguments = parser.parse_args()
    prepare_to_measure()
    size = QUICK if arguments.quick else Size()
    size = replace(size, rounds=arguments.rounds or size.rounds)
    print(f"{machine()}; commit {commit()}")
    print(f".venv/bin/python -m bench.speed {' '.join(sys.argv[1:])}".rstrip())
    print(f"Medians of {size.rounds} rounds (least-most); each round measures every system once.")
    for name in arguments.only:
        TABLES[name](size).show()
        print(f"{load()} when this was done", flush=True)


if __name__ == "__main__":
    main()
