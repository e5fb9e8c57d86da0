"""What the comparison of pictures lets pass and what it finds; the figures are in e2e/visual.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from e2e.visual import (
    ALMOST_NOTHING,
    References,
    decoded,
    excess,
    how,
    look_the_same,
    marked,
    small,
    take,
)

CARD = """
<!DOCTYPE html>
<title>A card</title>
<style>
  :root { --accent: oklch(0.53 0.15 33); --line: oklch(0.88 0.012 70); --corner: 8px; }
  body { margin: 16px; background: oklch(0.99 0.005 70); font: 16px sans-serif; position: relative; }
  #card { padding: 16px; border: 1px solid var(--line); border-radius: var(--corner); }
  #label { position: relative; color: oklch(0.46 0.015 60); font-size: 13px; }
  #go { background: var(--accent); color: white; border: 0; padding: 8px 16px; border-radius: var(--corner); }
  #icon { vertical-align: middle; }
</style>
<div id="card">
  <p id="label">Not everybody has read this</p>
  <svg id="icon" width="16" height="16" fill="none" stroke="currentColor"><path d="M2 8h12M8 2v12"/></svg>
  <button id="go">Send it now</button>
</div>
"""


def blank(size: tuple[int, int] = (160, 96), colour: str = "#fafafa") -> Image.Image:
    return Image.new("RGB", size, colour)


def with_dot(width: int, colour: str = "#222") -> Image.Image:
    picture = blank()
    corner = 48 - width // 2
    ImageDraw.Draw(picture).rectangle(
        (corner, corner, corner + width - 1, corner + width - 1), fill=colour
    )
    return picture


def test_a_picture_looks_like_itself() -> None:
    assert excess(with_dot(8), with_dot(8)) == 0


def test_another_size_is_another_picture() -> None:
    assert not look_the_same(blank((160, 96)), blank((160, 97)))
    assert how(blank((160, 96)), blank((160, 97))) == "its size is 160x97, was 160x96"


def test_noise_in_single_pixels_is_forgiven() -> None:
    assert look_the_same(blank(), with_dot(1))


def test_a_small_dot_is_seen() -> None:
    assert not look_the_same(blank(), with_dot(4))


def test_a_shade_is_seen_in_any_colour() -> None:
    for other in ("#fafaf5", "#faf5fa", "#f5fafa"):
        assert not look_the_same(blank(colour="#fafafa"), blank(colour=other))
    assert look_the_same(blank(colour="#fafafa"), blank(colour="#f9f9fa"))


def test_the_edge_of_a_picture_that_no_whole_square_covers_counts() -> None:
    odd = blank((19, 16))
    changed = odd.copy()
    ImageDraw.Draw(changed).line((17, 0, 17, 16), fill="#222")
    assert not look_the_same(odd, changed)


def test_what_differs_is_marked_in_red() -> None:
    picture = marked(blank(), with_dot(8))
    red, green, _ = picture.getpixel((48, 48))
    assert red > 2 * green
    red, green, _ = picture.getpixel((8, 8))
    assert red == green


def test_where_they_differ_is_said() -> None:
    assert how(blank(), with_dot(4)) == "it looks different at x 32 to 64, y 32 to 64"


def test_pictures_smaller_than_a_square_are_compared() -> None:
    assert look_the_same(blank((3, 3)), blank((3, 3)))
    assert not look_the_same(blank((3, 3)), blank((3, 3), "#333"))


def test_what_only_one_picture_has_is_marked_in_red() -> None:
    assert marked(blank((40, 40)), blank((40, 60))).getpixel((20, 50)) == (255, 68, 68)


# Real letters


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 320, "height": 200})
    yield page
    page.close()


def changed_by(page: Page, script: str) -> float:
    """How far from itself the card looks after a script."""
    page.set_content(CARD)
    before = decoded(take(page))
    page.evaluate(script)
    return excess(before, decoded(take(page)))


@pytest.mark.parametrize(
    "script",
    [
        "0",
        "document.body.style.willChange = 'transform'",
        "document.body.style.left = document.body.style.top = '0.25px'",
    ],
    ids=["drawn again", "drawn on a layer of its own", "a quarter of a pixel aside"],
)
def test_what_machines_draw_differently_passes(page: Page, script: str) -> None:
    assert changed_by(page, script) <= 1


@pytest.mark.parametrize(
    "script",
    [
        "label.style.left = '1px'",
        "label.style.top = '1px'",
        "icon.style.visibility = 'hidden'",
        "document.documentElement.style.setProperty('--accent', 'oklch(0.53 0.15 38)')",
        "document.documentElement.style.setProperty('--line', 'transparent')",
        "document.documentElement.style.setProperty('--corner', '4px')",
        "label.style.fontWeight = 'bold'",
        "go.textContent = 'Send it New'",
    ],
    ids=["aside", "down", "no icon", "accent", "no border", "corners", "bold", "a letter"],
)
def test_what_people_see_fails(page: Page, script: str) -> None:
    assert changed_by(page, script) > 1


# References


@pytest.fixture
def references(tmp_path: Path) -> References:
    return References(folder=tmp_path / "references", artifacts=tmp_path / "artifacts")


def test_a_missing_picture_says_how_to_accept_one(page: Page, references: References) -> None:
    page.set_content(CARD)
    with pytest.raises(AssertionError, match="bin/test accept"):
        references.assert_looks_like(page, "cards/one")
    assert [path.name for path in references.artifacts.iterdir()] == ["cards-one-actual.png"]


def test_an_accepted_picture_passes_until_the_page_changes(
    page: Page, references: References
) -> None:
    page.set_content(CARD)
    references.accept = True
    references.assert_looks_like(page, "cards/one")
    references.accept = False
    references.assert_looks_like(page, "cards/one")
    page.evaluate("icon.style.visibility = 'hidden'")
    with pytest.raises(AssertionError, match="cards/one: it looks different at"):
        references.assert_looks_like(page, "cards/one")
    kinds = {path.name for path in references.artifacts.iterdir()}
    assert kinds == {f"cards-one-{kind}.png" for kind in ("expected", "actual", "difference")}
    page.set_content(CARD)
    references.assert_looks_like(page, "cards/one")
    assert list(references.artifacts.iterdir()) == []


def test_a_page_may_take_a_moment_to_look_right(page: Page, references: References) -> None:
    page.set_content(CARD)
    references.accept = True
    references.assert_looks_like(page.locator("#card"), "card")
    references.accept = False
    page.evaluate("icon.style.visibility = 'hidden'")
    page.evaluate("setTimeout(() => { icon.style.visibility = 'visible' }, 100)")
    references.assert_looks_like(page.locator("#card"), "card")


def test_accepting_changes_nothing_that_looks_the_same(page: Page, references: References) -> None:
    page.set_content(CARD)
    references.accept = True
    references.assert_looks_like(page, "card")
    page.evaluate("document.body.style.left = '0.25px'")
    references.assert_looks_like(page, "card")
    page.evaluate("icon.remove()")
    references.assert_looks_like(page, "card")
    references.remove_all_but(set())
    assert references.accepted == ["new: card", "changed: card", "removed: card"]
    assert references.names() == set()


def test_an_accepted_picture_is_small_and_the_same(page: Page) -> None:
    page.set_content(CARD)
    picture = decoded(take(page))
    assert small(picture).mode == "P"
    assert excess(picture, small(picture).convert("RGB")) < ALMOST_NOTHING
