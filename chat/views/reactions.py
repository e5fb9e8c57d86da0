from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap

from chat import emoji as all_emoji
from chat.forms import EmojiForm, ReactionForm
from chat.limits import limited
from chat.live import fragments
from chat.models import Message, Room
from chat.permissions import may
from chat.requests import Request, wants_fragment
from chat.views.answers import changed, message_for, place_of

MOST_FOUND = 90  # of a search


@require_http_methods(["GET", "POST"])
@limited("react")
def create(request: Request, pk: int) -> HttpResponse:
    """Put an emoji under a message (201) or take it away (200); htmx gets the message. By GET: who, and a picker."""
    message = message_for(request, pk)
    if request.method == "GET":
        if wants_fragment(request):
            return render(request, "chat/reactions/_reactors.html", {"message": message})
        return _page(request, message)
    form = ReactionForm(request.POST)
    if not form.is_valid():
        sentences = [str(each) for errors in form.errors.values() for each in errors]
        return _refused(request, message, 422, sentences)
    try:
        given = form.cleaned_data
        is_on = message.react(request.user, given["emoji"], on=given["on"])
    except ValidationError as error:
        return _refused(request, message, 422, error.messages)
    except PermissionDenied as error:  # deleted, or archived, since the page was made
        return _refused(request, message, 403, [str(error)])
    except Room.DoesNotExist:
        raise Http404 from None
    return changed(request, message, status=201 if is_on else 200)


@require_GET
@limited("search", "GET")
def emoji(request: Request) -> HttpResponse:
    """The picker, or what a search finds for it; without a script a list with short names."""
    form = EmojiForm(request.GET)
    query, tone = form.given("q"), form.given("tone")
    if not wants_fragment(request):
        found = all_emoji.find(query or "", MOST_FOUND, tone)
        return render(request, "chat/reactions/emoji.html", {"form": form, "found": found})
    if query:
        found = all_emoji.find(query, MOST_FOUND, tone)
        return render(request, "chat/reactions/_found.html", {"found": found, "query": query})
    return HttpResponse(fragments.picker(tone, form.given_recent()))


def _page(
    request: Request, message: Message, status: int = 200, sentences: list[str] | None = None
) -> HttpResponse:
    form = EmojiForm(request.GET)
    query, tone = form.given("q"), form.given("tone")
    context: dict[str, Any] = {
        "message": message,
        "place": place_of(message),
        "form": form,
        "query": query,
        "found": all_emoji.find(query or "", MOST_FOUND, tone),
        "may_react": may(request.user, "message.react", message),
        "sentences": sentences or [],
    }
    return render(request, "chat/reactions/create.html", context, status=status)


def _refused(request: Request, message: Message, status: int, sentences: list[str]) -> HttpResponse:
    """Say so where they look: a notice in the page that is open, or the page of the message's reactions."""
    if not wants_fragment(request):
        return _page(request, message, status, sentences)
    notice = render(request, "components/_notice.html", {"texts": sentences}, status=status)
    return reswap(notice, "none")
