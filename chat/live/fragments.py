"""The pieces of a page that travel. Each is one template, the same for every viewer."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from chat.models import Message, Room


def message(message: Message) -> SafeString:
    """The message, rendered once a change: the author's answer and the broadcast share it."""
    rendered: tuple[int, SafeString] | None = message.__dict__.get("_fragment")
    if rendered is None or rendered[0] != message.version:
        html = render_to_string("chat/messages/_message.html", {"message": message})
        rendered = message.__dict__["_fragment"] = (message.version, html)
    return rendered[1]


def latest(message: Message) -> SafeString:
    """The line below a room's name in the list of rooms."""
    return render_to_string("chat/rooms/_latest.html", {"message": message})


def catch_up(room: Room, messages: list[Message]) -> SafeString:
    """What a page lacks, oldest change first."""
    return _missed("_catch_up", room, messages)


def reload(room: Room, messages: list[Message]) -> SafeString:
    """The whole list anew, for a page that was away too long."""
    return _missed("_reload", room, messages)


def _missed(template: str, room: Room, messages: list[Message]) -> SafeString:
    return render_to_string(f"chat/messages/{template}.html", {"room": room, "messages": messages})


def row(room: Room) -> SafeString:
    """A room in the list of rooms, as someone sees it who does not belong to it."""
    return render_to_string("chat/rooms/_row.html", {"room": room})


def rows(rooms: Iterable[Room]) -> SafeString:
    """The list of rooms as one person sees it, after ``for_list_of``."""
    pieces = (
        render_to_string("chat/rooms/_row.html", {"room": room, "is_mine": room.is_mine})
        for room in rooms
    )
    return mark_safe("".join(pieces))  # noqa: S308  each is a template's


def row_change(room: Room) -> SafeString:
    """A room's new name in the list of rooms."""
    return render_to_string("chat/rooms/_row_name.html", {"room": room})


def row_gone(room: Room) -> SafeString:
    return render_to_string("chat/rooms/_row_gone.html", {"room": room})


def header(room: Room) -> SafeString:
    """A room's name on its own page."""
    return render_to_string("chat/rooms/_title.html", {"room": room})


def members(room: Room) -> SafeString:
    """Who belongs to a room, after ``with_members``."""
    return render_to_string("chat/rooms/_members.html", {"room": room})


def gone(room: Room) -> SafeString:
    """In the place of the composer, when the room was deleted."""
    return render_to_string("chat/rooms/_gone.html", {"room": room})


def left(room: int) -> SafeString:
    """In the place of the composer, when the viewer's membership has ended."""
    return render_to_string("chat/rooms/_left.html", {"pk": room})


def notice(texts: Iterable[str]) -> SafeString:
    """Something that went wrong, said where the person is looking."""
    return render_to_string("components/_notice.html", {"texts": list(texts)})
