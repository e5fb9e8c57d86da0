from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.forms import PersonSearchForm, RoleForm
from chat.models import User
from chat.models.text import clean_name, fold
from chat.permissions import may, require
from chat.requests import Request, wants_fragment

PAGE_SIZE = 50


@require_GET
def index(request: Request) -> HttpResponse:
    """Everybody who has or had an account, with a search."""
    require(request.user, "person.administer")
    form = PersonSearchForm(request.GET)
    page = Paginator(_found(form), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    name = "_found" if wants_fragment(request) else "index"
    return render(request, f"chat/administration/people/{name}.html", context)


def _found(form: PersonSearchForm) -> QuerySet[User]:
    people = User.objects.order_by("folded_name", "pk")
    if text := form.given("q"):
        people = people.filter(folded_name__contains=fold(clean_name(text)))
    if role := form.given("role"):
        people = people.filter(role=role)
    if state := form.given("state"):
        people = people.filter(User.State(state).condition())
    return people


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    require(request.user, "person.administer")
    return _show(request, _person(pk))


@require_POST
def change_role(request: Request, pk: int) -> HttpResponse:
    role = request.POST.get("role", "")
    return _act(request, pk, lambda person: person.change_role(request.user, role), "Saved.")


@require_POST
def deactivate(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, lambda person: person.deactivate(request.user), "Deactivated.")


@require_POST
def reactivate(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, lambda person: person.reactivate(request.user), "Reactivated.")


@require_POST
def ban(request: Request, pk: int) -> HttpResponse:
    remove = "remove_messages" in request.POST
    return _act(
        request, pk, lambda person: person.ban(request.user, remove_messages=remove), "Banned."
    )


@require_POST
def unban(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, lambda person: person.unban(request.user), "The ban is lifted.")


def _act(request: Request, pk: int, verb: Callable[[User], None], done: str) -> HttpResponse:
    require(request.user, "person.administer")
    person = _person(pk)
    try:
        verb(person)
    except ValidationError as error:
        return _show(request, person, *error.messages, status=422)
    except PermissionDenied as error:
        return _show(request, _person(pk), str(error), status=403)
    messages.success(request, done)
    return redirect("administration-person", pk)


def _person(pk: int) -> User:
    return get_object_or_404(User.objects.select_related("owner"), pk=pk)


def _show(request: Request, person: User, *sentences: str, status: int = 200) -> HttpResponse:
    verbs = ("change_role", "deactivate", "ban", "reset_password")
    context = {
        "person": person,
        "sentences": sentences,
        "form": RoleForm(initial={"role": person.role}),
        "may": {verb: may(request.user, f"person.{verb}", person) for verb in verbs},
        "message_count": person.messages.filter(deleted_at=None).count(),
    }
    return render(request, "chat/administration/people/show.html", context, status=status)
