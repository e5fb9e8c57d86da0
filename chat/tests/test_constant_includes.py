"""What cannot differ is rendered once."""

from pathlib import Path
from typing import Any

import pytest
from django.template import Context, engines


@pytest.fixture
def piece(tmp_path: Path, settings: Any) -> Path:
    """A template of one word, which a test may edit; what a page includes is read each time."""
    loaders = ["django.template.loaders.filesystem.Loader"]
    options = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "OPTIONS": options}]
    path = tmp_path / "piece.html"
    path.write_text("first {{ name }} {{ other }}")
    return path


def shown_twice(source: str, piece: Path, **context: Any) -> list[str]:
    """What a page shows before its piece is edited, and after."""
    page: Any = engines["django"]
    template = page.from_string(source)
    before = template.template.render(Context(context))
    piece.write_text("second {{ name }} {{ other }}")
    return [before, template.template.render(Context(context))]


def test_include_of_nothing_but_literals_is_rendered_once(piece: Path) -> None:
    source = '{% include "piece.html" with name="star" only %}'
    assert shown_twice(source, piece, other="hidden") == ["first star ", "first star "]


@pytest.mark.parametrize(
    "source",
    [
        '{% include "piece.html" with name="star" %}',
        '{% include "piece.html" with name=other only %}',
        '{% include "piece.html" with name="star"|add:other only %}',
        "{% include which only %}",
    ],
    ids=["with what is around it", "with a variable", "with a filter", "of a variable template"],
)
def test_include_that_may_differ_is_rendered_each_time(piece: Path, source: str) -> None:
    first, second = shown_twice(source, piece, other="moon", which="piece.html")
    assert first.startswith("first ")
    assert second.startswith("second ")


def test_edited_piece_shows_at_once_with_debug(piece: Path, settings: Any) -> None:
    settings.DEBUG = True
    source = '{% include "piece.html" with name="star" only %}'
    assert shown_twice(source, piece) == ["first star ", "second star "]
