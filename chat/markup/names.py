"""Where a text may name a person (``@bob``) or a room (``#Design team``)."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

#: Names that are looked at, of each kind: whoever writes more of them means nobody in particular.
MOST = 50
MOST_ENDS = 20  # places at which a room's name may end
MOST_POINTS = 3  # of punctuation at the end of a person's
LONGEST = {"@": 150, "#": 255}  # characters

#: Not in the middle of a word, an address or a path.
_PERSON = re.compile(r"(?<![\w/@#&=.+-])@([\w.@+-]+)")
_ROOM = re.compile(r"(?<![\w/@#&=.+-])#(?=[^\s#])(?=([^\n]{1,256}))")
_END = re.compile(r"(?<=[^\w\s])|(?<=\w)(?!\w)")


class Candidates(NamedTuple):
    """What is typed, with its sign; the longest of those that begin at one place is meant."""

    people: frozenset[str]
    rooms: frozenset[str]


def candidates(text: str) -> Candidates:
    """Whatever may be a name, in code and links too."""
    people = islice(re.finditer(_PERSON, text), MOST)
    rooms = islice(re.finditer(_ROOM, text), MOST)
    return Candidates(
        frozenset(typed for match in people for typed in _people_at(match)),
        frozenset(typed for match in rooms for typed in _rooms_at(match)),
    )


def names_at(text: str, position: int) -> Iterator[str]:
    """What may be named by the sign at that place, the longest first."""
    if text[position] == "@":
        match = _PERSON.match(text, position)
        return _people_at(match) if match else iter(())
    match = _ROOM.match(text, position)
    return _rooms_at(match) if match else iter(())


def _people_at(match: re.Match[str]) -> Iterator[str]:
    """With and without the punctuation at its end, since names may end so too."""
    name = match[1]
    bare = len(name.rstrip(".@+-"))
    for end in range(min(len(name), bare + MOST_POINTS), max(bare, 1) - 1, -1):
        if end <= LONGEST["@"]:
            yield f"@{name[:end]}"


def _rooms_at(match: re.Match[str]) -> Iterator[str]:
    """Up to each end of a word."""
    name = match[1]
    ends = [found.start() for found in islice(_END.finditer(name), MOST_ENDS)]
    for end in reversed(ends):
        if 0 < end <= LONGEST["#"]:
            yield f"#{name[:end]}"
