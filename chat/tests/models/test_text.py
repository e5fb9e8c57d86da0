import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.models.text import (
    clean_name,
    clean_text,
    fold,
    searchable,
    validate_storable,
    without_accents,
)

FAMILY = "👩\u200d👩\u200d👧"  # three people, joined into one


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  Lobby ", "Lobby"),
        ("The \t big\n\nLobby", "The big Lobby"),
        ("Lobby\u00a0two", "Lobby two"),
        ("Cafe\u0301", "Café"),
        ("bell\a", "bell"),
        ("\u202egnp.\u202cexe", "gnp. exe"),
        ("\u2067Lobby\u2069", "Lobby"),
    ],
)
def test_name_is_cleaned(written: str, stored: str) -> None:
    assert clean_name(written) == stored


@pytest.mark.parametrize(
    "name",
    [
        "غرفة القهوة",
        "חדר קפה",
        "می\u200cخواهم",  # Persian spells with the zero-width non-joiner
        "休憩室",
        f"Parents {FAMILY}",
        "<b>&amp;</b>",
    ],
)
def test_name_of_any_script_is_kept(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u200d", "\u200c"])
def test_nothing_is_left_of_a_name_that_nobody_sees(unseen: str) -> None:
    assert clean_name(f" {unseen}{unseen} ") == ""


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Lobby", "lOBBY"),
        ("équipe", "ÉQUIPE"),
        ("Йога", "йОГА"),
        ("Straße", "STRASSE"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ],
)
def test_names_that_people_take_for_the_same_are_folded_to_the_same(name: str, other: str) -> None:
    assert fold(clean_name(name)) == fold(clean_name(other))


def test_other_names_are_folded_apart() -> None:
    names = ["Lobby", "Lobby 2", "Lobbÿ", "L\u043ebby"]  # a Cyrillic letter
    assert len({fold(clean_name(name)) for name in names}) == len(names)


@given(st.text())
@settings(database=None, deadline=None, max_examples=50)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text())
@settings(database=None, deadline=None, max_examples=50)
def test_clean_name_is_clean(name: str) -> None:
    once = clean_name(name)
    assert clean_name(once) == once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\n \n\t\none", "one"),
        ("one  \n\n \n", "one"),
        ("one\n\n\ntwo", "one\n\n\ntwo"),
        ("   ", ""),
        ("", ""),
    ],
)
def test_text_is_cleaned(written: str, stored: str) -> None:
    assert clean_text(written) == stored


def test_text_keeps_its_indentation() -> None:
    code = "    if ready:\n\tgo()\n        wait()"
    assert clean_text(f"\n\n{code}\n") == code


def test_text_keeps_its_direction_marks() -> None:
    assert clean_text("\u2067שלום\u2069") == "\u2067שלום\u2069"


@given(st.text())
@settings(database=None, deadline=None, max_examples=50)
def test_clean_text_is_clean(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud83d", "x\ude00\ud83d"])
def test_what_no_database_stores_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="cannot be stored"):
        validate_storable(text)


@pytest.mark.parametrize("text", ["", "plain", "😀", FAMILY, "\x01\x7f\ufffd", "\U0010ffff"])
def test_what_a_database_stores_is_accepted(text: str) -> None:
    validate_storable(text)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("José Müller", "jose mu"),
        ("José Müller", "josé mü"),
        ("Jose", "josé"),
        ("Ngọc Ánh", "ngoc anh"),
        ("Йога", "иога"),
        ("مرحبا", "مرح"),
        ("bob", "BO"),
    ],
)
def test_name_is_found_with_accents_and_without(name: str, asked: str) -> None:
    assert without_accents(clean_name(asked)) in searchable(clean_name(name))


def test_marks_that_are_letters_stay() -> None:
    assert without_accents("हिन्दी") == "हिन्दी"
