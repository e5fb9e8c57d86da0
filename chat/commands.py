"""What one does by writing ``/word`` in the composer. A registry that lists itself: /help and the suggestions read it.

A command is a short way to a verb of the models, and obeys the same permissions with the same sentences. Only people
who write in a page have them: what a program sends is always a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError

from chat.models import Draft, Message, Room, User
from chat.permissions import require

#: A word of letters alone is a command, so "/etc/passwd", "/2" and a lone "/" are what they say.
_COMMAND = re.compile(r"/([^\W\d_]+)(?:\s+(.*))?", re.DOTALL)
#: One slash more says that it is none.
_ESCAPED = re.compile(r"/(?=/+[^\W\d_]+(?:\s|$))")
#: With the backslashes that markdown wants, so that both arms stay on.
SHRUG = r"¯\\\_(ツ)\_/¯"


class Call(NamedTuple):
    """A command as somebody wrote it."""

    user: User
    room: Room
    text: str  # what follows the word
    client_id: UUID | None = None
    draft: int | None = None


class Outcome(NamedTuple):
    """What became of it: a message, or a sentence for the person, or the list of what there is."""

    message: Message | None = None
    sentence: str = ""
    shows_help: bool = False
    has_left: bool = False


class Command(NamedTuple):
    name: str
    arguments: str  # as one writes them after it, such as "@handle …"
    sentence: str
    #: Whether it makes a message, which may wait in the browser until there is a network.
    speaks: bool
    run: Callable[[Call], Outcome]

    def __str__(self) -> str:
        return f"/{self.name} {self.arguments}".rstrip()


#: By name, in the order in which they are listed.
COMMANDS: dict[str, Command] = {}


def command(
    name: str, arguments: str, sentence: str, *, speaks: bool = False
) -> Callable[[Callable[[Call], Outcome]], Callable[[Call], Outcome]]:
    """Registers the function that does it."""

    def register(run: Callable[[Call], Outcome]) -> Callable[[Call], Outcome]:
        COMMANDS[name] = Command(name, arguments, sentence, speaks, run)
        return run

    return register


def find(prefix: str) -> list[Command]:
    """Those whose names begin so, in whatever case; without a prefix all."""
    return [each for each in COMMANDS.values() if each.name.startswith(prefix.casefold())]


def spoken() -> str:
    """The names of those that make a message."""
    return " ".join(each.name for each in COMMANDS.values() if each.speaks)


def unescaped(text: str) -> str:
    """What a text says that is no command: ``//word`` says ``/word``."""
    return _ESCAPED.sub("", text, count=1) if _ESCAPED.match(text) else text


def is_command(text: str) -> bool:
    """Whether it reads like one, known or not."""
    return _COMMAND.fullmatch(text.rstrip()) is not None


def run(
    user: User, room: Room, text: str, client_id: UUID | None = None, draft: int | None = None
) -> Outcome | None:
    """Do what the text commands; None when it is no command.

    Raises ``ValidationError`` for an unknown one and for what it cannot do with the rest, and what the verb raises.
    """
    found = _COMMAND.fullmatch(text.rstrip())
    if found is None:
        return None
    require(user, "room.read", room)
    name, rest = found[1], found[2] or ""
    known = COMMANDS.get(name.casefold())
    if known is None:
        raise ValidationError(
            f"There is no command /{name}. Write /help for the list, or //{name} to say it."
        )
    outcome = known.run(Call(user, room, rest, client_id, draft))
    if not known.speaks:  # a message spends its draft itself
        Draft.objects.spend(user, room, draft or 0, text)
    return outcome


@command("me", "text", "Say what you are doing.", speaks=True)
def _me(call: Call) -> Outcome:
    if not call.text:
        raise ValidationError("Write what you are doing after it, such as /me waves.")
    return Outcome(_say(call, call.text, is_action=True))


@command("shrug", "[text]", "End a message with a shrug.", speaks=True)
def _shrug(call: Call) -> Outcome:
    return Outcome(_say(call, f"{call.text} {SHRUG}".lstrip()))


@command("topic", "text", "Say what the room is about now.")
def _topic(call: Call) -> Outcome:
    require(call.user, "room.edit", call.room)
    if not call.text:
        raise ValidationError("Write the topic after it, such as /topic Lunch on Friday.")
    call.room.edit(call.user, topic=call.text)
    return Outcome(sentence=f"The topic is now “{call.room.topic}”.")


@command("invite", "@handle …", "Bring people into the room.")
def _invite(call: Call) -> Outcome:
    require(call.user, "member.add", call.room)  # before it tells who is there
    handles = [each.lstrip("@") for each in re.split(r"[\s,]+", call.text) if each.strip("@")]
    if not handles:
        raise ValidationError("Write whom after it, such as /invite @carol.")
    people = [_person(call.user, handle) for handle in handles]
    call.room.add(call.user, people)
    names = [person.name for person in dict.fromkeys(people)]
    belong = "belongs" if len(names) == 1 else "belong"
    return Outcome(sentence=f"{_listed(names)} {belong} to this room now.")


@command("leave", "", "Leave the room.")
def _leave(call: Call) -> Outcome:
    call.room.leave(call.user)
    return Outcome(has_left=True)


@command("help", "", "Show what there is.")
def _help(call: Call) -> Outcome:
    return Outcome(shows_help=True)


def _say(call: Call, text: str, *, is_action: bool = False) -> Message:
    return call.room.post(call.user, text, call.client_id, is_action=is_action, draft=call.draft)


def _person(user: User, handle: str) -> User:
    found = User.objects.visible_to(user).filter(username__iexact=handle, is_active=True).first()
    if found is None:
        raise ValidationError(f"There is nobody here called @{handle}.")
    return found


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
