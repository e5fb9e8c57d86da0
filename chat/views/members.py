"""Who belongs to a room, for those who manage it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.models import Membership, Room, User
from chat.permissions import may, require
from chat.requests import Request, wants_fragment
from chat.views.choosing import choices, chosen_by
from chat.views.keeping import known_room


@require_GET
def index(request: Request, pk: int) -> HttpResponse:
    """The members, and people to add; with htmx, the people that a search finds."""
    room = known_room(request, pk)
    require(request.user, "member.remove", room)
    return _index(request, room)


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Add those who were chosen."""
    room = known_room(request, pk)
    require(request.user, "member.add", room)
    keys = chosen_by(request.POST)
    people = list(User.objects.visible_to(request.user).filter(pk__in=keys))
    if not people or len(people) < len(set(keys)):
        return _index(request, room, ["Choose somebody to add."], status=422)
    try:
        room.add(request.user, people)
    except ValidationError as error:
        return _index(request, room, error.messages, status=422)
    return redirect("member-index", room.pk)


@require_POST
def delete(request: Request, pk: int, person: int) -> HttpResponse:
    """Remove somebody."""
    room = known_room(request, pk)
    room.remove(request.user, _person(request, person))
    if (
        not Room.objects.known_to(request.user).filter(pk=pk).exists()
    ):  # oneself, from a closed room
        return redirect("room-index")
    return redirect("member-index" if may(request.user, "member.remove", room) else "room-show", pk)


@require_POST
def promote(request: Request, pk: int, person: int) -> HttpResponse:
    """Make somebody an owner."""
    room = known_room(request, pk)
    room.promote(request.user, _member(request, room, person))
    return redirect("member-index", pk)


@require_POST
def demote(request: Request, pk: int, person: int) -> HttpResponse:
    """Make an owner a member like others."""
    room = known_room(request, pk)
    room.demote(request.user, _member(request, room, person))
    return redirect("member-index" if may(request.user, "member.remove", room) else "room-show", pk)


def _person(request: Request, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


def _member(request: Request, room: Room, pk: int) -> User:
    require(request.user, "member.promote", room)  # before it tells who is a member
    return get_object_or_404(room.current_users, pk=pk)


def _index(
    request: Request, room: Room, sentences: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {**choices(request, room), "room": room, "sentences": sentences}
    if request.method == "GET" and wants_fragment(request):
        return render(request, "chat/people/_choices.html", context)
    memberships = room.memberships.select_related("user").order_by("user__folded_name")
    context |= {
        "memberships": memberships,
        "OWNER": Membership.Role.OWNER,
        "may_add": may(request.user, "member.add", room),
    }
    return render(request, "chat/members/index.html", context, status=status)
