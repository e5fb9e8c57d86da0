"""The pieces of a page that travel. Each is one template, the same for every viewer."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache, partial
from secrets import token_hex

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from chat import emoji
from chat.live.kept import Kept, templates_digest
from chat.models import Message, MessageKey, Room, RowKey, User

#: Of messages, which take two or three kilobytes each; a long one up to a hundred.
_messages = Kept(48 * 2**20)
_rows = Kept(16 * 2**20)
#: Where they go in a section that is kept.
_ROWS_HERE = f"rows-{token_hex(16)}"
_people = Kept(4 * 2**20)


def forget() -> None:
    """Begin anew: for tests, whose databases use keys again."""
    for kept in (_messages, _rows, _people):
        kept.forget()


def message(message: Message) -> SafeString:
    """The message, rendered once a change: the author's answer, the broadcast and pages share it."""
    if message._state.adding:  # a sample, which is never stored
        return _render_message(message)
    message.complete()
    key = MessageKey.of(message)
    (piece,) = _messages.find([key])
    if piece is None:
        digest = templates_digest()
        piece = _render_message(message)
        _messages.keep(key, piece, digest)
    return piece


def messages(keys: list[MessageKey]) -> SafeString:
    """Messages one after another. Only those that are not kept are loaded, all at once."""
    pieces = dict(zip((key.pk for key in keys), _messages.find(keys), strict=True))
    missing = [pk for pk, piece in pieces.items() if piece is None]
    if missing:
        for each in Message.objects.whole().filter(pk__in=missing):
            pieces[each.pk] = message(each)
    return _joined(piece for piece in pieces.values() if piece is not None)


def pending(author: User) -> SafeString:
    """A message that only its author's browser has, without its words: scripts copy it and fill it in."""
    key = (author.pk, author.revision)
    (piece,) = _people.find([key])
    if piece is None:
        digest = templates_digest()
        context = {"message": Message(user=author), "state": "pending"}
        piece = render_to_string("chat/messages/_message.html", context)
        _people.keep(key, piece, digest)
    return piece


def _render_message(message: Message) -> SafeString:
    return render_to_string("chat/messages/_message.html", {"message": message})


def picker(tone: int | None, recent: Iterable[str]) -> SafeString:
    """All emoji to choose from, with that skin tone: many, so they are rendered once. Recent ones come first."""
    known = [each for text in recent if (each := emoji.named(text))]
    latest = render_to_string("chat/reactions/_recent.html", {"recent": known})
    return _joined([latest, _picker(tone) if settings.DEBUG else _kept_picker(tone)])


def _picker(tone: int | None) -> SafeString:
    return render_to_string("chat/reactions/_picker.html", {"groups": emoji.groups(tone)})


_kept_picker = lru_cache(maxsize=len(emoji.TONES) + 1)(_picker)


def changed(said: Message) -> SafeString:
    """A message that has changed, and each place where an answer to it shows it."""
    return _joined([message(said), quote(said)] if said.is_quoted else [message(said)])


def quote(message: Message) -> SafeString:
    """What answers show of it, for every place of a page."""
    context = {"quoted": message, "everywhere": True}
    return render_to_string("chat/messages/_quote.html", context)


def latest(message: Message) -> SafeString:
    """The line below a room's name in the list of rooms."""
    return render_to_string("chat/rooms/_latest.html", {"message": message})


def catch_up(room: Room, messages: list[MessageKey]) -> SafeString:
    """What a page lacks, oldest change first."""
    return _joined([_missed("_catch_up", room, messages), _quotes(messages)])


def reload(room: Room, messages: list[MessageKey]) -> SafeString:
    """The whole list anew, for a page that was away too long."""
    return _missed("_reload", room, messages)


def _missed(template: str, room: Room, messages: list[MessageKey]) -> SafeString:
    context = {"room": room, "messages": messages, "is_newest": True}
    return render_to_string(f"chat/messages/{template}.html", context)


def _quotes(messages: list[MessageKey]) -> SafeString:
    """What answers show of those that have any."""
    keys = [key.pk for key in messages]
    return _joined(map(quote, Message.objects.filter(pk__in=keys).quoted()) if keys else ())


