"""How much of everything: the same scenarios at length, and in short for ``bin/test``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    sends: int  # messages in all, where kills are counted
    typed: int  # of these, at most, by each page that writes
    kills: int
    few: int  # messages where something else is what takes time
    posts: int  # while somebody is away, past the limit; and edits, deletions and reactions
    edits: int
    deletions: int
    reactions: int
    flood: int  # bytes that a stalled reader does not read
    turns: int  # without one, and with one
    is_timed: bool  # not in bin/test, beside which the machine does other things
    ends_within: int  # seconds: a scenario that hangs is one that fails, and says where


SHORT = Size(
    sends=200,
    typed=10,
    kills=2,
    few=120,
    posts=320,
    edits=20,
    deletions=10,
    reactions=20,
    flood=8_000_000,
    turns=3,
    is_timed=False,
    ends_within=240,
)
LONG = Size(
    sends=2_000,
    typed=40,
    kills=10,
    few=600,
    posts=500,
    edits=50,
    deletions=20,
    reactions=60,
    flood=20_000_000,
    turns=3,
    is_timed=True,
    ends_within=3_600,
)
