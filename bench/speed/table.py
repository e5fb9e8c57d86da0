"""How what was measured is shown."""

import os
import platform
import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.speed.processes import ROOT


@dataclass
class Ratio:
    """One line of the issue's table: ours against a baseline, and what it should be."""

    what: str
    figure: str
    target: str
    reached: bool | None  # None: there is no target
    raw: str = ""

    def __str__(self) -> str:
        verdict = {None: "reported", True: "yes", False: "NO"}[self.reached]
        return f"  {self.what:66} {self.figure:>10}  {self.target:10} {verdict:8} {self.raw}"


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
        print(f"  {'':44}" + "".join(f"{column:>16}" for column in self.columns))
        for name, figures in self.rows:
            print(f"  {name:44}" + "".join(f"{figure:>16}" for figure in figures))
        print(f"  {'':66} {'':>10}  {'target':10} reached")
        for ratio in self.ratios:
            print(ratio)
        for remark in self.remarks:
            print(f"  {remark}")


def at_least(target: float) -> tuple[str, Callable[[float], bool]]:
    return f">= {target:g} x", lambda value: value >= target


def at_most(target: float) -> tuple[str, Callable[[float], bool]]:
    return f"<= {target:g} x", lambda value: value <= target


def ratio(
    what: str,
    ours: list[float],
    theirs: list[float],
    target: tuple[str, Callable[[float], bool]] | None = None,
) -> Ratio:
    """Of each round by itself, and then the median: what slows the machine down slows both."""
    value = median(a / b for a, b in zip(ours, theirs, strict=True))
    raw = f"{median(ours):,.0f} / {median(theirs):,.0f}"
    wanted, good = target or ("", lambda _: None)
    return Ratio(what, f"{value:.2f} x", wanted, good(value), raw)


def spread(values: Iterable[float]) -> str:
    """The median, and when there are several the least and the most."""
    values = sorted(values)
    if len(values) == 1:
        return f"{values[0]:,.0f}"
    return f"{median(values):,.0f} ({values[0]:,.0f}-{values[-1]:,.0f})"


def share(values: Iterable[float]) -> str:
    return f"{median(values):.0%}"


def machine() -> str:
    """Cores, their model, and what else they were doing."""
    try:
        source = Path("/proc/cpuinfo").read_text()
    except OSError:
        source = ""
    named = re.search(r"model name\s*:\s*(.+)", source)
    model = named[1] if named else platform.processor()
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"{os.cpu_count()} cores ({model}), load average {loads}"


def commit() -> str:
    def git(*arguments: str) -> str:
        command = ["git", "-C", str(ROOT), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

    changed = " with changes" if git("status", "--porcelain") else ""
    return (git("rev-parse", "--short", "HEAD") or "unknown") + changed
