from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from chat.permissions import require
from chat.requests import Request, wants_fragment
from chat.views.answers import message_for


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """Reply to a message: with htmx what stands above the composer then, else the room's page with it there."""
    message = message_for(request, pk)
    require(request.user, "message.quote", message)
    if wants_fragment(request):
        return render(request, "chat/messages/_quoting.html", {"quoted": message})
    return redirect(f"{reverse('room-show', args=[message.room_id])}?quote={pk}#composer")
