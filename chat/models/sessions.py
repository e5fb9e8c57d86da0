"""Where a person is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

if TYPE_CHECKING:
    from chat.models.user import User

#: What a person's list of their sessions is made of.
_LISTED = "usersessions.UserSession"


def end_sessions(person: User) -> None:
    """Sign somebody out everywhere.

    Rows are deleted as instances, so that who keeps a socket for one hears of it. A session names its person inside
    its data only, so all are read: thousands in a moment, and this is rare.
    """
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()
    if apps.is_installed("allauth.usersessions"):
        apps.get_model(_LISTED).objects.filter(user=person).delete()
