"""A room's changes, each once and in order, whatever the layer loses, doubles or turns around."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.live.log import BATCH, Change, Log
from chat.tests.sockets import WITHIN


def change(version: int, message: int = 0) -> Change:
    return {"body": {"version": version, "seq": message or version}}


class Database:
    """The changes of a room. Of each message it has the last one only, as the real one does."""

    def __init__(self) -> None:
        self.rows: dict[int, Change] = {}
        self.reads = 0
        self.fails = False
        self.has_failed = asyncio.Event()

    def commit(self, version: int, message: int = 0) -> Change:
        made = change(version, message)
        self.rows[made["body"]["seq"]] = made
        return made

    async def read(self, version: int, seq: int) -> list[Change]:
        self.reads += 1
        await asyncio.sleep(0)
        if self.fails:
            self.has_failed.set()
            raise ConnectionError("The database is out of reach")
        newer = [row for row in self.rows.values() if row["body"]["version"] > version]
        return sorted(newer, key=lambda row: row["body"]["version"])[:BATCH]


class Readers:
    def __init__(self, database: Database, version: int = 0) -> None:
        self.told: list[int] = []
        self.log = Log(version, version, database.read, self.tell)
        self._changed = asyncio.Condition()

    async def tell(self, told: Change) -> None:
        await asyncio.sleep(0)
        self.told.append(told["body"]["version"])
        async with self._changed:
            self._changed.notify_all()

    async def have(self, version: int) -> None:
        async with asyncio.timeout(WITHIN), self._changed:
            await self._changed.wait_for(lambda: self.told[-1:] == [version])


async def test_what_comes_in_order_is_told_without_a_look_at_the_database() -> None:
    database = Database()
    readers = Readers(database)
    for version in range(1, 6):
        await readers.log.take(database.commit(version))
    assert readers.told == [1, 2, 3, 4, 5]
    assert database.reads == 0


async def test_what_comes_twice_is_told_once() -> None:
    database = Database()
    readers = Readers(database)
    for version in (1, 1, 2, 1, 2, 3, 3):
        await readers.log.take(database.commit(version))
    assert readers.told == [1, 2, 3]


async def test_what_was_known_at_the_beginning_is_not_told() -> None:
    database = Database()
    readers = Readers(database, version=7)
    for version in (6, 7, 8):
        await readers.log.take(database.commit(version))
    assert readers.told == [8]


async def test_two_that_were_published_the_other_way_round_are_turned() -> None:
    database = Database()
    readers = Readers(database)
    first, second = database.commit(1), database.commit(2)
    await readers.log.take(second)
    assert readers.told == []
    await readers.log.take(first)
    assert readers.told == [1, 2]
    await readers.log.heal()  # all there
    assert readers.told == [1, 2]


async def test_what_is_lost_comes_from_the_database() -> None:
    database = Database()
    readers = Readers(database)
    for version in range(1, 5):
        made = database.commit(version)
        if version in {1, 4}:
            await readers.log.take(made)
    assert readers.told == [1]
    await readers.have(4)
    assert readers.told == [1, 2, 3, 4]


async def test_a_change_that_a_later_one_covers_is_not_waited_for() -> None:
    """Versions 2 and 3 are of one message: the database has the third only."""
    database = Database()
    readers = Readers(database)
    await readers.log.take(database.commit(1, message=1))
    database.commit(2, message=2)
    await readers.log.take(database.commit(3, message=2))
    await readers.have(3)
    assert readers.told == [1, 3]


async def test_what_nothing_else_reveals_is_found_by_a_look() -> None:
    database = Database()
    readers = Readers(database)
    database.commit(1)
    await readers.log.heal()
    assert readers.told == [1]


async def test_more_than_one_batch_is_read_to_the_end() -> None:
    database = Database()
    readers = Readers(database)
    last = BATCH * 2 + 1
    for version in range(1, last + 1):
        database.commit(version)
    await readers.log.heal()
    assert readers.told == list(range(1, last + 1))


async def test_what_comes_during_a_look_is_told_once() -> None:
    database = Database()
    readers = Readers(database)
    database.commit(1)
    healing = asyncio.create_task(readers.log.heal())
    await asyncio.sleep(0)
    for version in (2, 3):
        await readers.log.take(database.commit(version))
    await healing
    await readers.have(3)
    assert readers.told == [1, 2, 3]


async def test_a_database_that_fails_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    database = Database()
    readers = Readers(database)
    database.commit(1)
    database.fails = True
    await readers.log.take(database.commit(2))
    await asyncio.wait_for(database.has_failed.wait(), WITHIN)
    database.fails = False
    await readers.log.heal()
    assert "could not be read" in caplog.text
    assert readers.told == [1, 2]


async def test_a_version_that_the_database_does_not_have_ends_the_wait() -> None:
    """A backup was restored: what was ahead is nowhere."""
    database = Database()
    readers = Readers(database)
    await readers.log.take(change(5))
    await readers.log.heal()
    await readers.log.take(database.commit(1))
    assert readers.told == [1]


faults = st.sampled_from(["lost", "kept", "kept", "doubled", "late"])


@given(st.lists(st.tuples(st.integers(1, 6), faults), max_size=40))
async def test_readers_have_the_last_of_every_message_in_order(
    history: list[tuple[int, str]],
) -> None:
    database = Database()
    readers = Readers(database)
    late: list[Change] = []
    for version, (message, fault) in enumerate(history, 1):
        made = database.commit(version, message)
        if fault == "late":
            late.insert(0, made)
        elif fault != "lost":
            for _ in range(2 if fault == "doubled" else 1):
                await readers.log.take(made)
    for made in late:
        await readers.log.take(made)
    await readers.log.heal()
    readers.log.close()
    assert readers.told == sorted(set(readers.told))
    kept = {row["body"]["version"] for row in database.rows.values()}
    assert kept <= set(readers.told)
