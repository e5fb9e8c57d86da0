from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from chat.models import Message
from chat.permissions import require
from chat.requests import Request, wants_fragment


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """Reply to a message: with htmx what stands above the composer then, else the room's page with it there."""
    messages = Message.objects.visible_to(request.user).whole().select_related("room")
    message = get_object_or_404(messages, pk=pk)
    require(request.user, "message.quote", message)
    if wants_fragment(request):
        return render(request, "chat/messages/_quoting.html", {"quoted": message})
    return redirect(f"{reverse('room-show', args=[message.room_id])}?quote={pk}#composer")
