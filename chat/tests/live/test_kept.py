"""Pieces of pages that are kept."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from chat.live import kept
from chat.live.kept import OVERHEAD, Kept, templates_digest


@pytest.fixture(autouse=True)
def _same_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "templates_digest", lambda: "as they are")


def keep(pieces: Kept, *texts: str) -> None:
    for text in texts:
        pieces.keep(text, mark_safe(text), "as they are")  # noqa: S308  the test's own words


def test_what_was_kept_is_found() -> None:
    pieces = Kept(10_000)
    keep(pieces, "one", "two")
    assert pieces.find(["two", "three", "one"]) == ["two", None, "one"]


def test_bytes_are_bounded_and_not_the_number() -> None:
    pieces = Kept(20 * (OVERHEAD + 200))
    keep(pieces, *(str(number) for number in range(200)))
    many = len(pieces)
    assert pieces.size <= pieces.most
    keep(pieces, "x" * 5_000)
    assert pieces.find(["x" * 5_000]) == ["x" * 5_000]
    assert pieces.size <= pieces.most
    assert len(pieces) < many - 5


def test_wide_letters_count_for_what_they_take() -> None:
    narrow, wide = Kept(10**6), Kept(10**6)
    keep(narrow, "x" * 1_000)
    keep(wide, "🦊" * 1_000)
    assert wide.size - narrow.size > 2_500


def test_what_is_larger_than_all_that_may_be_kept_is_not_kept() -> None:
    pieces = Kept(1_000)
    keep(pieces, "x" * 2_000)
    assert (len(pieces), pieces.size) == (0, 0)


def test_what_was_asked_for_last_stays() -> None:
    pieces = Kept(3 * (OVERHEAD + 150))
    keep(pieces, "one", "two", "three")
    assert len(pieces) == 3
    pieces.find(["one"])
    keep(pieces, "four")
    assert pieces.find(["one", "two", "three", "four"]) == ["one", None, "three", "four"]


def test_kept_twice_counts_once() -> None:
    pieces = Kept(10_000)
    keep(pieces, "one")
    once = pieces.size
    keep(pieces, "one")
    assert pieces.size == once


def test_many_threads_keep_the_count_right() -> None:
    pieces = Kept(30 * (OVERHEAD + 100))

    def work(start: int) -> None:
        for number in range(start, start + 300):
            keep(pieces, str(number % 90))
            assert pieces.find([str(number % 90)])[0] in {str(number % 90), None}

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert 0 < pieces.size <= pieces.most
    total = pieces.size
    pieces.forget()
    assert (len(pieces), pieces.size) == (0, 0)
    assert total > 0


def test_other_templates_are_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = Kept(10_000)
    keep(pieces, "one")
    monkeypatch.setattr(kept, "templates_digest", lambda: "edited")
    assert pieces.find(["one"]) == [None]


# The digest


@pytest.fixture
def templates(tmp_path: Path, settings: Any) -> Path:
    """A copy of the templates, which a test may edit."""
    folder = tmp_path / "templates"
    copytree(settings.TEMPLATES[0]["DIRS"][0], folder)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]
    return folder


@pytest.mark.parametrize(
    "name",
    ["chat/messages/_message.html", "components/_avatar.html", "chat/people/_name.html"],
)
def test_digest_is_of_every_piece_that_may_be_included(
    templates: Path, settings: Any, name: str
) -> None:
    settings.DEBUG = True
    before = templates_digest()
    assert templates_digest() == before
    (templates / name).write_text((templates / name).read_text() + "edited")
    assert templates_digest() != before


def test_digest_is_of_a_new_piece_too(templates: Path, settings: Any) -> None:
    settings.DEBUG = True
    before = templates_digest()
    (templates / "components" / "_new.html").write_text("")
    assert templates_digest() != before


def test_process_without_debug_reads_its_templates_once() -> None:
    assert templates_digest() == templates_digest()
