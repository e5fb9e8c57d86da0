from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from chat.forms import MessageForm
from chat.limits import LimitReached, count
from chat.models import Message, Room
from chat.permissions import require
from chat.requests import Request, wants_fragment
from chat.views.rooms import show_with


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """How a text will look as a message of the room; nothing is stored.

    The fragment for htmx, otherwise the room's page with the preview above the text. What is wrong with the text is
    said as when it is posted (422).
    """
    rooms = Room.objects.visible_to(request.user).with_members().with_favour_of(request.user)
    room = get_object_or_404(rooms, pk=pk)
    require(request.user, "room.read", room)
    form = MessageForm(request.POST)
    sentences: list[str] = []
    preview, status = None, 200
    try:
        count("preview", user=request.user)
        preview = Message.draft(room, request.user, request.POST.get("message", ""), None)
    except ValidationError as error:
        sentences, status = error.messages, 422
    except LimitReached as error:
        sentences, status = [str(error)], 429
    context: dict[str, Any] = {"preview": preview, "sentences": sentences}
    if wants_fragment(request):
        piece = "_preview" if preview else "_composer_error"
        return render(request, f"chat/messages/{piece}.html", context, status=status)
    return show_with(request, room, form, room.messages.page(), status, **context)
