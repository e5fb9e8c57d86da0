"""One message: its own page, and what becomes of it."""

from functools import partial

from django.contrib import messages as said
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.forms import EditForm
from chat.limits import count
from chat.live import fragments
from chat.models import UNDO_WITHIN, Conflict, Message
from chat.permissions import may, require
from chat.requests import Request, wants_fragment
from chat.views.answers import REFUSALS, changed, message_for, refused

STILL_HERE = "What you wrote is still here: save again to put it in its place."
SECONDS = int(UNDO_WITHIN.total_seconds())


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """The message, and a form for each thing that one may do with it."""
    message = message_for(request, pk)
    verbs = ("edit", "erase", "restore", "read_edits", "report", "quote", "pin", "bookmark")
    context = {
        "message": message,
        "may": {verb: may(request.user, f"message.{verb}", message) for verb in verbs},
        "is_saved": message.bookmarks.filter(user=request.user).exists(),
    }
    return render(request, "chat/messages/show.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Say something else. For htmx a GET is what the composer needs to know, and a POST answers as posting does."""
    if request.method == "POST":
        return _edit(request, pk, EditForm(request.POST))
    message = message_for(request, pk)
    require(request.user, "message.edit", message)
    context = {"message": message, "form": EditForm(initial={"message": message.text})}
    page = "_editing" if wants_fragment(request) else "edit"
    return render(request, f"chat/messages/{page}.html", context)


def _edit(request: Request, pk: int, form: EditForm) -> HttpResponse:
    message = None
    try:
        message = message_for(request, pk)
        count("edit", user=request.user)
        if form.is_valid():
            message.edit(request.user, form.cleaned_data["message"], seen=form.seen)
            return changed(request, message)
        return _not_edited(request, message, form, ["The page is broken. Reload it."], 422)
    except Conflict as error:
        return _not_edited(request, message, form, [str(error), STILL_HERE], 409)
    except Http404:
        return _not_edited(request, message, form, ["This message is not here any more."], 404)
    except REFUSALS as error:
        return refused(error, partial(_not_edited, request, message, form))


def _not_edited(
    request: Request, message: Message | None, form: EditForm, sentences: list[str], status: int
) -> HttpResponse:
    """Say so where it was written, which stays: at the composer, or on the page again."""
    form.is_valid()
    for sentence in sentences:
        form.add_error("message", sentence)
    # After a conflict the message is as it is by now: then the person has seen that, too.
    context = {"message": message, "form": form, "sentences": sentences}
    page = "_not_edited" if request.htmx else "edit"
    return render(request, f"chat/messages/{page}.html", context, status=status)


@require_http_methods(["GET", "POST"])
def delete(request: Request, pk: int) -> HttpResponse:
    """Delete it. Without scripts a page asks first; with them one may take it back for a moment."""
    message = message_for(request, pk)
    if request.method == "GET":
        require(request.user, "message.erase", message)
        return render(request, "chat/messages/delete.html", {"message": message})
    try:
        message.erase(request.user)
    except PermissionDenied as error:
        return _denied(request, error)
    if request.htmx:
        context = {"message": message, "fragment": fragments.changed(message), "seconds": SECONDS}
        return render(request, "chat/messages/_deleted.html", context)
    said.success(request, f"Deleted. For {SECONDS} seconds you may bring it back.")
    return redirect("message-show", message.pk)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Take a deletion back."""
    message = message_for(request, pk)
    try:
        message.restore(request.user)
    except PermissionDenied as error:
        return _denied(request, error)
    return changed(request, message)


@require_GET
def edits(request: Request, pk: int) -> HttpResponse:
    """What it said before it was edited."""
    message = message_for(request, pk)
    versions = message.versions_for(request.user)
    page = "_edits" if wants_fragment(request) else "edits"
    context = {"message": message, "edits": versions}
    return render(request, f"chat/messages/{page}.html", context)


def _denied(request: Request, error: PermissionDenied) -> HttpResponse:
    """With the reason, where one is looking."""
    if not request.htmx:
        raise error
    return HttpResponse(fragments.notice([str(error)]), status=403)
