"""Queries that are made once for the process, and then only asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: What a column holds at most. A number beyond it, which only an address can have, finds what this one does.
LARGEST = 2**63 - 1
#: Numbers that nobody's key is: they mark where in the query a number goes.
_MARKS = tuple(range(7_777_777_777_777_777_001, 7_777_777_777_777_777_005))


class Prepared:
    """What a queryset asks for, with numbers and UUIDs that differ from time to time.

    Django makes the text of a query anew each time, which takes longer than most answers. What every page asks is
    worth keeping: ``Prepared(lambda room: Message.objects.filter(room=room).values_list("pk"))``. The numbers go
    where the function's arguments went, and nowhere else: they may not decide what the query looks like.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._made: dict[str, tuple[str, list[Any]]] = {}
        self._model: Any = None

    def rows(self, *numbers: int | UUID) -> list[tuple[Any, ...]]:
        """As the database gives them: on SQLite truth is 1, and a moment is a text."""
        with connection.cursor() as cursor:
            cursor.execute(*self._filled(numbers))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def instance(self, *numbers: int | UUID) -> Any:
        """The first as an instance of the queryset's model, with its annotations; None when there is none."""
        return next(iter(self.instances(*numbers)), None)

    def instances(self, *numbers: int | UUID) -> list[Any]:
        """As a queryset gives them, with their annotations."""
        sql, values = self._filled(numbers)
        return list(self._model._default_manager.raw(sql, values))

    def _filled(self, numbers: tuple[int | UUID, ...]) -> tuple[str, list[Any]]:
        sql, values = self._made.get(connection.vendor) or self._prepare(len(numbers))
        given: dict[Any, Any] = {}
        for mark, number in zip(_MARKS, numbers, strict=False):
            if isinstance(number, UUID):  # which a field makes of a number; SQLite has its digits
                given |= {UUID(int=mark): number, UUID(int=mark).hex: number.hex}
            else:
                given[mark] = min(number, LARGEST)
        return sql, [given.get(value, value) for value in values]

    def _prepare(self, count: int) -> tuple[str, list[Any]]:
        queryset = self._make(*_MARKS[:count])
        self._model = queryset.model
        sql, values = queryset.query.get_compiler(connection=connection).as_sql()
        self._made[connection.vendor] = made = (sql, list(values))
        return made
