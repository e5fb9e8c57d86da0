"""How one chooses people: what was ticked stays, and a search finds more."""

from typing import Any

from django.db.models import Q

from chat.forms import ChoosingForm
from chat.models import Room, User
from chat.models.text import clean_name, fold
from chat.requests import Request

MOST_FOUND = 20


def chosen_by(data: Any) -> list[int]:
    """The keys that were ticked; what is none is passed over."""
    return [int(key) for key in data.getlist("people") if key.isdecimal() and len(key) < 19]


def choices(request: Request, room: Room | None = None) -> dict[str, Any]:
    """For chat/people/_choices.html. ``room``: whose members are not to choose from."""
    form = ChoosingForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    people = User.objects.visible_to(request.user).filter(is_active=True).order_by("folded_name")
    people = people.exclude(memberships__room=room) if room else people.exclude(pk=request.user.pk)
    is_chosen = Q(pk__in=chosen_by(request.GET or request.POST))
    found = people.filter(folded_name__contains=fold(clean_name(text))).exclude(is_chosen)
    return {"search": form, "chosen": people.filter(is_chosen), "found": found[:MOST_FOUND]}
