"""What a piece of code asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

#: The databases begin and end transactions each in its own way; the questions are the same.
_TRANSACTION = {"BEGIN", "COMMIT", "RELEASE", "ROLLBACK", "SAVEPOINT"}


@contextmanager
def recorded_queries() -> Iterator[list[str]]:
    """A list that has, after the block, the SQL that ran in it, without the transactions' own."""
    queries: list[str] = []
    with CaptureQueriesContext(connection) as context:
        yield queries
    statements = (query["sql"] for query in context.captured_queries)
    queries += [sql for sql in statements if sql.split(maxsplit=1)[0] not in _TRANSACTION]
