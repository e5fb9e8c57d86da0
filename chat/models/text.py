"""What people write, as it is stored and compared."""

import re
import unicodedata

from django.core.exceptions import ValidationError

#: Controls, and the characters that turn the direction of the text around them.
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")

#: Marks above and below letters of the alphabets that have them; in other scripts they are letters.
_ACCENTS = range(0x300, 0x370)


def clean_name(name: str) -> str:
    """A name: composed (NFC), one space between words, without controls; empty when nothing of it shows."""
    cleaned = " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", name)).split())
    # Joiners and the like have their place inside a word, but do not make one.
    shows = any(unicodedata.category(character) not in {"Cf", "Zs"} for character in cleaned)
    return cleaned if shows else ""


def fold(name: str) -> str:
    """What two names that people take for the same have in common: case and joiners do not count.

    At most three times as long as the name, which is what Unicode's case folding makes of a character.
    """
    seen = "".join(each for each in name if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFC", seen.casefold())


def one_newline(text: str) -> str:
    """The text with each newline as ``\\n``, whatever sent it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_accents(name: str) -> str:
    """The same folded, and bare of the accents that a person may not know how to type."""
    apart = unicodedata.normalize("NFD", fold(name))
    return unicodedata.normalize(
        "NFC", "".join(each for each in apart if ord(each) not in _ACCENTS)
    )


def searchable(name: str) -> str:
    """What a search by a part of a name looks in; it asks ``without_accents``."""
    folded, bare = fold(name), without_accents(name)
    return folded if bare == folded else f"{folded} {bare}"


def clean_text(text: str) -> str:
    """A message: newlines as ``\\n``, no blank lines around it, its indentation kept."""
    lines = one_newline(text).rstrip().split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    return "\n".join(lines)


def validate_storable(text: str) -> None:
    """Refuse what no database stores: NUL, and halves of surrogate pairs (JSON can carry both)."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError("This text has a character that cannot be stored.", code="unstorable")
