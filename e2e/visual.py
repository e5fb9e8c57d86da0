"""Compares what a page looks like with the picture of it that was accepted last (e2e/references/).

Two pictures are the same when they have one size, and when in every small square and every large square the averages
of the colours are no further apart than ``TOLERANCES`` says. Averages forgive what machines draw differently, the
edges of letters, and keep what people see. The squares overlap by half: what moves inside of one crosses the edge of
the next. Small squares see what moves or is missing, large ones a shade. Measured in Chromium 156, the levels (of 255)
by which the worst square differs:

                                                      8 px    16 px
    drawn again; without a GPU; any hinting; LCD text    0        0
    on a layer of its own (edges rounded otherwise)      1        1
    letters an eighth or a quarter of a pixel aside      6        2
    -- tolerated up to here --                           6        3
    a border of one pixel gone (41 levels)               7        4
    a shade of the surface (4 levels)                    4        4
    the accent's hue 5 degrees aside                    12       12
    a small, quiet label one pixel down                 14        4
    a small, quiet label one pixel aside                15        3
    a heading one pixel aside or down                   28       12
    corners of 4 pixels for 8                           32        9
    an icon of 16 pixels gone                           60       23
"""

import io
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

TOLERANCES = {8: 6, 16: 3}  # pixels of a square's side: levels
STEADY_FOR = 0.5  # seconds
STEADY_WITHIN = 3.0  # seconds
COLOURS = 256
ALMOST_NOTHING = 0.7  # of what is tolerated: two levels of three
RED = "#f44"
NEAREST = Image.Resampling.NEAREST

REFERENCES = Path(__file__).parent / "references"
ARTIFACTS = Path(__file__).parent / "artifacts"


