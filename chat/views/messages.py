from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from chat import commands
from chat.forms import MessageForm
from chat.limits import LimitReached, count
from chat.live import fragments
from chat.models import Conflict, Message, Room
from chat.requests import Request, for_bots_too
from chat.serializers import MessageSerializer
from chat.views.commands import obeyed
from chat.views.rooms import show_with


@for_bots_too
@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Post a message. 201 and the message's fragment (for bots its JSON), or an error beside what was typed."""
    room = Room.objects.visible_to(request.user).filter(pk=pk).first()
    if room is None:
        return _refused(request, "This room is not here any more.", status=404)
    form = MessageForm(request.POST)
    if not form.is_valid():
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return _refused(request, *sentences, status=422, room=room, form=form)
    try:
        count("post", user=request.user)
        return _done(request, room, form.cleaned_data, _quoted(room, form))
    except ValidationError as error:
        return _refused(request, *error.messages, status=422, room=room, form=form)
    except LimitReached as error:
        later = _refused(request, str(error), status=429, room=room, form=form)
        later.headers["Retry-After"] = str(error.retry_after)
        return later
    except Conflict:
        sentence = "You sent something else from this form before. Send again if you mean both."
        return _refused(request, sentence, status=409, room=room, form=form)
    except PermissionDenied as error:
        if commands.is_command(form.cleaned_data["message"]):
            return _refused(request, str(error), status=403, room=room, form=form)
        return _refused(request, str(error), status=403)
    except Room.DoesNotExist:
        return _refused(request, "This room was deleted just now.", status=404)
    except OperationalError:  # the database waits for somebody else's change
        sentence = "The server is busy. Try again in a moment."
        busy = _refused(request, sentence, status=503, room=room, form=form)
        busy.headers["Retry-After"] = "2"
        return busy


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
        return JsonResponse(MessageSerializer(message).data, status=201)
    if request.htmx:
        return HttpResponse(fragments.message(message), status=201)
    room = message.room
    room.mark_read(request.user)  # as the page does by itself where there are scripts
    return redirect(f"{reverse('room-show', args=[room.pk])}#{message.dom_id}")


def _refused(
    request: Request,
    *sentences: str,
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
