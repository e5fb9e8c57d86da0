"""The people of the samples, their rooms and what they say: never saved, and the same every day."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db.models import Model

from chat import markup
from chat.gallery.pictures import KEY
from chat.models import Membership, Mention, Message, Reaction, Room, User

MOMENT = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
#: Nowhere to break it.
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
#: Many places to break it.
PHRASE = "The committee for the careful planning of everything that happens on the third floor"
ARABIC = "مرحبا بالجميع، سأنضم إليكم بعد قليل"


def person(name: str, pk: int, **values: Any) -> User:
    """Who has that name and that colour: there are twelve, and those of 1 to 12 differ."""
    return User(pk=pk, username=name, date_joined=MOMENT, **values)


#: Alice is the one who reads.
ALICE, BOB, CAROL = person("alice", 1), person("bob", 2), person("carol", 3)
LAILA, DANA, FOX = person("ليلى الحسن", 4), person("דנה לוי", 5), person("🦊 Fox", 6)
WOLFE = person("Wolfeschlegelsteinhausenbergerdorff" * 3, 7)
ANNA = person("anna", 8, first_name="Anna-Maria Magdalena", last_name="von der Tann-Rathsamhausen")
EMIL = person("emil", 12, avatar=KEY, status_emoji="🚲", status_text="Back at noon")
EVERYBODY = (ALICE, ANNA, BOB, CAROL, DANA, FOX, LAILA, WOLFE)


def fetched(instance: Model, **related: Sequence[Model]) -> None:
    """As ``prefetch_related`` leaves an instance, so that nobody asks the database."""
    for name, objects in related.items():
        field: Any = type(instance)._meta.get_field(name)
        queryset = field.related_model._default_manager.none()
        queryset._result_cache = list(objects)
        instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = queryset


def room(
    name: str = "Lobby",
    *,
    pk: int = 1,
    people: Sequence[User] = (ALICE, BOB),
    messages: Sequence[Message] = (),
    **values: Any,
) -> Room:
    """A room as its queries give it, with its members and its newest messages, oldest first."""
    room = Room(pk=pk, name=name, folded_name=name.casefold(), created_at=MOMENT, **values)
    for message in messages:
        message.room = room
    room.newest_page = list(messages)[::-1]
    room.newest_messages = room.newest_page[:1]
    room.is_mine = True
    room.ownerships = [Membership(room=room, user=people[0], role="owner")] if people else []
    room.is_favourite = room.has_draft = False
    room.read_seq = None
    room.active_at = MOMENT
    room.member_count = len(people)
    room.said_at = messages[-1].created_at if messages else None
    fetched(room, current_users=people)
    return room


LOBBY = room()


def message(
    text: str,
    *,
    by: User = BOB,
    room: Room = LOBBY,
    seq: int = 1,
    reactions: Sequence[tuple[str, Sequence[User]]] = (),
    **values: Any,
) -> Message:
    # By all that it shows, since a message's fragment is kept by its id.
    client_id = uuid5(NAMESPACE_OID, f"{text} {by} {sorted(values)} {reactions}")
    values = {"created_at": MOMENT, "version": seq, "client_id": client_id, **values}
    message = Message(pk=seq, room=room, user=by, text=text, seq=seq, **values)
    given = [Reaction(user=each, emoji=emoji) for emoji, people in reactions for each in people]
    fetched(message, reactions=given)
    message.is_quoted = False
    if "html" not in values:
        write(message)
    return message


#: Whom the samples name, and which room.
NAMED = {"@alice": ALICE, "@bob": BOB, "@laila": LAILA, "@fox": FOX}


def write(message: Message) -> None:
    """As it is when it is stored. What only its author's browser has is no HTML yet."""
    people = {typed: person.pk for typed, person in NAMED.items()}
    rendered = markup.render(message.text, people, {"#Lobby": LOBBY.pk})
    message.html = rendered.html if message.text and message.version else ""
    names = [Mention(typed=each, person=NAMED[each]) for each in rendered.people]
    names += [Mention(typed=each, room=LOBBY) for each in rendered.rooms]
    fetched(message, mentions=names)


def talk(*lines: tuple[User, str], first: int = 1) -> list[Message]:
    """What one says after another, one message a minute from that seq on, placed as the room places them."""
    said: list[Message] = []
    for seq, (by, text) in enumerate(lines, start=first):
        new = message(text, by=by, seq=seq, created_at=MOMENT + (seq - first) * MINUTE)
        new.place_after(said[-1] if said else None)
        said.append(new)
    return said
