"""Several people who do something at the same moment."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any

from django.db import connection, connections, transaction

WITHIN = 10.0  # seconds

Call = Callable[[], Any]


def at_once(calls: Sequence[Call]) -> list[Any]:
    """Make each call in a thread with a database connection of its own; all begin together.

    Returns what each call gave, or the exception that it raised. Needs ``transaction=True``.
    """
    start = Barrier(len(calls), timeout=WITHIN)

    def run(call: Call) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def overlapping(first: Call, second: Call) -> list[Any]:
    """As ``at_once``, in the one order that goes wrong where a check and a write are apart.

    ``first`` has written and not committed while ``second`` checks; it commits when ``second`` begins to write
    or asks for a lock.
    """
    written, writing = Event(), Event()

    def lead() -> Any:
        with transaction.atomic():
            try:
                result = first()
            finally:
                written.set()
            writing.wait(WITHIN)
        return result

    def notice(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")) or "FOR UPDATE" in sql:
            writing.set()
        return execute(sql, params, many, context)

    def follow() -> Any:
        written.wait(WITHIN)
        with connection.execute_wrapper(notice), _noticed(writing):
            return second()

    return at_once([lead, follow])


@contextmanager
def _noticed(writing: Event) -> Iterator[None]:
    """On SQLite who writes waits before their transaction begins (config/sqlite/base.py)."""
    wrapper: Any = connections["default"]
    if wrapper.vendor != "sqlite":
        yield
        return
    begin = wrapper._start_transaction_under_autocommit

    def begin_and_tell() -> None:
        writing.set()
        begin()

    wrapper._start_transaction_under_autocommit = begin_and_tell
    try:
        yield
    finally:
        del wrapper._start_transaction_under_autocommit
