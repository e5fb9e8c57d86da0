"""What whoever has done something to a message gets to see of it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from chat.live import fragments
from chat.models import Message
from chat.requests import Request, wants_fragment


def changed(request: Request, message: Message) -> HttpResponse:
    """With htmx the same fragments as everybody in the room gets, else the message in its room."""
    if wants_fragment(request):
        return HttpResponse(fragments.changed(message))
    return redirect(place_of(message))


def place_of(message: Message) -> str:
    room = reverse("room-show", args=[message.room_id])
    return f"{room}?at={message.seq}#at-{message.seq}"
