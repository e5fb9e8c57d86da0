"""Django's SQLite, for many threads of one process that write.

SQLite lets one write at a time, and has the others try again after a sleep of up to a tenth of a second each: whoever
comes just then is before those who have waited for long. Within a process we know better. Who writes takes the turn
when their transaction begins, and whoever has waited the longest has it next. Between processes it is as it was.
"""

from __future__ import annotations

from threading import Lock

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_turns: dict[str, Lock] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    _turn: Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turn = _turns.setdefault(str(self.settings_dict["NAME"]), Lock())
        patience = self.settings_dict["OPTIONS"].get("timeout", 5.0)
        if not turn.acquire(timeout=patience):
            raise OperationalError("database is locked")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            turn.release()
            raise
        self._turn = turn

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # not in Django's types
        finally:
            self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in Django's types
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in Django's types
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
