from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from chat.forms import PageForm
from chat.models import Bookmark, Room
from chat.models.bookmark import PAGE_SIZE
from chat.requests import Request, wants_fragment
from chat.views.answers import message_for, place_of


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Save a message for oneself."""
    return _set(request, pk, on=True)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    return _set(request, pk, on=False)


def _set(request: Request, pk: int, *, on: bool) -> HttpResponse:
    """With htmx the page hears of it by an event, ``saved``: the message's fragment is everybody's."""
    message = message_for(request, pk)
    message.bookmark(request.user, on=on)
    from_list = request.POST.get("from") == "saved"
    if wants_fragment(request):
        if from_list:
            return render(request, "chat/saved/_gone.html", {"pk": pk})
        return trigger_client_event(HttpResponse(status=204), "saved", {"pk": pk, "on": on})
    return redirect("saved" if from_list else place_of(message))


@require_GET
def index(request: Request) -> HttpResponse:
    """What one has saved, the latest first; ``?before=`` is the page after that bookmark."""
    form = PageForm(request.GET)
    if not form.is_valid():
        raise Http404
    saved = Bookmark.objects.readable_by(request.user)
    rooms = Prefetch("message__room", Room.objects.with_names())
    bookmarks = saved.prefetch_related(rooms).page(form.cleaned_data["before"])
    older = bookmarks[PAGE_SIZE - 1].pk if len(bookmarks) > PAGE_SIZE else None
    context = {"bookmarks": bookmarks[:PAGE_SIZE], "older": older}
    return render(request, "chat/saved/index.html", context)
