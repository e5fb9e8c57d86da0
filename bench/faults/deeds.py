"""What is done with messages once they are posted, chosen by the seed, and what must have come of it."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from bench.faults.lines import Line

Verb = Literal["edit", "delete", "restore", "react", "pin"]

#: How often each is chosen, of all deeds.
SHARES: dict[Verb, int] = {"edit": 4, "delete": 1, "react": 8, "pin": 1}
EMOJI = ("👍", "🎉", "👀", "🚀")
DEEDS = 0.5  # for each message that one writes, on average
UNDONE = 0.5  # of what is deleted
QUOTING = 0.15  # of what programs write
AMONG = 20  # messages, the newest
#: What an edit puts after the text that was typed.
EDITED = ", edited"

#: Text, deletion, pin, quote or reaction (with its emoji) of a message (its client_id).
Aspect = tuple[str, str, str]


def as_typed(text: str) -> str:
    return text.partition(EDITED)[0]


@dataclass(frozen=True)
class Known:
    """A message as somebody sees it who is about to do something with it."""

    pk: int
    client_id: str
    text: str
    is_own: bool


@dataclass(frozen=True)
class Deed:
    verb: Verb
    to: Known
    text: str = ""
    emoji: str = ""
    on: bool = True

    @property
    def action(self) -> tuple[str, dict[str, object]]:
        """What a program sends."""
        match self.verb:
            case "edit":
                return "edit_message", {"message": self.text}
            case "react":
                return "react", {"emoji": self.emoji, "on": self.on}
            case "pin":
                return "pin" if self.on else "unpin", {}
        return f"{self.verb}_message", {}

    @property
    def form(self) -> tuple[str, dict[str, str]]:
        """Where a page posts, and what."""
        name: str = self.verb
        fields = {}
        match self.verb:
            case "edit":
                fields = {"message": self.text}
            case "react":
                name, fields = (
                    "reactions",
                    {"emoji": self.emoji, "on": "true" if self.on else "false"},
                )
            case "pin":
                name = "pin" if self.on else "unpin"
        return f"/messages/{self.to.pk}/{name}/", fields

    @property
    def outcome(self) -> tuple[Aspect, object]:
        message = self.to.client_id
        match self.verb:
            case "edit":
                return ("text", message, ""), self.text
            case "react":
                return ("reaction", message, self.emoji), self.on
            case "pin":
                return ("pin", message, ""), self.on
        return ("deletion", message, ""), self.verb == "delete"


@dataclass
class Doer:
    """Chooses what somebody does, and keeps what was acknowledged of it: nobody else changes the same."""

    chance: random.Random
    done: int = 0
    expected: dict[Aspect, object] = field(default_factory=dict)
    #: Messages that were deleted, for a moment or for good: what else there was of them may be gone.
    disturbed: set[str] = field(default_factory=set)

    async def act(self, known: list[Known], do: Callable[[Deed], Awaitable[bool]]) -> None:
        """Now and then choose something, and do it until it is answered. ``do``: whether it was accepted."""
        deed = self._choose(known) if self.chance.random() < DEEDS else None
        if deed is None:
            return
        self._note(deed, accepted=await do(deed))
        if deed.verb == "delete" and self.chance.random() < UNDONE:
            undo = replace(deed, verb="restore")
            self._note(undo, accepted=await do(undo))

    def to_quote(self, known: list[Known]) -> Known | None:
        return self.chance.choice(known) if known and self.chance.random() < QUOTING else None

    def _choose(self, known: list[Known]) -> Deed | None:
        """Edits, deletions and pins are of one's own messages; reactions of everybody's."""
        (verb,) = self.chance.choices([*SHARES], [*SHARES.values()])
        there = [each for each in known if each.is_own or verb == "react"]
        if not there:
            return None
        deed = Deed(verb, self.chance.choice(there), emoji=self.chance.choice(EMOJI))
        if verb == "edit":
            return replace(deed, text=f"{as_typed(deed.to.text)}{EDITED} {self.done + 1}")
        return replace(deed, on=not self.expected.get(deed.outcome[0], False))

    def _note(self, deed: Deed, *, accepted: bool) -> None:
        """What was refused may have been done when it was first sent, and the answer lost: nothing is sure then."""
        aspect, value = deed.outcome
        if accepted:
            self.done += 1
            self.expected[aspect] = value
        else:
            self.expected.pop(aspect, None)
        if aspect[0] == "deletion":
            self.disturbed.add(deed.to.client_id)

    def undone(self, truth: list[Line], person: int, disturbed: set[str]) -> list[Aspect]:
        """What was acknowledged and is not so. ``person``: their key; ``disturbed``: by anybody."""
        lines = {line.client_id: line for line in truth}
        return [
            aspect
            for aspect, value in self.expected.items()
            if (aspect[0] == "deletion" or aspect[1] not in disturbed)
            and _now(lines[aspect[1]], aspect, person) != value
        ]


def _now(line: Line, aspect: Aspect, person: int) -> object:
    match aspect[0]:
        case "text":
            return line.text
        case "deletion":
            return line.deleted
        case "pin":
            return line.pinned
        case "quote":
            return line.quotes
    return person in line.who(aspect[2])
