"""One message: its own page, and what becomes of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.models import Message
from chat.requests import Request


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """The message, and a form for each thing that one may do with it."""
    return render(request, "chat/messages/show.html", {"message": _message(request, pk)})


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    return show(request, pk)


@require_http_methods(["GET", "POST"])
def delete(request: Request, pk: int) -> HttpResponse:
    return show(request, pk)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    return show(request, pk)


@require_GET
def edits(request: Request, pk: int) -> HttpResponse:
    return show(request, pk)


def _message(request: Request, pk: int) -> Message:
    messages = Message.objects.visible_to(request.user).whole().select_related("room")
    return get_object_or_404(messages, pk=pk)
