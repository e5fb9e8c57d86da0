"""What somebody may mean who types “@” (a person), “#” (a room), “:” (an emoji) or “/” (a command)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from chat import commands, emoji
from chat.forms import SearchForm
from chat.limits import limited
from chat.models import Membership, Room, User
from chat.models.text import clean_name, fold, without_accents
from chat.permissions import require
from chat.requests import Request, wants_fragment

MOST = 8  # what is seen at a glance


@require_GET
@limited("suggestion", "GET")
def index(request: Request, pk: int) -> HttpResponse:
    """The options for ``?q=@bo``, ``#lob``, ``:smi`` or ``/he``, for somebody who writes in that room."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    require(request.user, "room.read", room)
    if not wants_fragment(request):  # there is nothing to choose for without a script
        return redirect("room-show", room.pk)
    form = SearchForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    context: dict[str, Any] = {"room": room}
    match asked[:1]:
        case "@":
            context |= {"kind": "people", "options": _people(request.user, room, asked[1:])}
        case "#":
            context |= {"kind": "rooms", "options": _rooms(request.user, asked[1:])}
        case ":" if len(asked) > len(":s"):
            context |= {"kind": "emoji", "options": emoji.find(asked[1:], MOST)}
        case "/":
            context |= {"kind": "commands", "options": commands.find(asked[1:])[:MOST]}
    return render(request, "chat/suggestions/_suggestions.html", context)


def _people(user: User, room: Room, text: str) -> Iterable[User]:
    """Whom one may know of, those of the room first, with ``is_here``."""
    here = Membership.objects.filter(room=room, user=OuterRef("pk"))
    people = User.objects.listed_for(user, text).exclude(pk=user.pk)
    begins = _begins_with(without_accents(clean_name(text)))
    return people.annotate(is_here=Exists(here)).order_by("-is_here", begins, "folded_name", "pk")[
        :MOST
    ]


def _rooms(user: User, text: str) -> Iterable[Room]:
    """The open ones that one may know of. A closed one is nobody's to point at: others may not know of it."""
    rooms = Room.objects.visible_to(user).filter(kind=Room.Kind.OPEN, archived_at=None)
    begins = _begins_with(fold(clean_name(text)))
    return rooms.matching(text).order_by(begins, "folded_name", "pk")[:MOST]


def _begins_with(folded: str) -> Case:
    """The name as a whole before one of its words, and that before the middle of a word."""
    name = Q(folded_name__startswith=folded)
    word = Q(folded_name__contains=f" {folded}")
    return Case(
        When(name, then=Value(0)),
        When(word, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
