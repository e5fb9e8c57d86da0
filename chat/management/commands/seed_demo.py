"""Fill Roomful with a believable team (chat/management/demo/), for designers and screenshots."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from chat.management.demo.conversations import (
    Answer,
    Conversation,
    Edited,
    Erased,
    Line,
    Marked,
    OneOf,
    Pinned,
    Said,
)
from chat.management.demo.design import DESIGN
from chat.management.demo.engineering import ENGINEERING
from chat.management.demo.lobby import LOBBY
from chat.management.demo.lunch import LUNCH
from chat.management.demo.people import TEAM
from chat.management.demo.support import SUPPORT
from chat.models import Message, Room, User, found

CONVERSATIONS = (LOBBY, DESIGN, ENGINEERING, SUPPORT, LUNCH)
WORKING_DAYS = 10
OPENS, CLOSES = time(9), time(17, 30)
SHORTEST_DAY = timedelta(minutes=30)
SECOND_THOUGHT = timedelta(minutes=2)

WorkingDay = tuple[datetime, datetime]  # from, until


class Command(BaseCommand):
    help = "Add a demo team: six people who have talked in five rooms for two weeks."

    def handle(self, *args: Any, **options: Any) -> None:
        usernames = [person.username for person in TEAM]
        taken = User.objects.filter(username__in=usernames).values_list("username", flat=True)
        if len(taken) == len(TEAM):
            self.stdout.write("The demo team is here already. Nothing was changed.")
            return
        if taken:
            raise CommandError(f"The demo team needs usernames that are taken: {', '.join(taken)}.")
        # Made anew each time: a password that everybody knows would open a real server.
        password = secrets.token_urlsafe(12)
        with transaction.atomic():  # an interrupted run leaves nothing
            team = make_team(password)
            count = sum(hold_all(team))
        self._report(team, count, password)

    def _report(self, team: dict[str, User], count: int, password: str) -> None:
        self.stdout.write(f"{len(team)} people in {len(CONVERSATIONS)} rooms said {count} things.")
        for username, user in team.items():
            role = " (administrator)" if user.is_administrator else ""
            self.stdout.write(f"  {username:8} {user.name}{role}")
        someone, *others = team
        self.stdout.write(
            f"Sign in at /sign-in/ as {someone} with the password {password}\n"
            f"The others ({', '.join(others)}) have the same password."
        )


def make_team(password: str) -> dict[str, User]:
    """The people by username, with one password, hashed once for all: that is slow on purpose."""
    encoded = make_password(password)
    team = {person.username: make_account(person.username, password) for person in TEAM}
    for person in TEAM:
        user = team[person.username]
        user.first_name, user.last_name = person.first_name, person.last_name
        user.status_emoji, user.status_text = person.status_emoji, person.status_text
        user.password = encoded
        user.save(update_fields=[*person._fields[1:], "password"])
    return team


def make_account(username: str, password: str) -> User:
    """Whoever comes first to a new server sets it up; anybody else is a person without a password."""
    if User.objects.exists():
        return User.objects.create_user(username)
    user, _ = found(username=username, password=password, room_name=LOBBY.room)
    return user


def hold_all(team: dict[str, User]) -> Iterator[int]:
    """Hold each conversation; yields its number of messages."""
    rng = Random("Roomful")  # noqa: S311 - the same draws in every run, no secret
    calendar = working_days(timezone.localtime())
    for conversation in CONVERSATIONS:
        room = open_room(conversation, team)
        yield hold(conversation, room, team, calendar, rng)


def open_room(conversation: Conversation, team: dict[str, User]) -> Room:
    """The conversation's room with its people; where others talk already, a room beside theirs."""
    name = conversation.room
    if Room.objects.filter(name__iexact=name, last_seq__gt=0).exists():
        name = f"{name} (demo)"
    owner, *others = conversation.members
    room = Room.objects.enter(name, team[owner])
    for username in others:
        room.join(team[username])
    return room


def hold(
    conversation: Conversation,
    room: Room,
    team: dict[str, User],
    calendar: Sequence[WorkingDay],
    rng: Random,
) -> int:
    """Say everything in its order; returns the number of messages."""
    count = 0
    for number, entries in conversation.days.items():
        for (username, said), moment in spread(entries, calendar[number - 1], rng):
            text = rng.choice(said.answers) if isinstance(said, OneOf) else said
            message = say(room, team[username], text)
            follow_up(message, text, team)
            set_back(message, moment)
            count += 1
    return count


def say(room: Room, user: User, said: Said) -> Message:
    if isinstance(said, str):
        return room.post(user, said)
    quotes = room.messages.order_by("-seq")[said.back - 1] if isinstance(said, Answer) else None
    return room.post(user, said[0], quotes=quotes)


def follow_up(message: Message, said: Said, team: dict[str, User]) -> None:
    """What happens to a message once it is there."""
    match said:
        case Edited(after=text):
            message.edit(message.user, text)
        case Erased():
            message.erase(message.user)
        case Pinned(by=username):
            message.pin(team[username])
        case Marked(reactions=reactions):
            for emoji, usernames in reactions.items():
                for username in usernames:
                    message.react(team[username], emoji, on=True)


def set_back(message: Message, moment: datetime) -> None:
    """Give a message its place in the past, and what follows from it.

    By ``update``: a second ``save`` would tell every reader of a change. The instance gets its times too, since
    that is what readers are told of when the transaction commits.
    """
    changed = min(moment + SECOND_THOUGHT, timezone.now())
    message.created_at = moment
    if message.edited_at:
        message.edited_at = changed
    if message.deleted_at:
        message.deleted_at = changed
    if message.pinned_at:
        message.pinned_at = changed
    said = Message.objects.filter(room=message.room_id)
    message.place_after(said.filter(seq=message.seq - 1).first())
    fields = ("created_at", "edited_at", "deleted_at", "pinned_at", "starts_day", "continues")
    said.filter(pk=message.pk).update(**{name: getattr(message, name) for name in fields})


def working_days(now: datetime) -> list[WorkingDay]:
    """The last ten, oldest first; today, once it is half an hour old, until now."""
    days: list[WorkingDay] = []
    date = now.date()
    while len(days) < WORKING_DAYS:
        opens = timezone.make_aware(datetime.combine(date, OPENS))
        closes = min(timezone.make_aware(datetime.combine(date, CLOSES)), now)
        if date.weekday() < 5 and closes - opens >= SHORTEST_DAY:
            days.append((opens, closes))
        date -= timedelta(days=1)
    return days[::-1]


def spread(
    entries: Sequence[Line | None], day: WorkingDay, rng: Random
) -> Iterator[tuple[Line, datetime]]:
    """A day's lines with their moments: bursts and pauses, drawn together when the day is short.

    What is drawn does not depend on the day, so that every run says the same.
    """
    opens, closes = day
    seconds = rng.uniform(60, 1800)
    timed: list[tuple[Line, float]] = []
    for entry in entries:
        if entry is None:
            seconds += rng.uniform(2 * 3600, 3 * 3600)
        else:
            seconds += 4 + rng.expovariate(1 / 70)
            timed.append((entry, seconds))
    scale = min(1.0, (closes - opens).total_seconds() / seconds)
    for line, offset in timed:
        yield line, opens + timedelta(seconds=offset * scale)
