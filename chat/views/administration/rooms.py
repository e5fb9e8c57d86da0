from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.forms import RoomSearchForm
from chat.models import Membership, Room, User
from chat.models.room import RoomQuerySet
from chat.permissions import require
from chat.requests import Request, wants_fragment

PAGE_SIZE = 50


@require_GET
def index(request: Request) -> HttpResponse:
    """Every room but conversations, which are their people's own; of what is said in them, when."""
    require(request.user, "room.administer")
    form = RoomSearchForm(request.GET)
    rooms = _described(request.user)
    if text := form.given("q"):
        rooms = rooms.matching(text)
    page = Paginator(rooms, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    name = "_found" if wants_fragment(request) else "index"
    return render(request, f"chat/administration/rooms/{name}.html", context)


def _described(user: User) -> RoomQuerySet:
    mine = Membership.objects.filter(user=user, room=OuterRef("pk"))
    rooms = Room.objects.administered_by(user).with_counts().annotate(is_member=Exists(mine))
    return rooms.order_by("folded_name", "pk")


@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    """Administrators do not read rooms that they do not belong to: who has to adds themself, and it is recorded."""
    require(request.user, "room.administer")
    room = get_object_or_404(Room.objects.administered_by(request.user), pk=pk)
    if not room.has_member(request.user):
        room.add(request.user, [request.user])
    messages.success(request, "You belong to this room now.")
    return redirect("room-show", room.pk)
