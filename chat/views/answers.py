"""A message for whoever asks, and what they get to see of what became of it, or of why nothing did."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from chat.limits import LimitReached
from chat.live import fragments
from chat.models import Message
from chat.requests import Request, wants_fragment

#: What a person is told where they look; anything else is a page of its own.
REFUSALS = (ValidationError, LimitReached, PermissionDenied, OperationalError)
BUSY = "The server is busy. Try again in a moment."
SOON = 2  # seconds


def message_for(request: Request, pk: int) -> Message:
    """Raises ``Http404`` where it is none that the person may read."""
    messages = Message.objects.visible_to(request.user).whole().select_related("room")
    return get_object_or_404(messages, pk=pk)


def changed(request: Request, message: Message, status: int = 200) -> HttpResponse:
    """With htmx the same fragments as everybody in the room gets, else the message in its room."""
    if wants_fragment(request):
        return HttpResponse(fragments.changed(message), status=status)
    return redirect(place_of(message))


def place_of(message: Message) -> str:
    room = reverse("room-show", args=[message.room_id])
    return f"{room}?at={message.seq}#at-{message.seq}"


def refused(error: Exception, say: Callable[[list[str], int], HttpResponse]) -> HttpResponse:
    """What ``say`` makes of the sentences and the status of one of ``REFUSALS``, and when to try again."""
    match error:
        case ValidationError():
            return say(error.messages, 422)
        case LimitReached():
            return _later(say([str(error)], 429), error.retry_after)
        case OperationalError():  # the database waits for somebody else's change
            return _later(say([BUSY], 503), SOON)
    return say([str(error)], 403)


def _later(response: HttpResponse, seconds: int) -> HttpResponse:
    response.headers["Retry-After"] = str(seconds)
    return response
