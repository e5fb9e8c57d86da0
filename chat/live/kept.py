"""Pieces of pages that are kept once they were rendered, for all who read them."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from sys import getsizeof
from threading import Lock

from django.conf import settings
from django.utils.safestring import SafeString

#: Bytes that an entry takes besides its text: the key, and its place among the others.
OVERHEAD = 400


class Kept:
    """Up to so many bytes of HTML; what was not asked for the longest goes first. For any number of threads.

    A key says all that the piece shows. The templates that made it are a part of each key.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._pieces: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pieces)

    def find(self, keys: Iterable[Hashable]) -> list[SafeString | None]:
        """Of each key its piece, or None."""
        digest = templates_digest()
        found: list[SafeString | None] = []
        with self._lock:
            for key in keys:
                whole = (digest, key)
                piece = self._pieces.get(whole)
                if piece is not None:
                    self._pieces.move_to_end(whole)
                found.append(piece)
        return found

    def keep(self, key: Hashable, piece: SafeString, digest: str) -> None:
        """``digest`` is of the templates as they were before the piece was rendered."""
        whole = (digest, key)
        with self._lock:
            self._drop(whole)
            self._pieces[whole] = piece
            self.size += _size(piece)
            while self.size > self.most:
                self._drop(next(iter(self._pieces)))

    def forget(self) -> None:
        with self._lock:
            self._pieces.clear()
            self.size = 0

    def _drop(self, whole: Hashable) -> None:
        piece = self._pieces.pop(whole, None)
        if piece is not None:
            self.size -= _size(piece)


def templates_digest() -> str:
    """Of all templates that are pieces of pages, since one includes another.

    A process reads its templates once, unless it runs with ``DEBUG``: then they are looked at each time.
    """
    return _digest() if settings.DEBUG else _digest_of_this_process()


def _digest() -> str:
    digest = blake2b(digest_size=16)
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in sorted(Path(folder).rglob("_*.html")):
            digest.update(str(path).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


_digest_of_this_process = cache(_digest)


def _size(piece: SafeString) -> int:
    return getsizeof(piece) + OVERHEAD
