"""However a text is made, it is rendered in a bounded time, and nothing of it is lost."""

from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat import markup
from chat.markup import candidates, pieces, plain, render
from chat.markup.code import LANGUAGES, MOST
from chat.markup.tokens import MOST_OF
from chat.tests.markup.floods import FLOODS, LENGTH, UNITS, code_floods
from chat.tests.markup.judge import judged

#: Seconds of a processor that has others to serve too: alone the slowest takes a tenth.
ENOUGH = 2.0
PEOPLE, ROOMS = {"@bob": 5, "@a": 3}, {"#Lobby": 1, "#a": 2, "#Design team": 3}


def seconds(text: str) -> float:
    """All that is done with a text when it is written and shown."""
    began = thread_time()
    candidates(text)
    html = render(text, PEOPLE, ROOMS).html
    list(pieces(html))
    plain(html)
    return thread_time() - began


def at_the_bounds(unit: str) -> str:
    """As much of it as is understood, and other words for the rest."""
    most = [
        LENGTH // len(unit),
        *(many // unit.count(s) for s, many in MOST_OF.items() if s in unit),
    ]
    if "\n" in unit:
        most.append(999 // unit.count("\n"))
    return (unit * min(most) + "a " * LENGTH)[:LENGTH]


@pytest.fixture(autouse=True, scope="module")
def _ready() -> None:
    render(":tada: a.com")


@pytest.mark.parametrize("name", FLOODS)
def test_flood_is_rendered_soon(name: str) -> None:
    text = FLOODS[name][:LENGTH]
    assert seconds(text) < ENOUGH
    assert judged(render(text, PEOPLE, ROOMS).html).complaints == []


@pytest.mark.parametrize("unit", UNITS)
def test_flood_at_the_bounds_is_rendered_soon(unit: str) -> None:
    assert seconds(at_the_bounds(unit)) < ENOUGH


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_coloured_soon(language: str) -> None:
    render(f"```{language}\na\n```")
    for code in code_floods(MOST)[::5]:
        assert seconds(f"```{language}\n{code}\n```") < ENOUGH


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=5).map("".join))
def test_mixed_flood_is_rendered_soon(unit: str) -> None:
    assert seconds((unit * LENGTH)[:LENGTH]) < ENOUGH
    assert seconds(at_the_bounds(unit)) < ENOUGH


# What is not understood


@pytest.mark.parametrize(
    "text",
    [
        ">" * 40 + " deep",
        "".join("  " * depth + "- a\n" for depth in range(30)),
        "**a " * 30 + "a** " * 30,
        "[" * 301,
        "<" * 301,
        "a\n" * 1_001,
        "x" * 10_001,
        "[a]: /b",
        "```",
        "#",
        ">",
        "-",
    ],
)
def test_more_than_is_understood_is_shown_as_it_is(text: str) -> None:
    html = render(text).html
    assert "".join(judged(html).text.split()) == "".join(text.split())


@pytest.mark.parametrize("sign", MOST_OF)
def test_too_much_of_one_sign_is_not_understood_at_all(sign: str) -> None:
    few, many = (f"`code` {f'{sign} ' * count}" for count in (5, MOST_OF[sign] + 1))
    assert "<code>" in render(few).html
    assert "<code>" not in render(many).html


def test_what_fails_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("chat.markup.rendering.parser", fail)
    assert markup.render("*a*\n<b>").html == "<p>*a*<br>&lt;b&gt;</p>"


@pytest.mark.parametrize("row", ["1 | 2 | 3", "1 | 2 |\n| 1 | 2 | 3 |"])
def test_row_with_more_cells_than_the_head_is_not_cut(row: str) -> None:
    assert "3" in judged(render(f"a | b\n--|--\n{row}").html).text
