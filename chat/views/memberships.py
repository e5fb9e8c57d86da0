from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from chat.forms import PlaceForm
from chat.models import Room
from chat.requests import Request


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Join a room, and go where one wanted to: to a message of it, if one came by a link to that."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    room.join(request.user)
    form = PlaceForm(request.POST)
    at = form.cleaned_data["at"] if form.is_valid() else None
    target = reverse("room-show", args=[room.pk])
    return redirect(f"{target}?at={at}#at-{at}" if at else target)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Leave a room."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    room.leave(request.user)
    return redirect("room-index")
