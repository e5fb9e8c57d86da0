"""What a program holds of a room, from what it is told."""

from collections.abc import Iterable
from typing import Any

from bench.faults.deeds import Known
from bench.faults.lines import Line, reactions


class Held:
    def __init__(self) -> None:
        self._lines: dict[int, Line] = {}
        self._authors: dict[int, str] = {}  # by seq
        self.version = 0  # up to which nothing is missing
        self.gaps = 0  # times that a change came before the one that precedes it
        self._highest: int | None = None  # version since it is caught up

    def lines(self) -> list[Line]:
        return [self._lines[seq] for seq in sorted(self._lines)]

    def known(self, person: str, newest: int) -> list[Known]:
        """The newest messages, for somebody who is about to do something with one."""
        return [
            Known(line.pk, line.client_id, line.text, is_own=self._authors[line.seq] == person)
            for line in self.lines()[-newest:]
            if not line.deleted
        ]

    def connect(self) -> None:
        """From now on until ``catch_up`` it is no gap when a change is far ahead."""
        self._highest = None

    def change(self, message: dict[str, Any]) -> bool:
        """Take what is told live; whether nothing is missing before it."""
        version: int = message["version"]
        self._place(message)
        if self._highest is not None:
            self.gaps += version > self._highest + 1
            self._highest = max(self._highest, version)
        if version == self.version + 1:
            self.version = version
        return version <= self.version

    def catch_up(self, version: int, messages: Iterable[dict[str, Any]], *, anew: bool) -> None:
        """Take what was missing up to the version: all of it, or the newest to begin anew with."""
        if anew:  # what was told meanwhile is newer still
            kept = (line for line in self._lines.values() if line.version > version)
            self._lines = {line.seq: line for line in kept}
        for message in messages:
            self._place(message)
        self.version = max(self.version, version)
        self._highest = max(self._highest or 0, version, *(line.version for line in self.lines()))

    def _place(self, message: dict[str, Any]) -> None:
        self._authors[message["seq"]] = message["user"]["username"]
        line = Line(
            seq=message["seq"],
            version=message["version"],
            client_id=message["client_id"],
            text=message["text"],
            edited=message["edited_at"] is not None,
            deleted=message["deleted_at"] is not None,
            pk=message["pk"],
            reactions=reactions((each["emoji"], each["users"]) for each in message["reactions"]),
            pinned=message.get("pinned_at") is not None,
            quotes=(message.get("quotes") or {}).get("pk"),
        ).shown()
        known = self._lines.get(line.seq)
        if known is None or known.version < line.version:
            self._lines[line.seq] = line
