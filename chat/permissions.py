"""Who may do what. The one place that answers, asked by the verbs of the models, and by views and the consumer.

docs/security.md has it as a table; a test reads that table and tries each of its cells over HTTP and over a socket.
It is the ground of the house and imports nothing of it: rules read what users, rooms and messages say of themselves.

Rooms that a person may not know of do not come this far: ``visible_to`` does not find them (404).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from chat.models import Message, Room, User


class Condition(NamedTuple):
    holds: Callable[[User, Any], bool]
    refusal: str  # a sentence for the person


def _is_administrator(user: User, target: Any) -> bool:
    return user.is_administrator


def _is_another(user: User, person: User) -> bool:
    return user != person


def _is_oneself(user: User, person: User) -> bool:
    return user == person


def _is_no_bot(user: User, person: User) -> bool:
    return not person.is_bot


def _is_not_deleted(user: User, person: User) -> bool:
    return person.deleted_at is None


def _is_not_banned(user: User, person: User) -> bool:
    return person.banned_at is None


def _leaves_an_administrator(user: User, person: User) -> bool:
    return not person.is_last_administrator


def _is_no_guest(user: User, target: Any) -> bool:
    return not user.is_guest


def _belongs(user: User, room: Room) -> bool:
    return room.standing_of(user) is not None


def _is_open(user: User, room: Room) -> bool:
    return room.is_open


def _is_no_conversation(user: User, room: Room) -> bool:
    return not room.is_direct


def _is_in_use(user: User, room: Room) -> bool:
    return not room.is_archived


def _manages(user: User, room: Room) -> bool:
    """Whoever owns a room, and administrators; nobody manages a direct conversation."""
    return not room.is_direct and (user.is_administrator or room.is_owned_by(user))


def _speaks(user: User, room: Room) -> bool:
    return not room.is_announcement or _manages(user, room)


def _is_author(user: User, message: Message) -> bool:
    return message.user_id == user.pk


def _is_there(user: User, message: Message) -> bool:
    return not message.is_deleted


def _reads(user: User, message: Message) -> bool:
    return _belongs(user, message.room)


def _is_in_use_there(user: User, message: Message) -> bool:
    return not message.room.is_archived


def _answers_for(user: User, message: Message) -> bool:
    is_own = _is_author(user, message) and _is_in_use_there(user, message)
    return (is_own and _reads(user, message)) or _manages(user, message.room)


def _deleted_it(user: User, message: Message) -> bool:
    """As long as that may be undone."""
    return message.may_come_back and message.deleted_by_id == user.pk


def _is_by_another(user: User, message: Message) -> bool:
    return not _is_author(user, message)


def _speaks_there(user: User, message: Message) -> bool:
    return _speaks(user, message.room)


_MEMBERS = Condition(_belongs, "You are not a member of this room.")
_IN_USE = Condition(_is_in_use, "This room is archived.")
_MANAGERS = Condition(_manages, "Only the owner of a room or an administrator does that.")
_ADMINISTRATORS = Condition(_is_administrator, "Only an administrator does that.")
_OTHERS = Condition(_is_another, "You cannot do that to yourself.")
_EXISTING = Condition(_is_not_deleted, "This account was deleted by its person.")
_READERS = Condition(_reads, "You are not a member of this room.")
_IN_USE_THERE = Condition(_is_in_use_there, "This room is archived.")
_STILL_THERE = Condition(_is_there, "This message was deleted.")

#: All conditions of a verb must hold. With the verb goes what it is done to: a room, a message, a person or nothing.
RULES: dict[str, tuple[Condition, ...]] = {
    # To nothing.
    "room.create": (Condition(_is_no_guest, "Guests do not make rooms."),),
    "room.converse": (),
    "room.list": (Condition(_is_no_guest, "Guests have no directory of rooms."),),
    "people.list": (Condition(_is_no_guest, "Guests see those with whom they share a room."),),
    # To a room.
    "room.read": (_MEMBERS,),
    "room.join": (
        Condition(_is_no_guest, "Guests are put in rooms by others."),
        Condition(_is_open, "This room is not open."),
        _IN_USE,
    ),
    "room.leave": (Condition(_is_no_conversation, "A direct conversation cannot be left."),),
    "room.favour": (_MEMBERS,),
    "room.draft": (_MEMBERS,),
    "room.post": (
        _MEMBERS,
        _IN_USE,
        Condition(_speaks, "Only those who manage this room post in it."),
    ),
    "room.edit": (_MANAGERS, _IN_USE),
    "room.archive": (_MANAGERS,),
    "room.delete": (_MANAGERS,),
    "member.add": (_MANAGERS, _IN_USE),
    "member.remove": (_MANAGERS,),
    "member.promote": (_MANAGERS, _IN_USE),
    # To a message.
    "message.edit": (
        Condition(_is_author, "Only its author edits a message, while in the room."),
        Condition(_reads, "Only its author edits a message, while in the room."),
        _IN_USE_THERE,
        _STILL_THERE,
    ),
    "message.erase": (
        Condition(_answers_for, "Only its author or a manager of the room deletes a message."),
        _STILL_THERE,
    ),
    "message.restore": (
        Condition(_deleted_it, "Only whoever deleted a message brings it back, and only at once."),
        Condition(_answers_for, "Only its author or a manager of the room brings it back."),
    ),
    "message.read_edits": (
        _READERS,
        _STILL_THERE,
    ),
    "message.report": (
        _READERS,
        Condition(_is_by_another, "This is your own message."),
        _STILL_THERE,
    ),
    "message.react": (
        _READERS,
        _IN_USE_THERE,
        _STILL_THERE,
    ),
    "message.quote": (
        _READERS,
        _IN_USE_THERE,
        Condition(_speaks_there, "Only those who manage this room post in it."),
        _STILL_THERE,
    ),
    "message.pin": (
        _READERS,
        _IN_USE_THERE,
        Condition(_speaks_there, "Only those who manage this room pin messages to it."),
        _STILL_THERE,
    ),
    "message.bookmark": (_READERS, _STILL_THERE),
    "message.mark_unread": (_READERS,),
    # To a person.
    "person.block": (_OTHERS,),
    "person.change_role": (
        _ADMINISTRATORS,
        _OTHERS,
        _EXISTING,
        Condition(_is_no_bot, "A bot stays a bot."),
    ),
    "person.deactivate": (_ADMINISTRATORS, _OTHERS, _EXISTING),
    "person.reactivate": (
        _ADMINISTRATORS,
        _OTHERS,
        _EXISTING,
        Condition(_is_not_banned, "This person is banned: lift the ban."),
    ),
    "person.ban": (_ADMINISTRATORS, _OTHERS, _EXISTING),
    "person.unban": (_ADMINISTRATORS, _OTHERS, _EXISTING),
    "person.delete": (
        Condition(_is_oneself, "Only its person deletes an account."),
        Condition(_is_no_bot, "A bot does not delete itself."),
        Condition(
            _leaves_an_administrator,
            "You are the last administrator. Make somebody else an administrator first.",
        ),
    ),
    "person.reset_password": (
        _ADMINISTRATORS,
        _OTHERS,
        _EXISTING,
        Condition(_is_no_bot, "A bot has no password."),
    ),
    # To what only administrators see.
    "person.administer": (_ADMINISTRATORS,),
    "room.administer": (_ADMINISTRATORS,),
    "bot.manage": (_ADMINISTRATORS,),
    "invitation.manage": (_ADMINISTRATORS,),
    "report.resolve": (_ADMINISTRATORS,),
    "audit.read": (_ADMINISTRATORS,),
    "workspace.edit": (_ADMINISTRATORS,),
}


def refusal(user: User, verb: str, target: Any = None) -> str | None:
    """Why a person may not do it, as a sentence for them; None when they may."""
    if not user.is_active:
        return "This account is not active."
    failing = (each for each in RULES[verb] if not each.holds(user, target))
    return next((each.refusal for each in failing), None)


def may(user: User, verb: str, target: Any = None) -> bool:
    return refusal(user, verb, target) is None


def require(user: User, verb: str, target: Any = None) -> None:
    """Raises ``PermissionDenied`` with the sentence."""
    if (sentence := refusal(user, verb, target)) is not None:
        raise PermissionDenied(sentence)
