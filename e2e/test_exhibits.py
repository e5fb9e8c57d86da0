"""Every page and every sample looks as it did when its picture was accepted (bin/test accept), nothing on it is wider
than its place, and axe-core finds nothing, in either theme, on a desk or on a phone.

One test for all: to show an exhibit takes longer than to look at it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from e2e.axe import findings
from e2e.exhibition import Exhibition
from e2e.exhibits import EXHIBITS, Exhibit, Size, Theme
from e2e.visual import References
from e2e.widths import too_wide


def name(exhibit: Exhibit, size: Size, theme: Theme) -> str:
    return f"{exhibit.name}-{size.name}-{theme}"


@pytest.fixture(scope="module")
def found(notes: list[str]) -> Iterator[dict[str, list[str]]]:
    """The findings of axe for each exhibit; what they come to is said at the end of the run."""
    found: dict[str, list[str]] = {}
    yield found
    samples = sum(name.startswith("samples/") for name in found)
    total = sum(map(len, found.values()))
    notes.append(
        f"axe: {len(found) - samples} pages in both themes and sizes, {samples} samples in each theme"
        f" and each size: {total} findings"
    )


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=str)
def test_it_looks_as_accepted_and_axe_finds_nothing(
    exhibition: Exhibition,
    references: References,
    found: dict[str, list[str]],
    exhibit: Exhibit,
) -> None:
    complaints = []
    seen: defaultdict[str, list[str]] = defaultdict(list)
    for page, size, theme in exhibition.views(exhibit):
        complaints.append(references.compare(page, name(exhibit, size, theme)))
        complaints += [f"{size.name}: {wide} is too wide" for wide in too_wide(page)]
        if exhibit.scripts and not references.accept:  # axe is a script itself
            for finding in findings(page):
                seen[finding].append(f"{size.name} {theme}")
    if exhibit.scripts:
        found[exhibit.name] = [f"{finding}\n    ({', '.join(at)})" for finding, at in seen.items()]
        complaints += found[exhibit.name]
    assert not any(complaints), "\n".join([f"{exhibit.path}:", *filter(None, complaints)])


def test_every_picture_is_of_something(references: References) -> None:
    names = {
        name(exhibit, size, theme)
        for exhibit in EXHIBITS
        for size, themes in exhibit.views
        for theme in themes
    }
    if references.accept:
        references.remove_all_but(names)
    strays = sorted(references.names() - names)
    assert not strays, f"Pictures of nothing (bin/test accept removes them): {', '.join(strays)}"


BARRIERS = """
<!DOCTYPE html>
<html>
  <p style="color: #999; background: #fff">Pale</p>
  <img src="data:,">
  <label>Search</label><input>
  <div style="display: flex">
    <button style="inline-size: 10px; block-size: 10px; padding: 0">a</button>
    <button style="inline-size: 10px; block-size: 10px; padding: 0">b</button>
  </div>
  <button aria-label="Close">Send</button>
  <div class="message"><p class="message__body" style="color: #666; background: #fff">Not dark enough</p></div>
</html>
"""


def test_axe_finds_what_there_is(open_browser: Callable[..., Page]) -> None:
    """Of every kind: levels A and AA, version 2.2, best practice, experimental."""
    page = open_browser()
    page.set_content(BARRIERS)
    rules = {finding.split(" ")[0] for finding in findings(page)}
    assert rules >= {
        *(
            "color-contrast",
            "color-contrast-enhanced",
            "image-alt",
            "label",
            "target-size",
            "html-has-lang",
            "document-title",
        ),
        *("region", "landmark-one-main", "page-has-heading-one", "label-content-name-mismatch"),
    }
