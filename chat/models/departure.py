"""A person takes their leave of Roomful: what they wrote stays, who they were does not."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from chat.models.audit import AuditEntry
from chat.models.sessions import end_sessions
from chat.models.standing import hold_administrators, revoke_tokens
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.user import User

#: What allauth keeps of a person, in the apps that are installed.
_KEPT_BY_ALLAUTH = (
    ("account", "EmailAddress"),
    ("socialaccount", "SocialAccount"),
    ("mfa", "Authenticator"),
)


class Departure:
    """A verb of ``User``."""

    @property
    def is_last_administrator(self) -> bool:
        person = cast("User", self)
        if not person.is_administrator:
            return False
        others = active_administrators(person).exclude(pk=person.pk)
        return not others.exists()

    def delete_account(self) -> None:
        """Done by the person themself. Raises ``PermissionDenied``, for the last administrator."""
        person = cast("User", self)
        with transaction.atomic():
            hold_administrators(and_also=person)
            person.refresh_from_db()
            require(person, "person.delete", person)
            if person.is_administrator:
                heir = active_administrators(person).exclude(pk=person.pk).earliest("date_joined")
                person._give_up_powers(to=heir)
            # A direct conversation is called by its people, so they stay in it.
            for room in person.current_rooms.exclude(direct_key__isnull=False):
                room.leave(person)
            person.remove_picture()
            _forget(person)
            end_sessions(person)
            revoke_tokens(person)
            AuditEntry.record(person, "person.delete", person)


def active_administrators(person: User) -> Any:
    people: Any = type(person).objects
    return people.filter(role=person.Role.ADMINISTRATOR, is_active=True)


def _forget(person: User) -> None:
    """Nothing of the row says who it was; the role goes too, since nobody is an administrator who is not here."""
    person.username = _free_username(person)
    person.first_name = person.last_name = person.display_name = person.email = ""
    person.status_emoji = person.status_text = person.time_zone = ""
    person.set_unusable_password()
    person.role = person.Role.MEMBER
    person.is_active = False
    person.deleted_at = timezone.now()
    person.last_login = None
    person.save()
    person.blocks.all().delete()
    person.drafts.all().delete()
    for app, model in _KEPT_BY_ALLAUTH:
        if apps.is_installed(f"allauth.{app}"):
            apps.get_model(app, model).objects.filter(user=person).delete()


def _free_username(person: User) -> str:
    people: Any = type(person).objects
    username = f"deleted-{person.pk}"
    if people.filter(username__iexact=username).exclude(pk=person.pk).exists():
        username = f"{username}-{secrets.token_hex(4)}"
    return username
