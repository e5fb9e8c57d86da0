from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.live import fragments
from chat.models import Room
from chat.permissions import may, require
from chat.requests import Request, wants_fragment
from chat.views.answers import changed, message_for


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Pin a message to its room."""
    message = message_for(request, pk)
    try:
        message.pin(request.user)
    except ValidationError as error:
        return _refused(request, message.room, error.messages)
    return changed(request, message)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Unpin it. From the list of pins one gets that list again."""
    message = message_for(request, pk)
    message.unpin(request.user)
    if request.POST.get("from") != "pins":
        return changed(request, message)
    if not wants_fragment(request):
        return redirect("pin-index", message.room_id)
    answer = render(request, "chat/pins/_list.html", _context(request, message.room))
    answer.write(fragments.changed(message))
    return answer


@require_GET
def index(request: Request, pk: int) -> HttpResponse:
    """What is pinned to a room; with htmx the list alone, for the panel over the room."""
    rooms = Room.objects.visible_to(request.user).with_names()
    room = get_object_or_404(rooms, pk=pk)
    require(request.user, "room.read", room)
    page = "chat/pins/_list.html" if wants_fragment(request) else "chat/pins/index.html"
    return render(request, page, _context(request, room))


def _context(request: Request, room: Room) -> dict[str, object]:
    messages = list(room.messages.pinned().select_related("user", "pinned_by"))
    for message in messages:
        message.room = room
    return {
        "room": room,
        "title": room.title_for(request.user),
        "messages": messages,
        "can_unpin": bool(messages) and may(request.user, "message.pin", messages[0]),
    }


def _refused(request: Request, room: Room, sentences: list[str]) -> HttpResponse:
    """There are too many: where the person looks, or above the list from which one can go."""
    if wants_fragment(request):
        return HttpResponse(fragments.notice(sentences), status=422)
    context = {**_context(request, room), "sentences": sentences}
    return render(request, "chat/pins/index.html", context, status=422)
