"""Breaks things on purpose: ``.venv/bin/python -m bench.faults`` (bench/README.md)."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bench.faults.results import table
from bench.faults.run import SCENARIOS, plan, prepare, run
from bench.faults.servers import KINDS
from bench.faults.sizes import LONG, SHORT


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="NAME", action="append", choices=[*SCENARIOS])
    parser.add_argument("--server", choices=KINDS)
    parser.add_argument("--short", action="store_true", help="the sizes of bin/test")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="roomful-faults-") as folder:
        prepared = prepare(Path(folder) / "prepared")
        results = []
        for name, server in plan(given.only or [*SCENARIOS], given.server):
            size = SHORT if given.short else LONG
            result = asyncio.run(run(name, server, size, given.seed, prepared, Path(folder)))
            print(result, flush=True)
            results.append(result)
    print(f"\nSeed {given.seed}\n{table(results)}")
    return 0 if all(result.is_good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
