"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    rounds: int = 3
    clients: int = 16
    seconds: float = 4.0  # of asking for one thing
    small: int = 1_000  # messages in the room
    large: int = 1_000_000


QUICK = Size(rounds=1, clients=4, seconds=0.3, large=3_000)
