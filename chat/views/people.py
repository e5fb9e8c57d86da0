from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_http_methods

from chat.forms import FirstRunForm, PreferencesForm, add_errors
from chat.models import AlreadyFounded, Room, User, found
from chat.permissions import may
from chat.requests import Request, wants_fragment


@login_not_required
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Make the administrator and the first room; there once only."""
    if User.objects.exists():
        return redirect("room-index")
    form = FirstRunForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            user, room = found(
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password1"],
                room_name=form.cleaned_data["room_name"],
            )
        except ValidationError as error:
            add_errors(form, error, "room_name")
        except AlreadyFounded:
            messages.info(request, "Somebody else has just set Roomful up. Sign up to join them.")
            return redirect("sign-up")
        else:
            response: HttpResponse = perform_login(
                request, user, redirect_url=resolve_url("room-show", room.pk)
            )
            return response
    return render(request, "chat/people/first_run.html", {"form": form}, status=status)


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """Who somebody is: a page, or a card for htmx to show beside their name."""
    known = User.objects.visible_to(request.user)
    person = get_object_or_404(known, pk=pk)
    shared = Room.objects.of(request.user).filter(pk__in=Room.objects.of(person).values("pk"))
    page = "chat/people/_card.html" if wants_fragment(request) else "chat/people/show.html"
    can_block = may(request.user, "person.block", person)
    context = {
        "person": person,
        "owner": known.filter(pk=person.owner_id).first() if person.owner_id else None,
        "local_time": person.local_time,
        "rooms": shared.exclude(kind=Room.Kind.DIRECT).by_name(),
        "is_own": person == request.user,
        "can_block": can_block,
        "is_blocked": can_block and request.user.has_blocked(person),
    }
    return render(request, page, context)


@require_http_methods(["GET", "POST"])
def preferences(request: Request) -> HttpResponse:
    """How Roomful looks to the person."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            request.user.save(update_fields=form.Meta.fields)
            messages.success(request, "Saved.")
            return redirect("preferences")
    return render(request, "chat/people/preferences.html", {"form": form}, status=status)
