"""Which names people take for one another, letter by letter: Unicode's table of confusable characters."""

import json
import unicodedata
from functools import cache
from importlib.resources import files

#: What Unicode's table leaves apart and small print does not: a name in capitals has an I where another has an i, and
#: the small letters of some alphabets are the capitals of others.
_ALIKE = str.maketrans(
    {"i": "l", "w": "vv", "ʍ": "rn", "ᴍ": "rn", "ĸ": "k", "ᴋ": "k", "ʙ": "b", "ʜ": "h", "ᴛ": "t"}
)
#: Accents above and below letters of the alphabets that have them; in other scripts marks are letters.
_ACCENTS = range(0x300, 0x370)


@cache
def _prototypes() -> dict[str, str]:
    """For each character that looks like others the one that stands for them all.

    The package has each pair in both directions. Who looks like one only, which others look like too, is no
    prototype; of two that look like each other alone the smaller one is.
    """
    source = files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8")
    table = {
        character: [other["c"].strip("\u200e") for other in alike]
        for character, alike in json.loads(source).items()
    }
    return {
        character: alike[0]
        for character, alike in table.items()
        if len(alike) == 1 and (len(table.get(alike[0], ())) > 1 or alike[0] < character)
    }


def _plain(text: str) -> str:
    """Without what is not seen, without accents, each character its prototype."""
    seen = (each for each in text if unicodedata.category(each) not in {"Cf", "Cc"})
    apart = unicodedata.normalize("NFKD", "".join(seen))
    prototypes = _prototypes()
    return "".join(prototypes.get(each, each) for each in apart if ord(each) not in _ACCENTS)


def skeleton(name: str) -> str:
    """What is left of a name when looks alone count: not case, accents, spaces, punctuation or the alphabet."""
    plain = _plain(_plain(name).casefold()).translate(_ALIKE)
    solid = "".join(each for each in plain if unicodedata.category(each)[0] not in "ZP")
    return solid or plain


def looks(name: str) -> set[str]:
    """The skeletons of a name: two names that have one in common look alike.

    There are two, since a capital may look like another letter than the small one does, as the Greek Nu.
    """
    return {skeleton(name), skeleton(unicodedata.normalize("NFKD", name).casefold())}
