"""What somebody wrote, as a page shows it: the HTML that is stored, with names and code filled in."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from chat import markup
from chat.models import Mention


def body(html: str, mentions: Iterable[Mention]) -> SafeString:
    """``html`` is of ``markup.render``. Who or what is not there any more is shown as it was typed."""
    if not markup.has_pieces(html):
        return mark_safe(html)  # noqa: S308  it was cleaned when it was written
    named = {
        ("person" if each.person_id else "room", each.person_id or each.room_id): each
        for each in mentions
    }
    return mark_safe("".join(_shown(piece, named) for piece in markup.pieces(html)))  # noqa: S308


def _shown(piece: markup.Piece, named: dict[tuple[str, int | None], Mention]) -> str:
    if isinstance(piece, markup.Code):
        context = {"code": mark_safe(piece.html), "language": piece.language}  # noqa: S308
        return render_to_string("chat/messages/_code.html", context).strip()
    if isinstance(piece, markup.Name):
        mention = named.get((piece.kind, piece.key))
        if mention is None or (mention.room is not None and not mention.room.is_listed):
            return piece.typed
        return render_to_string("chat/messages/_mention.html", {"mention": mention}).strip()
    return piece
