"""How what was measured is shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Ratio:
    """One line of the issue's table: ours against a baseline, and what it should be."""

    what: str
    figure: str
    target: str
    reached: bool | None  # None: there is no target
    raw: str = ""


@dataclass
class Table:
    """The raw numbers of some systems, and the ratios between them."""

    title: str
    columns: list[str]
    rows: list[tuple[str, list[str]]] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def show(self) -> None:
        print(f"\n{self.title}")
        named = max(len(name) for name, _ in self.rows) + 2
        texts = [*self.columns, *(figure for _, figures in self.rows for figure in figures)]
        wide = max(map(len, texts)) + 2
        print(" " * named + "".join(f"{column:>{wide}}" for column in self.columns))
        for name, figures in self.rows:
            print(f"{name:{named}}" + "".join(f"{figure:>{wide}}" for figure in figures))
        verdicts = {None: "reported", True: "yes", False: "NO"}
        named = max((len(ratio.what) for ratio in self.ratios), default=0) + 2
        print(f"{'':{named}}{'':>10}  {'target':10}{'reached':10}")
        for line in self.ratios:
            verdict = verdicts[line.reached]
            print(f"{line.what:{named}}{line.figure:>10}  {line.target:10}{verdict:10}{line.raw}")
        for remark in self.remarks:
            print(remark)


Target = tuple[str, Callable[[float], bool | None]]
NONE: Target = ("", lambda _: None)


def at_least(target: float) -> Target:
    return f">= {target:g} x", lambda value: value >= target


def at_most(target: float) -> Target:
    return f"<= {target:g} x", lambda value: value <= target


def ratio(
    what: str,
    ours: list[float],
    theirs: list[float],
    target: Target = NONE,
) -> Ratio:
    """Of each round by itself, and then the median: what slows the machine down slows both."""
    value = median(a / b for a, b in zip(ours, theirs, strict=True))
    raw = f"{median(ours):,.0f} / {median(theirs):,.0f}"
    wanted, good = target
    return Ratio(what, f"{value:.2f} x", wanted, good(value), raw)


def spread(values: Iterable[float]) -> str:
    """The median, and when there are several the least and the most."""
    values = sorted(values)
    if len(values) == 1:
        return f"{values[0]:,.0f}"
    return f"{median(values):,.0f} ({values[0]:,.0f}-{values[-1]:,.0f})"


def share(values: Iterable[float]) -> str:
    return f"{median(values):.0%}"
