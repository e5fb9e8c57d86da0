"""How one chooses people: what was ticked stays, and a search finds more."""

from typing import Any

from django.urls import reverse

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
    ticked = set(chosen_by(request.GET or request.POST))
    found = list(people.filter(folded_name__contains=fold(clean_name(text)))[:MOST_FOUND])
    others = people.filter(pk__in=ticked).exclude(pk__in=[person.pk for person in found])
    address = reverse("member-index", args=[room.pk]) if room else reverse("conversation-new")
    return {"search": form, "address": address, "ticked": ticked, "others": others, "found": found}
