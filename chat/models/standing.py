"""What becomes of an account: its role, and whether it may come in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from chat.models.audit import AuditEntry
from chat.models.sessions import end_sessions
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.user import User


class State(models.TextChoices):
    """Whether an account is in use, and who ended it."""

    ACTIVE = "active", "Active"
    DEACTIVATED = "deactivated", "Deactivated"
    BANNED = "banned", "Banned"
    DELETED = "deleted", "Deleted by its person"

    def condition(self) -> models.Q:
        """Holds for the people who are in this state."""
        ended = models.Q(is_active=False)
        return {
            State.ACTIVE: models.Q(is_active=True),
            State.DEACTIVATED: ended & models.Q(banned_at=None, deleted_at=None),
            State.BANNED: ended & models.Q(banned_at__isnull=False),
            State.DELETED: ended & models.Q(deleted_at__isnull=False),
        }[self]


class Standing:
    """Verbs of ``User``, done to a person ``by`` an administrator. Each raises ``PermissionDenied``.

    They change rows only: who keeps a socket for the person hears of that from the rows (chat/live).
    """

    @property
    def state(self) -> State:
        person = cast("User", self)
        if person.is_active:
            return State.ACTIVE
        if person.deleted_at is not None:
            return State.DELETED
        return State.DEACTIVATED if person.banned_at is None else State.BANNED

    def change_role(self, by: User, role: str) -> None:
        """Raises ``ValidationError`` for what is no role of a person."""
        person = cast("User", self)
        if role not in person.Role.values or role == person.Role.BOT:
            raise ValidationError("Choose a role.")
        with self._acted_on(by, "person.change_role"):
            before = person.role
            if role == before:
                return
            if person.is_administrator:
                self._give_up_powers(to=by)
            person.role = role
            person.save(update_fields=["role"])
            AuditEntry.record(by, "person.change_role", person, before=before, after=role)

    def deactivate(self, by: User) -> None:
        """Shut the account; what its person wrote stays."""
        with self._acted_on(by, "person.deactivate"):
            if cast("User", self).is_active:
                self._shut(by)
                AuditEntry.record(by, "person.deactivate", self)

    def reactivate(self, by: User) -> None:
        with self._acted_on(by, "person.reactivate"):
            if not cast("User", self).is_active:
                self._open()
                AuditEntry.record(by, "person.reactivate", self)

    def ban(self, by: User, *, remove_messages: bool = False) -> None:
        """Shut the account for what its person did; with ``remove_messages`` nothing that they wrote stays."""
        person = cast("User", self)
        with self._acted_on(by, "person.ban"):
            is_new = person.banned_at is None
            if is_new:
                person.banned_at = timezone.now()
                self._shut(by)
            removed = person.messages.remove_all() if remove_messages else 0
            if is_new or removed:
                AuditEntry.record(by, "person.ban", person, removed_messages=removed)

    def unban(self, by: User) -> None:
        person = cast("User", self)
        with self._acted_on(by, "person.unban"):
            if person.banned_at is not None:
                self._open()
                AuditEntry.record(by, "person.unban", person)

    @contextmanager
    def _acted_on(self, by: User, verb: str) -> Iterator[None]:
        """A transaction in which nobody else's standing changes, the rule asked of how things are now.

        Administrators stand in a queue: two who lower each other at once would leave none. The one who comes
        second is none any more when their turn comes.
        """
        person = cast("User", self)
        with transaction.atomic():
            hold_administrators(and_also=person)
            by.refresh_from_db(fields=["role", "is_active"])
            person.refresh_from_db(fields=["role", "is_active", "banned_at", "deleted_at"])
            require(by, verb, person)
            yield

    def _shut(self, by: User) -> None:
        """End every way in: the account, its sessions and tokens, and the links that it gave out."""
        person = cast("User", self)
        person.is_active = False
        person.save(update_fields=["is_active", "banned_at"])
        end_sessions(person)
        revoke_tokens(person)
        self._give_up_powers(to=by)

    def _open(self) -> None:
        person = cast("User", self)
        person.is_active, person.banned_at = True, None
        person.save(update_fields=["is_active", "banned_at"])

    def _give_up_powers(self, *, to: User) -> None:
        """What only administrators have: their invitations end; their bots are another's, with new tokens."""
        person = cast("User", self)
        person.invitations.filter(revoked_at=None).update(revoked_at=timezone.now())
        for bot in person.bots.all():
            revoke_tokens(bot)
            bot.owner = to
            bot.save(update_fields=["owner"])


def hold_administrators(*, and_also: User) -> None:
    """Lock the rows of all administrators and of one more person, in one order; in a transaction."""
    people: Any = type(and_also).objects
    administrators = people.filter(role=and_also.Role.ADMINISTRATOR)
    list((administrators | people.filter(pk=and_also.pk)).order_by("pk").select_for_update())


def revoke_tokens(person: User) -> None:
    """One by one, so that who keeps a socket for one hears of it."""
    for token in person.tokens.filter(revoked_at=None):
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
