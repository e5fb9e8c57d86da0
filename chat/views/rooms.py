from typing import Any
from uuid import uuid4

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat import commands
from chat.forms import (
    MessageForm,
    RoomEditForm,
    RoomForm,
    SearchForm,
    add_errors,
    add_model_errors,
)
from chat.limits import limited
from chat.models import Bookmark, Draft, Message, MessageKey, Room
from chat.models.room_queries import MOST_LISTED
from chat.permissions import may, refusal, require
from chat.requests import Request, wants_fragment

MAX_SEQ = 2**63 - 1
MAX_DIGITS = len(str(MAX_SEQ))


@require_GET
@limited("search", "GET")
def index(request: Request) -> HttpResponse:
    """The rooms that one may join, and a form that makes or joins one; the own ones are in the frame.

    ``?q=`` finds those that have it in their names. Guests have no directory.
    """
    return _index(request, RoomForm())


@require_POST
@limited("room")
def create(request: Request) -> HttpResponse:
    """Enter the room of that name, which is made when there is none."""
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            room = Room.objects.enter(form.cleaned_data["name"], request.user)
        except ValidationError as error:
            add_errors(form, error, "name")
        except PermissionDenied as error:
            form.add_error("name", str(error))
        else:
            return redirect("room-show", room.pk)
    return _index(request, form, status=422)


@require_http_methods(["GET", "POST"])
@limited("room")
def new(request: Request) -> HttpResponse:
    """Make a room of whatever kind."""
    require(request.user, "room.create")
    form = RoomEditForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                room = Room.objects.start(user=request.user, **form.cleaned_data)
            except ValidationError as error:
                add_model_errors(form, error)
            else:
                return redirect("room-show", room.pk)
    return render(request, "chat/rooms/new.html", {"form": form}, status=status)


def _index(request: Request, form: RoomForm, status: int = 200) -> HttpResponse:
    search = SearchForm(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else None
    rooms = Room.objects.none() if text is None else Room.objects.directory_for(request.user, text)
    context = {
        "rooms": rooms,
        "form": form,
        "search": search,
        "text": request.GET.get("q", "").strip(),
        "most": MOST_LISTED,
        "can_join": may(request.user, "room.list"),
    }
    is_search = request.method == "GET" and wants_fragment(request)
    page = "chat/rooms/_directory.html" if is_search else "chat/rooms/index.html"
    return render(request, page, context, status=status)


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """A room where its reader wants to read on, or where the address says; for others than members, a way in.

    ``?before=seq`` and ``?after=seq`` are the pages beside a message, ``?at=seq`` is the page around it.
    ``?quote=pk`` replies to a message.
    """
    room = Room.objects.page_of(request.user, pk)
    if room is None:
        return _join_page(request, pk)
    messages = _messages(room, request.GET)
    if wants_fragment(request):
        piece: dict[str, Any] = {"room": room, "messages": messages, **_ends(room, messages)}
        newer = "after" in request.GET
        return render(request, "chat/messages/_page.html", {**piece, "newer": newer})
    return show_with(request, room, None, messages, quoted=_quoted(request, room))


def _join_page(request: Request, pk: int) -> HttpResponse:
    """What a room shows to those who do not belong to it, if they may know of it."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    if wants_fragment(request):
        raise PermissionDenied
    context = {
        "room": room,
        "refusal": refusal(request.user, "room.join", room),
        "at": _seq(request.GET.get("at")),
    }
    return render(request, "chat/rooms/join.html", context)


def show_with(
    request: Request,
    room: Room,
    form: MessageForm | None,
    messages: list[MessageKey],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A member's page of a room (``page_of``), with that form in the composer.

    Without one it has what the person has begun to write.
    """
    kept = Draft.objects.current(request.user, room)
    if form is None and context.get("quoted") is None:
        context["quoted"] = kept.quotes
    context |= {
        "room": room,
        "form": form or MessageForm(initial={"client_id": uuid4(), "message": kept.text}),
        "kept": kept,
        "spoken": commands.spoken(),
        "done": get_messages(request),  # Django's; those of the room are "messages" here
        "messages": messages,
        "title": room.title_for(request.user),
        "saved": Bookmark.objects.keys_in(room, request.user),
        "manages": may(request.user, "room.archive", room),
        **_ends(room, messages),
    }
    return render(request, "chat/rooms/show.html", context, status=status)


def _quoted(request: Request, room: Room) -> Message | None:
    """What one has asked to reply to, while one may."""
    pk = _seq(request.GET.get("quote"))
    if pk is None:
        return None
    message = room.messages.whole().select_related("room").filter(pk=pk).first()
    return message if message and may(request.user, "message.quote", message) else None


def _messages(room: Room, query: QueryDict) -> list[MessageKey]:
    around, before, after = (_seq(query.get(name)) for name in ("at", "before", "after"))
    if not (around or before or after):
        around = room.unread_from
    messages = room.page_keys(around=around, before=before, after=after)
    # Beyond the end there is nothing, so the newest are shown.
    return messages if messages or not after else room.page_keys()


def _ends(room: Room, messages: list[MessageKey]) -> dict[str, bool]:
    """Whether a page is the room's last: the room was read before its messages, so none is between them."""
    is_empty = room.first_seq > room.last_seq
    return {"is_newest": is_empty or bool(messages and messages[-1].seq >= room.last_seq)}


def _seq(value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isdecimal() or len(value) > MAX_DIGITS or not 0 < int(value) <= MAX_SEQ:
        raise Http404
    return int(value)
