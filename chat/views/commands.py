"""What the composer is answered when a command was done that made no message."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from chat.commands import COMMANDS, Outcome
from chat.models import Room
from chat.requests import Request


def obeyed(request: Request, room: Room, outcome: Outcome) -> HttpResponse:
    """With htmx a status beside the composer, else a page."""
    if outcome.has_left:
        rooms = reverse("room-index")
        return HttpResponseClientRedirect(rooms) if request.htmx else redirect(rooms)
    context: dict[str, Any] = {"room": room, "sentence": outcome.sentence}
    if outcome.shows_help:
        context["commands"] = list(COMMANDS.values())
    if request.htmx:
        return render(request, "chat/commands/_status.html", context)
    if outcome.shows_help:
        return render(request, "chat/commands/index.html", context)
    messages.success(request, outcome.sentence)
    return redirect("room-show", room.pk)