def differences(
    expected: Image.Image, actual: Image.Image
) -> Iterator[tuple[int, tuple[int, int], Image.Image]]:
    """For each grid of squares over two pictures of one size: the side, where it begins, a pixel for each square.

    The pixel says by how many levels the averages of a colour differ.
    """
    for side in TOLERANCES:
        for x, y in product((0, side // 2), repeat=2):
            box = (x, y, *expected.size)
            if x < expected.width and y < expected.height:
                one, other = (picture.crop(box).reduce(side) for picture in (expected, actual))
                yield (
                    side,
                    (x, y),
                    reduce(ImageChops.lighter, ImageChops.difference(one, other).split()),
                )


def excess(expected: Image.Image, actual: Image.Image) -> float:
    """How far apart two pictures are; 1 is what is tolerated."""
    if expected.size != actual.size:
        return math.inf
    return max(
        levels.getextrema()[1] / TOLERANCES[side]
        for side, _, levels in differences(expected, actual)
    )


def look_the_same(expected: Image.Image, actual: Image.Image) -> bool:
    return excess(expected, actual) <= 1


def where(expected: Image.Image, actual: Image.Image) -> Image.Image:
    """White in the squares that differ by more than is tolerated, black elsewhere."""
    mask = Image.new("L", expected.size)
    for side, corner, levels in differences(expected, actual):
        beyond = levels.point([255 * (level > TOLERANCES[side]) for level in range(256)])
        squares = Image.new("L", expected.size)
        squares.paste(beyond.resize((beyond.width * side, beyond.height * side), NEAREST), corner)
        mask = ImageChops.lighter(mask, squares)
    return mask


def marked(expected: Image.Image, actual: Image.Image) -> Image.Image:
    """The actual picture, pale, with what differs in red; red too where only one of the pictures is."""
    shared = (0, 0, min(expected.width, actual.width), min(expected.height, actual.height))
    expected_part, actual_part = expected.crop(shared), actual.crop(shared)
    grey = actual_part.convert("L").convert("RGB")
    pale = Image.blend(grey, Image.new("RGB", grey.size, "white"), 0.4)
    red = ImageChops.multiply(pale, Image.new("RGB", grey.size, RED))
    size = (max(expected.width, actual.width), max(expected.height, actual.height))
    picture = Image.new("RGB", size, RED)
    picture.paste(Image.composite(red, pale, where(expected_part, actual_part)))
    return picture


def small(picture: Image.Image) -> Image.Image:
    """With a palette, which makes the file a third of its size, where that is as good as the same."""
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    return few if excess(picture, few.convert("RGB")) < ALMOST_NOTHING else picture


def take(shown: Page | Locator) -> bytes:
    # What is shown is still already (e2e/exhibition.py); having Playwright see to it takes time.
    if isinstance(shown, Page):
        return shown.screenshot(full_page=True, animations="allow", caret="initial")
    return shown.screenshot(animations="allow", caret="initial")


def decoded(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def photograph(shown: Page | Locator, expected: Image.Image | None) -> Image.Image:
    """A picture as soon as it looks as expected, else once it has stopped to change."""
    began = since = time.monotonic()
    png = take(shown)
    while expected is None or not look_the_same(expected, decoded(png)):
        now = time.monotonic()
        if now - since > STEADY_FOR or now - began > STEADY_WITHIN:
            break
        before, png = png, take(shown)
        if png != before:
            since = now
    return decoded(png)


@dataclass
class References:
    """The accepted pictures; with ``accept`` those that look different are taken for the new ones."""

    accept: bool = False
    folder: Path = REFERENCES
    artifacts: Path = ARTIFACTS
    compared: int = 0
    accepted: list[str] = field(default_factory=list)

    def assert_looks_like(self, shown: Page | Locator, name: str) -> None:
        complaint = self.compare(shown, name)
        assert not complaint, complaint

    def compare(self, shown: Page | Locator, name: str) -> str:
        """What is wrong, as a sentence; nothing when it looks as it should."""
        self.compared += 1
        path = self.folder / f"{name}.png"
        expected = decoded(path.read_bytes()) if path.exists() else None
        actual = photograph(shown, expected)
        if expected and look_the_same(expected, actual):
            self._leave(name)
            return ""
        if self.accept:
            self._store(actual, path)
            self.accepted.append(f"{'changed' if expected else 'new'}: {name}")
            self._leave(name)
            return ""
        if expected is None:
            self._leave(name, actual=actual)
            return f"{name}: no picture was accepted yet. Look at it and run: bin/test accept"
        self._leave(name, expected=expected, actual=actual, difference=marked(expected, actual))
        return f"{name}: {how(expected, actual)}; see {self.artifacts / flat(name)}-difference.png"

    def remove_all_but(self, names: set[str]) -> None:
        for stray in self.names() - names:
            (self.folder / f"{stray}.png").unlink()
            self.accepted.append(f"removed: {stray}")

    def names(self) -> set[str]:
        paths = self.folder.rglob("*.png")
        return {path.relative_to(self.folder).with_suffix("").as_posix() for path in paths}

    def _store(self, picture: Image.Image, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        small(picture).save(path, optimize=True)

    def _leave(self, name: str, **pictures: Image.Image) -> None:
        """Leave these pictures among the artifacts, and none of an earlier run."""
        for kind in ("expected", "actual", "difference"):
            path = self.artifacts / f"{flat(name)}-{kind}.png"
            if kind in pictures:
                self.artifacts.mkdir(exist_ok=True)
                pictures[kind].save(path)
            else:
                path.unlink(missing_ok=True)


def how(expected: Image.Image, actual: Image.Image) -> str:
    """How two pictures differ, in words."""
    if expected.size != actual.size:
        old, new = (f"{picture.width}x{picture.height}" for picture in (expected, actual))
        return f"its size is {new}, was {old}"
    left, top, right, bottom = where(expected, actual).getbbox() or (0, 0, 0, 0)
    return f"it looks different at x {left} to {right}, y {top} to {bottom}"


def flat(name: str) -> str:
    return name.replace("/", "-")
