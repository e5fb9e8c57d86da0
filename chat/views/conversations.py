from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.limits import limited
from chat.models import Room, User
from chat.requests import Request, wants_fragment
from chat.views.choosing import choices, chosen_by


@require_GET
def new(request: Request) -> HttpResponse:
    """Choose with whom; with htmx, the people that a search finds."""
    return _new(request)


@require_POST
@limited("room")
def create(request: Request) -> HttpResponse:
    """Go to the conversation with these people, which is made when there is none."""
    keys = chosen_by(request.POST)
    people = list(User.objects.visible_to(request.user).filter(pk__in=keys))
    if not people or len(people) < len(set(keys)):
        return _new(request, ["Choose somebody."], status=422)
    try:
        room = Room.objects.converse(request.user, people)
    except ValidationError as error:
        return _new(request, error.messages, status=422)
    return redirect("room-show", room.pk)


def _new(request: Request, sentences: list[str] | None = None, status: int = 200) -> HttpResponse:
    context = {**choices(request), "sentences": sentences}
    is_search = request.method == "GET" and wants_fragment(request)
    page = "chat/people/_choices.html" if is_search else "chat/conversations/new.html"
    return render(request, page, context, status=status)
