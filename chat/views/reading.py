from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from chat.models import Room
from chat.requests import Request, wants_fragment
from chat.views.answers import message_for


@require_POST
def mark_unread(request: Request, pk: int) -> HttpResponse:
    """Read on from this message another time. With htmx the page hears of it by an event, ``unread``."""
    message = message_for(request, pk)
    message.room.mark_unread(request.user, message.seq)
    if wants_fragment(request):
        return trigger_client_event(HttpResponse(status=204), "unread", {"seq": message.seq})
    return redirect("room-index")


@require_POST
def mark_read(request: Request, pk: int) -> HttpResponse:
    """All of a room, also what was marked as unread."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    room.mark_read(request.user)
    return HttpResponse(status=204) if wants_fragment(request) else redirect("room-show", pk)
