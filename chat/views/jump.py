"""The box that leads to a room, a conversation or a person."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chat.forms import JumpForm
from chat.limits import limited
from chat.models import Membership, Room, User
from chat.models.room import RoomQuerySet
from chat.models.text import clean_name, fold
from chat.permissions import may
from chat.requests import Request, wants_fragment

MOST_OPTIONS = 20  # of a group
MOST_RECENT = 8
MOST_CHARACTERS = 400  # of what a browser says of recent places
_PLACE = re.compile(r"(room|person)-([1-9][0-9]{0,17})")


class Group(NamedTuple):
    pk: str
    title: str
    rooms: Collection[Room] = ()
    people: Collection[User] = ()


@dataclass(frozen=True)
class Recent:
    """Where somebody was last, the latest first, as their browser remembers. It may say anything."""

    places: list[tuple[str, int]]

    @classmethod
    def read(cls, text: str) -> Self:
        found = (_PLACE.fullmatch(each) for each in text[:MOST_CHARACTERS].split(","))
        return cls([(match[1], int(match[2])) for match in found if match][:MOST_RECENT])

    def keys(self, kind: str) -> list[int]:
        return [pk for each, pk in self.places if each == kind]

    def rank(self, kind: str) -> Case:
        """What a query is to be ordered by, so that recent places come first."""
        cases = [When(pk=pk, then=Value(place)) for place, pk in enumerate(self.keys(kind))]
        return Case(*cases, default=Value(MOST_RECENT), output_field=IntegerField())


@require_GET
@limited("search", "GET")
def jump(request: Request) -> HttpResponse:
    """Rooms, conversations and people with some text in their names; ``?recent=room-5,person-3`` come first."""
    form = JumpForm(request.GET)
    recent = Recent.read(request.GET.get("recent", ""))
    groups = _groups(request.user, form.cleaned_data["q"], recent) if form.is_valid() else []
    text = request.GET.get("q", "")
    context = {
        "form": form,
        "text": text,
        "groups": groups,
        "viewer": request.user,
        "can_create": form.is_valid() and bool(text) and may(request.user, "room.create"),
    }
    page = "chat/rooms/_jump_options.html" if wants_fragment(request) else "chat/rooms/jump.html"
    return render(request, page, context)


def _groups(user: User, text: str, recent: Recent) -> list[Group]:
    """What there is to choose from; each thing once, and no group that is empty."""
    folded = fold(clean_name(text))
    latest = Group("recent", "Recent") if folded else _latest(user, recent)
    rooms = Room.objects.visible_to(user).exclude(pk__in=[room.pk for room in latest.rooms])
    named = rooms.filter(folded_name__contains=folded).exclude(kind=Room.Kind.DIRECT)
    named = named.order_by(
        recent.rank("room"), _begins_with(folded, "folded_name"), Lower("name"), "pk"
    )
    conversations = _conversations(rooms, user, folded).order_by(
        recent.rank("room"), F("active_at").desc(), "pk"
    )
    people = User.objects.listed_for(user, text).exclude(
        pk__in=[user.pk, *(person.pk for person in latest.people)]
    )
    people = people.order_by(
        recent.rank("person"), _begins_with(folded, "folded_name"), "folded_name", "pk"
    )
    groups = [
        latest,
        Group("mine", "Your rooms", named.of(user)[:MOST_OPTIONS]),
        Group("conversations", "Direct conversations", conversations[:MOST_OPTIONS]),
        Group("people", "People", people=people[:MOST_OPTIONS]),
        Group("others", "Rooms you can join", named.open_to(user)[:MOST_OPTIONS]),
    ]
    return [group for group in groups if group.rooms or group.people]


def _latest(user: User, recent: Recent) -> Group:
    """The recent places that are still there for this person."""
    rooms = Room.objects.visible_to(user).with_names().filter(pk__in=recent.keys("room"))
    people = User.objects.listed_for(user).filter(pk__in=recent.keys("person"))
    return Group(
        "recent",
        "Recent",
        list(rooms.order_by(recent.rank("room"))),
        list(people.order_by(recent.rank("person"))),
    )


def _begins_with(folded: str, name: str) -> Case:
    begins = When(**{f"{name}__startswith": folded}, then=Value(0))
    return Case(begins, default=Value(1), output_field=IntegerField())


def _conversations(rooms: RoomQuerySet, user: User, folded: str) -> RoomQuerySet:
    """One's own with somebody of that name; those with nobody else when it is one's own."""
    seats = Membership.objects.filter(room=OuterRef("pk"))
    others = seats.exclude(user=user)
    found = Q(Exists(others.filter(user__folded_name__contains=folded)))
    if folded in user.folded_name:
        found |= ~Q(Exists(others))
    conversations = rooms.of(user).filter(found, kind=Room.Kind.DIRECT)
    return conversations.with_names().with_activity()
