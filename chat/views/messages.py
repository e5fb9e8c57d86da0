from functools import partial
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from chat import commands
from chat.forms import MessageForm
from chat.limits import count
from chat.live import fragments
from chat.models import Conflict, Message, Room
from chat.requests import Request, for_bots_too
from chat.serializers import told
from chat.views.answers import REFUSALS, refused
from chat.views.commands import obeyed
from chat.views.rooms import show_with

SOMETHING_ELSE = "You sent something else from this form before. Send again if you mean both."


@for_bots_too
@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Post a message. 201 and the message's fragment (for bots its JSON), or an error beside what was typed."""
    try:
        room = Room.objects.seen_by(request.user, pk)
    except Room.DoesNotExist:
        return _refused(request, ["This room is not here any more."], 404)
    form = MessageForm(request.POST)
    say = partial(_refused, request, room=room, form=form)
    if not form.is_valid():
        return say([str(sentence) for errors in form.errors.values() for sentence in errors], 422)
    try:
        count("post", user=request.user)
        return _done(request, room, form.cleaned_data, _quoted(room, form))
    except Conflict:
        return say([SOMETHING_ELSE], 409)
    except Room.DoesNotExist:
        return _refused(request, ["This room was deleted just now."], 404)
    except PermissionDenied as error:
        is_command = commands.is_command(form.cleaned_data["message"])
        return (say if is_command else partial(_refused, request))([str(error)], 403)
    except REFUSALS as error:
        return refused(error, say)


def _done(
    request: Request, room: Room, given: dict[str, Any], quotes: Message | None
) -> HttpResponse:
    """What people write may be a command; what bots send never is."""
    user, text, client_id = request.user, given["message"], given["client_id"]
    draft = given["draft"] or 0
    if request.is_by_bot:
        message = room.post(user, text, client_id, quotes=quotes, draft=given["draft"])
        return _posted(request, message)
    outcome = commands.run(user, room, text, client_id, draft)
    if outcome is None:
        text = commands.unescaped(text)
        return _posted(request, room.post(user, text, client_id, quotes=quotes, draft=draft))
    if outcome.message is not None:
        return _posted(request, outcome.message)
    return obeyed(request, room, outcome)


def _quoted(room: Room, form: MessageForm) -> Message | None:
    """What the message answers. What is not kept any more is no reason to lose the answer."""
    pk = form.cleaned_data.get("quotes")
    return room.messages.whole().filter(pk=pk).first() if pk else None


def _posted(request: Request, message: Message) -> HttpResponse:
    if request.is_by_bot:
        return JsonResponse(told(message), status=201)
    if request.htmx:
        return HttpResponse(fragments.message(message), status=201)
    room = message.room
    room.mark_read(request.user)  # as the page does by itself where there are scripts
    return redirect(f"{reverse('room-show', args=[room.pk])}#{message.dom_id}")


def _refused(
    request: Request,
    sentences: list[str],
    status: int,
    room: Room | None = None,
    form: MessageForm | None = None,
) -> HttpResponse:
    """Say so at the composer; without htmx as the room's page again, or a page of its own."""
    if request.is_by_bot:
        return JsonResponse({"errors": sentences}, status=status)
    context: dict[str, Any] = {"sentences": sentences}
    if request.htmx:
        return render(request, "chat/messages/_composer_error.html", context, status=status)
    whole = room and Room.objects.page_of(request.user, room.pk)
    if whole is None or form is None:
        return render(request, "chat/messages/refused.html", context, status=status)
    kept = MessageForm(initial={"message": form["message"].value(), "client_id": uuid4()})
    context["quoted"] = _quoted(whole, form)
    return show_with(request, whole, kept, whole.page_keys(), status, **context)
