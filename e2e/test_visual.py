"""Every page and every sample looks as it did when its picture was accepted (bin/test accept)."""

import pytest

from e2e.exhibition import Exhibition
from e2e.exhibits import EXHIBITS, Exhibit, Size, Theme
from e2e.visual import References


def name(exhibit: Exhibit, size: Size, theme: Theme) -> str:
    return f"{exhibit.name}-{size.name}-{theme}"


ALL = [(exhibit, size, themes) for exhibit in EXHIBITS for size, themes in exhibit.views]
NAMES = {name(exhibit, size, theme) for exhibit, size, themes in ALL for theme in themes}


@pytest.mark.parametrize(
    ("exhibit", "size", "themes"), ALL, ids=[f"{exhibit}-{size.name}" for exhibit, size, _ in ALL]
)
def test_it_looks_as_accepted(
    exhibition: Exhibition,
    references: References,
    exhibit: Exhibit,
    size: Size,
    themes: tuple[Theme, ...],
) -> None:
    page = exhibition.show(exhibit, size)
    complaints = []
    for theme in themes:
        exhibition.dress(page, exhibit, size, theme)
        complaints.append(references.compare(page, name(exhibit, size, theme)))
    assert not any(complaints), "\n".join(filter(None, complaints))


def test_every_picture_is_of_something(references: References) -> None:
    if references.accept:
        references.remove_all_but(NAMES)
    strays = sorted(references.names() - NAMES)
    assert not strays, f"Pictures of nothing (bin/test accept removes them): {', '.join(strays)}"
