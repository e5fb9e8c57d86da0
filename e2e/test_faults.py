"""What is promised holds when things break: the scenarios of bench/faults, in short."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.faults.run import SCENARIOS, plan, prepare, run
from bench.faults.sizes import SHORT
from chat.tests.services import PostgreSQL, Redis, require

SEED = 1
#: Two processes with a lossy Redis between them add nothing in short: each of the two is here.
LONG_ONLY = {"lossy-redis"}


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("faults") / "prepared")


@pytest.mark.parametrize(
    ("name", "server"), [*plan((name for name in SCENARIOS if name not in LONG_ONLY), None)]
)
def test_nothing_is_lost_or_doubled(name: str, server: str, peopled: Path, tmp_path: Path) -> None:
    if name == "redis":
        require(PostgreSQL, Redis)
    # In a thread of its own: the other browser tests have a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(asyncio.run, run(name, server, SHORT, SEED, peopled, tmp_path))
        result = running.result()
    assert result.is_good, str(result)
    assert result.faults > 0
    assert result.viewers >= 12
    assert result.acknowledged > 0
