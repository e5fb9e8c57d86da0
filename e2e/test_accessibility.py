"""axe-core finds nothing on any page or sample, in either theme, on a desk or on a phone."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from e2e.axe import findings
from e2e.exhibition import Exhibition
from e2e.exhibits import DESK, EXHIBITS, Exhibit


@pytest.fixture(scope="module")
def found(notes: list[str]) -> Iterator[dict[str, list[str]]]:
    """The findings of each exhibit; what they come to is said at the end of the run."""
    found: dict[str, list[str]] = {}
    yield found
    samples = sum(name.startswith("samples/") for name in found)
    total = sum(map(len, found.values()))
    notes.append(
        f"axe: {len(found) - samples} pages in both themes and sizes, {samples} samples in each theme"
        f" and each size: {total} findings"
    )


#: axe is a script itself.
WITH_SCRIPTS = [exhibit for exhibit in EXHIBITS if exhibit.scripts]


@pytest.mark.parametrize("exhibit", WITH_SCRIPTS, ids=str)
def test_axe_finds_nothing(
    exhibition: Exhibition, found: dict[str, list[str]], exhibit: Exhibit
) -> None:
    page = exhibition.show(exhibit, DESK)
    seen: defaultdict[str, list[str]] = defaultdict(list)
    for size, themes in exhibit.views:
        for theme in themes:
            exhibition.dress(page, exhibit, size, theme)
            for finding in findings(page):
                seen[finding].append(f"{size.name} {theme}")
    found[exhibit.name] = [f"{finding}\n    ({', '.join(at)})" for finding, at in seen.items()]
    assert not seen, "\n".join([f"{exhibit.path}:", *found[exhibit.name]])


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
