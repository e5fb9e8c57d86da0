"""Conversations: direct rooms, of which every set of people has one at most."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from chat.models.user import User
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.room import Room

MOST_PEOPLE = 10  # of a conversation, oneself included
TOO_MANY = f"A conversation has at most {MOST_PEOPLE} people. Make a closed room for more."
NOT_HERE = "Somebody of these people is not here."


def key_of(people: Iterable[int]) -> str:
    """What the set of those people, given by their keys, is known by."""
    return sha256(",".join(map(str, sorted(set(people)))).encode()).hexdigest()


def reachable(by: User, people: Iterable[User]) -> list[User]:
    """Those people, as they are now. Raises ``ValidationError`` unless ``by`` may know of each and each is active."""
    keys = {person.pk for person in people}
    found = User.objects.visible_to(by).filter(pk__in=keys, is_active=True).order_by("pk")
    if len(here := list(found)) < len(keys):
        raise ValidationError(NOT_HERE)
    return here


def converse(rooms: type[Room], user: User, others: Iterable[User]) -> Room:
    """The one conversation of these people. With nobody else it is a place for one's own notes.

    Whoever asks first makes it: when two do at once, the unique key lets one of them, and both get the same room.
    Raises ``ValidationError`` and ``PermissionDenied``.
    """
    require(user, "room.converse")
    people = reachable(user, {user, *others})
    if len(people) > MOST_PEOPLE:
        raise ValidationError(TOO_MANY)
    key = key_of(person.pk for person in people)
    existing = rooms.objects.filter(direct_key=key).first()
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            room = rooms.objects.create(kind=rooms.Kind.DIRECT, direct_key=key)
            for person in people:
                room.admit(person)
    except IntegrityError:  # made since it was looked for
        return rooms.objects.get(direct_key=key)
    return room