def name(room: Room) -> SafeString:
    """A room's name, for every place of a page where it stands."""
    return render_to_string("chat/rooms/_name.html", {"room": room})


def row(room: Room, *, current: Room | None = None, viewer: User | None = None) -> SafeString:
    """A room in a person's list, after ``listed_for``."""
    context = {"room": room, "current": current, "viewer": viewer}
    return render_to_string("chat/rooms/_row.html", context)


def page_rows(keys: list[RowKey], viewer: User, current: Room | None) -> SafeString:
    """Rooms in the list of a page's reader, one of which may be open. Only those that are not kept are loaded."""

    def kept_under(key: RowKey) -> Hashable:
        # What a conversation is called depends on who reads.
        return key, key.is_direct and viewer.pk, current is not None and key.pk == current.pk

    return _row_pieces(keys, viewer, kept_under, partial(row, current=current, viewer=viewer))


def section(pk: str, title: str, rows: SafeString) -> SafeString:
    """A part of the list of rooms with its rows."""
    key = ("section", pk, title)
    (piece,) = _rows.find([key])
    if piece is None:
        digest = templates_digest()
        context = {"section": {"pk": pk, "title": title}, "rows": _ROWS_HERE}
        piece = render_to_string("chat/rooms/_section.html", context)
        _rows.keep(key, piece, digest)
    return mark_safe(piece.replace(_ROWS_HERE, rows))  # noqa: S308  each is a template's


def rows(keys: list[RowKey], reader: User) -> SafeString:
    """The same for pages that are open; the names apart, since a row is as old as its messages."""

    def with_name(room: Room) -> SafeString:
        unread = render_to_string("chat/rooms/_unread.html", {"room": room})
        return _joined([row(room), name(room), unread])

    return _row_pieces(keys, reader, lambda key: (key, "for pages that are open"), with_name)


def _row_pieces(
    keys: list[RowKey],
    reader: User,
    kept_under: Callable[[RowKey], Hashable],
    render: Callable[[Room], SafeString],
) -> SafeString:
    found = _rows.find(map(kept_under, keys))
    pieces = dict(zip((key.pk for key in keys), found, strict=True))
    missing = [pk for pk, piece in pieces.items() if piece is None]
    if missing:
        digest = templates_digest()
        for room in Room.objects.listed_for(reader).filter(pk__in=missing):
            piece = pieces[room.pk] = render(room)
            _rows.keep(kept_under(RowKey.of(room)), piece, digest)
    return _joined(piece for piece in pieces.values() if piece is not None)


def all_rows(keys: list[RowKey], reader: User) -> SafeString:
    """The same of all rooms, and none but these."""
    return _joined([rows(keys, reader), _only(".rooms", "room", keys)])


def row_gone(room: int) -> SafeString:
    return render_to_string("chat/rooms/_row_gone.html", {"pk": room})


def open_rows(rooms: Iterable[Room]) -> SafeString:
    """Rooms in the directory, for those who do not belong to them."""
    return _joined(render_to_string("chat/rooms/_open_row.html", {"room": room}) for room in rooms)


def all_open_rows(rooms: Iterable[Room]) -> SafeString:
    """The directory, and nothing but this."""
    rooms = list(rooms)
    return _joined([open_rows(rooms), _only("#open-rooms", "open-room", rooms)])


def _only(lists: str, prefix: str, rooms: Sequence[Room | RowKey]) -> SafeString:
    context = {"lists": lists, "prefix": prefix, "rooms": rooms}
    return render_to_string("chat/rooms/_only.html", context)


def open_row_gone(room: int) -> SafeString:
    return render_to_string("chat/rooms/_open_row_gone.html", {"pk": room})


def members(room: Room) -> SafeString:
    """Who belongs to a room, after ``with_members``."""
    context = {"room": room, "people": room.current_users.all()}
    return render_to_string("chat/rooms/_members.html", context)


def kept_members(room: Room) -> SafeString:
    """The same of a room as a page shows it (``page_of``), rendered once a change."""
    key = (room.pk, room.revision, room.member_count, room.members_revision)
    (piece,) = _rows.find([key])
    if piece is None:
        digest = templates_digest()
        whole = Room.objects.with_members().with_owners().get(pk=room.pk)
        piece = members(whole)
        _rows.keep(key, piece, digest)
    return piece


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
