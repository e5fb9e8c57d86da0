"""What people write, as HTML that is safe to show. Ground of the house: of it, it imports emoji only.

``candidates`` says what in a text may be the name of somebody or of a room. Who stores the text knows which of them
are, and ``render`` makes HTML that names these by key. What they are called is filled in when it is shown, piece by
piece (``pieces``). docs/adr/0018-what-is-written-is-rendered-once.md has the reasons.
"""

from chat.markup.names import Candidates, candidates
from chat.markup.pieces import Code, Name, Piece, has_names, has_pieces, pieces, plain
from chat.markup.rendering import RULES_VERSION, Rendered, render

__all__ = [
    "RULES_VERSION",
    "Candidates",
    "Code",
    "Name",
    "Piece",
    "Rendered",
    "candidates",
    "has_names",
    "has_pieces",
    "pieces",
    "plain",
    "render",
]
