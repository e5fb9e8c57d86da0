"""docs/security.md, as far as it says who may do what."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings

#: Whom a column is about, and whether they belong to the room in question.
COLUMNS = {
    "administrator, in": "dana",
    "administrator": "erin",
    "owner": "alice",
    "member": "bob",
    "outside": "carol",
    "guest, in": "gus",
    "guest": "gina",
    "bot, in": "robo",
    "bot": "nobot",
    "nobody": None,
}
CELLS = {"✓", "(✓)", "403", "404", "422", "sign-in", "absent", "–"}
#: How one does it: in a page or over HTTP, with an action over the socket, or not yet: then the rule alone is asked.
WAYS = {"page", "socket", "rule"}


class Row(NamedTuple):
    verb: str
    of: str
    ways: tuple[str, ...]
    cells: dict[str, str]  # by column

    def __str__(self) -> str:
        return f"{self.verb} {self.of}"

    @property
    def tried(self) -> dict[str, str]:
        """The cells that say something."""
        return {column: says for column, says in self.cells.items() if says != "–"}


def rows() -> Iterator[Row]:
    text = (settings.BASE_DIR / "docs" / "security.md").read_text()
    section = text.partition("## Who may do what\n")[2].partition("\n## ")[0]
    for line in re.findall(r"^\| (?:`|see ).*\|$", section, re.MULTILINE):
        verb, of, ways, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        by_column = dict(zip(COLUMNS, cells, strict=True))
        yield Row(verb.strip("`"), of, tuple(ways.split(", ")), by_column)
