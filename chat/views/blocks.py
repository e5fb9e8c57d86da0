from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from chat.models import User
from chat.requests import Request


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Have what somebody writes folded, in the pages that one opens from now on."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    request.user.block(person)
    messages.success(request, "Blocked: what they write is folded for you. They do not hear of it.")
    return redirect("person-show", person.pk)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Read somebody again; also one whom one shares no room with any more."""
    person = get_object_or_404(request.user.blocks, blocked=pk).blocked
    request.user.unblock(person)
    messages.success(request, "You read them again.")
    if User.objects.visible_to(request.user).filter(pk=person.pk).exists():
        return redirect("person-show", person.pk)
    return redirect("room-index")
