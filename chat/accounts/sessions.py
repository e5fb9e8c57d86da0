"""Where people are signed in, and when they were last there."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils import timezone

from chat.models import User

#: When the session's last use was written down, in seconds since 1970.
NOTED = "use_noted_at"
NOTE_EVERY = timedelta(minutes=10)


def begin(request: HttpRequest) -> None:
    request.session[NOTED] = timezone.now().timestamp()


def note_use(request: HttpRequest) -> None:
    """Now and then, not at each request: it writes."""
    noted = request.session.get(NOTED)
    now = timezone.now()
    if noted is None or now.timestamp() - noted < NOTE_EVERY.total_seconds():
        return
    request.session[NOTED] = now.timestamp()
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def end_others(request: HttpRequest, user: User) -> None:
    """All sessions of a person but the one that asks."""
    for session in UserSession.objects.filter(user=user):
        if session.session_key != request.session.session_key:
            session.end()
