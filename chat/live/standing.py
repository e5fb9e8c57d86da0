"""Whether who has opened a socket may still be there, asked of the database (docs/adr/0015)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.sessions.models import Session
from django.db.models import BooleanField, Case, Exists, QuerySet, Value, When
from django.utils import timezone

from chat.models import Token, User
from chat.models.user import WORKING

#: What a query can be asked about at once, whatever the database.
AT_ONCE = 10_000


class Entry(NamedTuple):
    """How somebody got in, and what they were then. Kept for each socket, so it is small."""

    user: int
    password: str  # its hash
    role: str
    session: str = ""  # its key, or
    token: int = 0

    @classmethod
    def of(cls, user: User, *, session: str = "", token: int = 0) -> Entry:
        return cls(user.pk, user.password, user.role, session, token)


class Reason(StrEnum):
    """Why somebody is not let stay. A page is shown it, a program told it."""

    SIGNED_OUT = "signed-out"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105
    ROLE_CHANGED = "role-changed"
    TOKEN_REVOKED = "token-revoked"  # noqa: S105
    DEACTIVATED = "deactivated"
    BANNED = "banned"

    @property
    def code(self) -> int:
        """Of the close frame: who must sign in anew, whose account is closed, who may just come back."""
        return _CODES.get(self, 4401)

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_CODES = {Reason.DEACTIVATED: 4403, Reason.BANNED: 4403, Reason.ROLE_CHANGED: 4409}
_SENTENCES = {
    Reason.SIGNED_OUT: "You are signed out.",
    Reason.PASSWORD_CHANGED: "The password of this account was changed.",
    Reason.ROLE_CHANGED: "Your role was changed.",
    Reason.TOKEN_REVOKED: "This token was revoked.",
    Reason.DEACTIVATED: "This account was deactivated.",
    Reason.BANNED: "This account was banned.",
}


def person_in(entry: Entry) -> User | Reason:
    """The person as they are now, or why they may not be there any more. One query."""
    key = entry.token or entry.session
    way_in = _tokens({entry.token}) if entry.token else _sessions({entry.session})
    people = _people({entry.user}).annotate(is_let_in=Exists(way_in))
    user: Any = people.first()
    if reason := _objection(entry, user, {key} if user and user.is_let_in else set()):
        return reason
    person: User = user
    return person


def fallen(entries: Iterable[Entry]) -> dict[Entry, Reason]:
    """Those that stand no more, and why. Three queries for up to ten thousand."""
    found: dict[Entry, Reason] = {}
    for some in _parts(list(set(entries))):
        sessions = {entry.session for entry in some if entry.session}
        tokens = {entry.token for entry in some if entry.token}
        let_in: set[str | int] = set()
        if sessions:
            let_in.update(_sessions(sessions).values_list("session_key", flat=True))
        if tokens:
            let_in.update(_tokens(tokens).values_list("pk", flat=True))
        people = _people({entry.user for entry in some}).values_list(*_ASKED, named=True)
        people_by_key = {person.pk: person for person in people}
        for entry in some:
            if reason := _objection(entry, people_by_key.get(entry.user), let_in):
                found[entry] = reason
    return found


_ASKED = ("pk", "is_active", "banned_at", "password", "role", "is_working")


def _people(keys: Collection[int]) -> QuerySet[User]:
    is_working = Case(When(WORKING, then=Value(True)), default=False, output_field=BooleanField())  # noqa: FBT003
    return User.objects.filter(pk__in=keys).annotate(is_working=is_working)


def _sessions(keys: Collection[str]) -> QuerySet[Session]:
    return Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())


def _tokens(keys: Collection[int]) -> QuerySet[Token]:
    return Token.objects.filter(pk__in=keys, revoked_at=None)


def _objection(entry: Entry, person: Any, let_in: Collection[str | int]) -> Reason | None:
    """``person``: a row with what ``_ASKED`` names."""
    if person is None:
        return Reason.DEACTIVATED
    if not person.is_active:
        return Reason.BANNED if person.banned_at else Reason.DEACTIVATED
    if entry.token:
        is_good = entry.token in let_in and person.is_working
        return None if is_good else Reason.TOKEN_REVOKED
    if person.password != entry.password:
        return Reason.PASSWORD_CHANGED
    if entry.session not in let_in:
        return Reason.SIGNED_OUT
    return Reason.ROLE_CHANGED if person.role != entry.role else None


def _parts(entries: list[Entry]) -> Iterator[list[Entry]]:
    for start in range(0, len(entries), AT_ONCE):
        yield entries[start : start + AT_ONCE]
