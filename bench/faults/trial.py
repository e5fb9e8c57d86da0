"""What all scenarios share."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.async_api import Browser

from bench.faults.sizes import Size


@dataclass
class Trial:
    prepared: Path  # a data folder with the scene in it
    folder: Path  # for theirs
    browser: Browser
    size: Size
    seed: int

    def using(self, people: Path) -> "Trial":
        """With the people of another data folder, and the static files of this one."""
        shutil.copytree(self.prepared / "static", people / "static")
        return replace(self, prepared=people)
