"""What a conversation is made of; the rooms' own modules say what is said.

The team makes Gangway, which sells tickets for small ferry lines, and in these two weeks it launches
season passes. No line names a weekday: the tenth day is the last one on which people worked.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias


class Edited(NamedTuple):
    before: str
    after: str


class Erased(NamedTuple):
    text: str


class Marked(NamedTuple):
    """Something to which others react. ``reactions``: each emoji, and usernames."""

    text: str
    reactions: Mapping[str, tuple[str, ...]]


class Answer(NamedTuple):
    """To the message so many before it, which it quotes."""

    text: str
    back: int


class Pinned(NamedTuple):
    """Something that the room should find again. ``by``: a username."""

    text: str
    by: str


class OneOf(NamedTuple):
    """A short answer, drawn when the conversation is held."""

    answers: tuple[str, ...]


#: Hours in which nobody writes; whatever follows no pause follows within minutes.
PAUSE: Final = None

#: In one way or another.
Said: TypeAlias = str | Edited | Erased | Marked | Answer | Pinned

#: Who says what: a username and a text.
Line: TypeAlias = tuple[str, Said | OneOf]

#: By the number of the working day, from 1 to 10; a day may be missing.
Days: TypeAlias = Mapping[int, Sequence[Line | None]]


class Conversation(NamedTuple):
    room: str
    members: tuple[str, ...]  # usernames, the room's owner first
    days: Days


YES = OneOf(("Sounds good", "Yes", "Works for me", "Good idea", "Agreed", "Fine by me", "+1"))
ON_IT = OneOf(("On it", "Will do", "Looking now", "Give me ten minutes", "Having a look"))
DONE = OneOf(("Done", "Done ✅", "That's in", "Finished", "Sorted"))
THANKS = OneOf(("Thanks!", "Thank you 🙏", "Perfect, thanks", "Lovely, thank you", "Cheers"))
NICE = OneOf(("Nice", "Oh, nice", "Love it", "🎉", "👏", "❤️", "👍"))
LAUGH = OneOf(("😂", "Ha", "Haha", "🤣", "😄"))
