"""The pieces of a page that travel. Each is one template, the same for every viewer."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from chat import emoji
from chat.models import Message, Room, User

#: Messages that are kept rendered, of about a kilobyte each; and long ones, of up to fifty.
KEPT, KEPT_LONG = 4_096, 64
LONG = 1_000  # characters


def message(message: Message) -> SafeString:
    """The message, rendered once a change: the author's answer, the broadcast and pages share it."""
    if settings.DEBUG:  # the template may change
        return _render_message(message)
    kept = _kept_message if len(message.text) < LONG else _kept_long_message
    author = message.user
    return kept(message, message.version, message.client_id, author.name, author.revision)


def _render_message(message: Message, *shown: Any) -> SafeString:
    """What it shows is in the key when it is kept: a message equals another of its pk, whatever it says."""
    return render_to_string("chat/messages/_message.html", {"message": message})


_kept_message = lru_cache(maxsize=KEPT)(_render_message)
_kept_long_message = lru_cache(maxsize=KEPT_LONG)(_render_message)


def picker(tone: int | None, recent: Iterable[str]) -> SafeString:
    """All emoji to choose from, with that skin tone: many, so they are rendered once. Recent ones come first."""
    known = [each for text in recent if (each := emoji.named(text))]
    latest = render_to_string("chat/reactions/_recent.html", {"recent": known})
    return _joined([latest, _picker(tone) if settings.DEBUG else _kept_picker(tone)])


def _picker(tone: int | None) -> SafeString:
    return render_to_string("chat/reactions/_picker.html", {"groups": emoji.groups(tone)})


_kept_picker = lru_cache(maxsize=len(emoji.TONES) + 1)(_picker)


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
    context = {"room": room, "messages": messages, "is_newest": True}
    return render_to_string(f"chat/messages/{template}.html", context)


def name(room: Room) -> SafeString:
    """A room's name, for every place of a page where it stands."""
    return render_to_string("chat/rooms/_name.html", {"room": room})


def rows(rooms: Iterable[Room]) -> SafeString:
    """A person's list of rooms, after ``listed_for``; the names apart, since a row is as old as its messages."""
    return _joined(
        piece
        for room in rooms
        for piece in (render_to_string("chat/rooms/_row.html", {"room": room}), name(room))
    )


def all_rows(rooms: Iterable[Room]) -> SafeString:
    """The same, and none but these."""
    rooms = list(rooms)
    return _joined([rows(rooms), _only(".rooms", "room", rooms)])


def row_gone(room: int) -> SafeString:
    return render_to_string("chat/rooms/_row_gone.html", {"pk": room})


def open_rows(rooms: Iterable[Room]) -> SafeString:
    """Rooms in the directory, for those who do not belong to them."""
    return _joined(render_to_string("chat/rooms/_open_row.html", {"room": room}) for room in rooms)


def all_open_rows(rooms: Iterable[Room]) -> SafeString:
    """The directory, and nothing but this."""
    rooms = list(rooms)
    return _joined([open_rows(rooms), _only("#open-rooms", "open-room", rooms)])


def _only(lists: str, prefix: str, rooms: list[Room]) -> SafeString:
    context = {"lists": lists, "prefix": prefix, "rooms": rooms}
    return render_to_string("chat/rooms/_only.html", context)


def open_row_gone(room: int) -> SafeString:
    return render_to_string("chat/rooms/_open_row_gone.html", {"pk": room})


def members(room: Room) -> SafeString:
    """Who belongs to a room, after ``with_members``."""
    context = {"room": room, "people": room.current_users.all()}
    return render_to_string("chat/rooms/_members.html", context)


def person(person: User) -> SafeString:
    """Somebody's name, picture and status, for every place of a page where they stand."""
    return render_to_string("chat/people/_change.html", {"person": person})


def about(room: Room) -> SafeString:
    """All that a room's page shows of the room itself but its name, after ``with_members`` and ``with_owners``."""
    pieces = ("topic", "description", "state")
    shown = [render_to_string(f"chat/rooms/_{piece}.html", {"room": room}) for piece in pieces]
    return _joined([members(room), *shown])


def gone(room: int) -> SafeString:
    """Above the messages, when the room was deleted."""
    return render_to_string("chat/rooms/_gone.html", {"pk": room})


def left(room: int, *, may_join: bool) -> SafeString:
    """Above the messages, when the viewer's membership has ended."""
    return render_to_string("chat/rooms/_left.html", {"pk": room, "may_join": may_join})


def notice(texts: Iterable[str]) -> SafeString:
    """Something that went wrong, said where the person is looking."""
    return render_to_string("components/_notice.html", {"texts": list(texts)})


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308  each is a template's
