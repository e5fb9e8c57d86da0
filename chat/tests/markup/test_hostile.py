"""Whatever somebody writes, it stays text and a few harmless tags."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.markup import Code, Name, Piece, pieces, plain, render
from chat.markup.cleaning import cleaned
from chat.tests.markup.hostile import FORGERIES, HOSTILE
from chat.tests.markup.judge import judged

PEOPLE, ROOMS = {"@alice": 1, "@bob": 2}, {"#Lobby": 1, "#Design team": 2}
#: What people and machines make texts of.
PARTS = st.sampled_from(
    [
        *"[]()<>*_~`|>-+#@:!&;\\\"'=/.,\n\t {}^$%ax1",
        *(
            "**",
            "~~",
            "```",
            "```py\n",
            "\n\n",
            "\n- ",
            "\n1. ",
            "\n> ",
            "\n# ",
            "    ",
            "](",
            "|-|\n",
        ),
        *(
            "http://",
            "javascript:",
            "a.com",
            "mailto:",
            "<a ",
            "&lt;",
            "&#x3c;",
            "@alice",
            "#Lobby",
            ":tada:",
        ),
        *(
            "<script>",
            "<style>",
            "<svg>",
            "onclick=",
            '<span data-person="1">',
            "\u202e",
            "\u200d",
            "\U0001f389",
        ),
    ]
)
TEXTS = st.one_of(st.lists(PARTS, max_size=400).map("".join), st.text(max_size=500))


def test_corpus_is_of_some_size() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 400


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(text: str) -> None:
    assert judged(render(text, PEOPLE, ROOMS).html).complaints == []


@pytest.mark.parametrize("html", [*HOSTILE, *FORGERIES])
def test_last_gate_needs_no_other(html: str) -> None:
    """Whatever the parser might let in. Of classes that are none of ours an empty attribute stays."""
    assert judged(cleaned(html).replace(' class=""', "")).complaints == []


def test_html_is_text() -> None:
    html = render('<b onclick="x">bold</b>\n\n<div>a block</div>').html
    assert judged(html).text.split() == ["<b", 'onclick="x">bold</b>', "<div>a", "block</div>"]


def test_all_of_it_together_is_harmless() -> None:
    for start in range(0, len(HOSTILE), 40):
        text = "\n\n".join(HOSTILE[start : start + 40])
        assert judged(render(text, PEOPLE, ROOMS).html).complaints == []


@pytest.mark.parametrize("text", FORGERIES)
def test_name_cannot_be_forged(text: str) -> None:
    html = render(text).html  # who wrote it knows nobody
    assert judged(html).names == []
    assert not any(isinstance(piece, Name) for piece in pieces(html))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_becomes_harmless_html_that_says_it(text: str) -> None:
    rendered = render(text, PEOPLE, ROOMS)
    judge = judged(rendered.html)
    assert judge.complaints == []
    assert {key for _, key in judge.names} <= {"1", "2"}
    assert (
        bool(judge.text.strip())
        or "<hr>" in rendered.html
        or not text.strip()
        or "<input" in rendered.html
    )
    assert render(text, PEOPLE, ROOMS) == rendered
    assert "<" not in plain(rendered.html) or "<" in judge.text


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_pieces_are_all_of_the_html(text: str) -> None:
    html = render(text, PEOPLE, ROOMS).html
    whole = "".join(filled(piece) for piece in pieces(html))
    assert judged(whole).text.split() == judged(html).text.split()
    assert judged(whole).complaints == []


def filled(piece: Piece) -> str:
    """As if nobody knew what it stands for."""
    if isinstance(piece, Name):
        return piece.typed
    return f"<pre><code>{piece.html}</code></pre>" if isinstance(piece, Code) else piece


def test_judge_finds_what_is_harmful() -> None:
    for bad in (
        "<script>",
        '<p onclick="x">x</p>',
        '<a href="javascript:x">x</a>',
        "<!-- x -->",
        "<p>",
    ):
        assert judged(bad).complaints
