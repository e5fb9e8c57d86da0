"""Nobody is taken for an administrator by the look of their name."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from chat.models import User
from chat.models.lookalikes import looks
from chat.models.profile import TOO_ALIKE, validate_person_name

ALIKE = [
    ("Alice", "alice"),
    ("Alice", "ALICE"),
    ("Alice", "aLiCe"),
    ("Alice", "Аlісе"),  # Cyrillic but for the l
    ("Alice", "Αlice"),  # a Greek Alpha
    ("Alice", "AIice"),  # a capital I for the l
    ("Alice", "A1ice"),
    ("Alice", "A|ice"),
    ("Alice", "Al\u0456ce"),
    ("Alice", "Al\u0131ce"),  # an i without its dot
    ("Alice", "Al\u200bice"),
    ("Alice", "Alice\u200d"),
    ("Alice", "\u2060A\u200cl\u00adi\ufeffce"),
    ("Alice", "\u202ealice"),
    ("Alice", "Álicẹ"),
    ("Alice", "𝐀𝐥𝐢𝐜𝐞"),
    ("Alice", "Ａｌｉｃｅ"),
    ("Alice", "Ⓐⓛⓘⓒⓔ"),
    ("Alice", "Alice."),
    ("Alice", "_Alice_"),
    ("Alice Liddell", "AliceLiddell"),
    ("Alice Liddell", "Alice\u2003Liddell"),
    ("Alice Liddell", "alice.liddell"),
    ("Bob", "Вoв"),
    ("Bob", "ΒОΒ"),
    ("Hanna", "ΗANΝA"),
    ("Leo", "Le0"),
    ("Leo", "LЕΟ"),
    ("Maria", "МАRIА"),
    ("Maria", "rnaria"),
    ("Will", "VVill"),
    ("root", "r00t"),
    ("root", "rооt"),
    ("paul", "pаuI"),
    ("Иван", "иван"),
    ("Νίκος", "νικος"),
    ("ليلى", "ل\u0640\u200dيلى".replace("\u0640", "")),
    ("🦊", "🦊\u200d"),
]
APART = [
    ("Alice", "Alicia"),
    ("Alice", "Alina"),
    ("Ali", "All right"),
    ("Bob", "Rob"),
    ("Ian", "Jan"),
    ("Mary", "Maru"),
    ("Hanna", "Vanna"),
    ("Ivan", "Iван Петров"),
    ("Иван", "Игорь"),
    ("ليلى", "ليلا"),
    ("דנה", "דינה"),
    ("山田", "田中"),
    ("🦊", "🐺"),
]


@pytest.mark.parametrize(("name", "other"), ALIKE)
def test_names_that_look_alike_are_known(name: str, other: str) -> None:
    assert looks(name) & looks(other)


@pytest.mark.parametrize(("name", "other"), APART)
def test_names_that_look_different_are_left_alone(name: str, other: str) -> None:
    assert not looks(name) & looks(other)


@pytest.mark.parametrize(("name", "other"), ALIKE)
def test_look_of_an_administrator_is_refused(
    make_user: Callable[..., User], bob: User, name: str, other: str
) -> None:
    make_user("root-account", role="administrator", display_name=name)
    with pytest.raises(ValidationError, match=TOO_ALIKE):
        validate_person_name(other, bob)


def test_user_name_of_an_administrator_counts_too(
    make_user: Callable[..., User], bob: User
) -> None:
    make_user("root", role="administrator", display_name="Alice")
    for name in ("rооt", "Аlice"):
        with pytest.raises(ValidationError, match=TOO_ALIKE):
            validate_person_name(name)
    validate_person_name("Carol")


def test_bot_is_not_called_like_an_administrator(make_user: Callable[..., User]) -> None:
    dana = make_user("dana", role="administrator", display_name="Dana Weber")
    for username, name in (("dаna", "Echo"), ("echo", "Dana VVeber")):
        with pytest.raises(ValidationError, match=TOO_ALIKE):
            User.objects.create_bot(dana, username, name)
    assert not User.objects.filter(role="bot").exists()


def test_look_of_others_is_nobody_s(make_user: Callable[..., User], bob: User) -> None:
    make_user("alice", display_name="Alice")
    validate_person_name("Alice", bob)


def test_administrators_call_themselves_what_they_like(make_user: Callable[..., User]) -> None:
    alice = make_user("alice", role="administrator")
    root = make_user("root", role="administrator")
    validate_person_name("alice", alice)
    validate_person_name("alice", root)


def test_name_costs_one_query_however_many_people_there_are(
    make_user: Callable[..., User], django_assert_num_queries: Callable[..., object]
) -> None:
    make_user("root", role="administrator")
    for number in range(5):
        make_user(f"person-{number}")
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        validate_person_name("Carol")
