from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.forms import MessageForm, RoomForm, add_errors
from chat.models import Room
from chat.requests import Request

MAX_SEQ = 2**63 - 1
MAX_DIGITS = len(str(MAX_SEQ))


@require_GET
def index(request: Request) -> HttpResponse:
    """The rooms, and a form that makes or joins one."""
    return _index(request, RoomForm())


@require_POST
def create(request: Request) -> HttpResponse:
    """Enter the room of that name, which is made when there is none."""
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            room = Room.objects.enter(form.cleaned_data["name"], request.user)
        except ValidationError as error:
            add_errors(form, error, "name")
        else:
            return redirect("room-show", room.pk)
    return _index(request, form, status=422)


def _index(request: Request, form: RoomForm, status: int = 200) -> HttpResponse:
    rooms = Room.objects.visible_to(request.user).by_name().for_list_of(request.user)
    return render(request, "chat/rooms/index.html", {"rooms": rooms, "form": form}, status=status)


@require_GET
@never_cache  # going back must not bring an old form, whose client_id is used up
def show(request: Request, pk: int) -> HttpResponse:
    """A room at its newest messages, or those before ``?before=seq``; for others than members, a way in."""
    room = get_object_or_404(Room.objects.visible_to(request.user).with_members(), pk=pk)
    if request.user not in room.current_users.all():
        if request.htmx:
            raise PermissionDenied
        return render(request, "chat/rooms/join.html", {"room": room})
    before = _seq(request.GET.get("before"))
    context: dict[str, Any] = {"messages": room.messages.page(before), "before": before}
    if request.htmx and before:
        return render(request, "chat/messages/_page.html", {"room": room, **context})
    return show_with(request, room, MessageForm(initial={"client_id": uuid4()}), **context)


def show_with(
    request: Request, room: Room, form: MessageForm, status: int = 200, **context: Any
) -> HttpResponse:
    """A member's page of a room (after ``with_members``), with that form in the composer."""
    context |= {"room": room, "form": form, "can_rename": room.can_rename(request.user)}
    return render(request, "chat/rooms/show.html", context, status=status)


def _seq(value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isdecimal() or len(value) > MAX_DIGITS or not 0 < int(value) <= MAX_SEQ:
        raise Http404
    return int(value)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Rename a room."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    if not room.can_rename(request.user):
        raise PermissionDenied
    form = RoomForm(request.POST or None, initial={"name": room.name})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                room.rename(request.user, form.cleaned_data["name"])
            except ValidationError as error:
                add_errors(form, error, "name")
            else:
                return redirect("room-show", room.pk)
    return render(request, "chat/rooms/edit.html", {"room": room, "form": form}, status=status)
