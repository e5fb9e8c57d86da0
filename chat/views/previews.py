from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from chat import commands
from chat.forms import MessageForm
from chat.limits import LimitReached, count
from chat.models import Mention, Message, Room, User
from chat.permissions import require
from chat.requests import Request, wants_fragment
from chat.views.rooms import show_with


class Preview(NamedTuple):
    """Of a message what its text becomes."""

    text: str
    html: str
    named: list[Mention]


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """How a text will look as a message of the room; nothing is stored.

    The fragment for htmx, otherwise the room's page with the preview above the text. What is wrong with the text is
    said as when it is posted (422).
    """
    visible = Room.objects.visible_to(request.user)
    room = Room.objects.page_of(request.user, pk) or get_object_or_404(visible, pk=pk)
    require(request.user, "room.read", room)
    form = MessageForm(request.POST)
    sentences: list[str] = []
    preview, status = None, 200
    try:
        count("preview", user=request.user)
        preview = _preview(room, request.user, request.POST.get("message", ""))
    except ValidationError as error:
        sentences, status = error.messages, 422
    except LimitReached as error:
        sentences, status = [str(error)], 429
    context: dict[str, Any] = {"preview": preview, "sentences": sentences}
    if wants_fragment(request):
        piece = "_preview" if preview else "_composer_error"
        return render(request, f"chat/messages/{piece}.html", context, status=status)
    return show_with(request, room, form, room.page_keys(), status, **context)


def _preview(room: Room, user: User, text: str) -> Preview:
    """Raises ``ValidationError``."""
    if commands.is_command(text):
        raise ValidationError("This is a command: it is done when you send it, and has no preview.")
    draft = Message.draft(room, user, commands.unescaped(text), None)
    written = draft.written(draft.text)
    return Preview(draft.text, written.values["html"], written.mentions)
