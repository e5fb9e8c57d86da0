from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from chat.models import Room
from chat.requests import Request


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Join a room."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    room.join(request.user)
    return redirect("room-show", room.pk)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Leave a room."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    room.leave(request.user)
    return redirect("room-index")
