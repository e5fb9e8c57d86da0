"""What came of a scenario, and the table of all."""

from collections.abc import Iterable
from dataclasses import dataclass, field

COLUMNS = (
    *("scenario", "server", "attempted", "acked", "changes", "faults", "viewers"),
    *("lost", "doubled", "disordered", "stale", "converged", "seconds", ""),
)


@dataclass
class Result:
    scenario: str
    server: str
    attempted: int = 0
    acknowledged: int = 0
    changes: int = 0  # edits, deletions, undoings, reactions and pins that were acknowledged
    faults: int = 0
    viewers: int = 0
    lost: int = 0  # acknowledged and not stored, or stored and not seen by a viewer: once for each
    doubled: int = 0
    disordered: int = 0
    stale: int = 0
    converged: float = 0.0  # seconds, of the slowest viewer
    took: float = 0.0  # seconds, all of it
    notes: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)  # bounds that were not kept

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.disordered or self.stale or self.misses)

    def row(self) -> tuple[str, ...]:
        numbers = (self.attempted, self.acknowledged, self.changes, self.faults, self.viewers)
        found = (self.lost, self.doubled, self.disordered, self.stale)
        return (
            self.scenario,
            self.server,
            *map(str, numbers + found),
            f"{self.converged:.1f} s",
            f"{self.took:.0f}",
            "ok" if self.is_good else "FAILED",
        )

    def __str__(self) -> str:
        """The row with the names of its figures, and what there is to say."""
        figures = ", ".join(
            f"{name} {figure}" for name, figure in zip(COLUMNS, self.row(), strict=True)
        )
        return "\n  ".join([figures, *(f"MISSED {miss}" for miss in self.misses), *self.notes])


def table(results: Iterable[Result]) -> str:
    rows = [COLUMNS, *(result.row() for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
