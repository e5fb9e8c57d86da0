"""What those who manage a room do with it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chat.forms import RoomDeletionForm, RoomEditForm, add_model_errors
from chat.models import Room
from chat.models.keeping import EDITABLE
from chat.permissions import may, require
from chat.requests import Request


def known_room(request: Request, pk: int) -> Room:
    """A room that the person may ask to change, though they may not read it."""
    return get_object_or_404(Room.objects.known_to(request.user), pk=pk)


def back_to(request: Request, room: Room) -> HttpResponse:
    """To the room, for who reads it; to the page where it is kept for an administrator who does not."""
    is_read = Room.objects.visible_to(request.user).filter(pk=room.pk).exists()
    return redirect("room-show" if is_read else "room-edit", room.pk)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """A room's name, topic, description and kind; the ways to archive and to delete it."""
    room = known_room(request, pk)
    require(request.user, "room.archive", room)
    form = RoomEditForm(
        request.POST or None, initial={name: getattr(room, name) for name in EDITABLE}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                room.edit(request.user, **form.cleaned_data)
            except ValidationError as error:
                add_model_errors(form, error)
            else:
                messages.success(request, "Saved.")
                return back_to(request, room)
    context = {"room": room, "form": form, "may_edit": may(request.user, "room.edit", room)}
    return render(request, "chat/rooms/edit.html", context, status=status)


@require_POST
def archive(request: Request, pk: int) -> HttpResponse:
    room = known_room(request, pk)
    room.archive(request.user)
    return back_to(request, room)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    room = known_room(request, pk)
    room.restore(request.user)
    return back_to(request, room)


@require_http_methods(["GET", "POST"])
def delete(request: Request, pk: int) -> HttpResponse:
    """Delete a room, once its name was typed."""
    room = known_room(request, pk)
    require(request.user, "room.delete", room)
    form = RoomDeletionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                room.delete_by(request.user, form.cleaned_data["name"])
            except ValidationError as error:
                add_model_errors(form, error)
            else:
                messages.success(request, f"{room.name} was deleted.")
                return redirect("room-index")
    return render(request, "chat/rooms/delete.html", {"room": room, "form": form}, status=status)
