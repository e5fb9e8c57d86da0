"""Who there is."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chat.forms import PeopleForm
from chat.limits import limited
from chat.models import User
from chat.requests import Request, wants_fragment

PAGE_SIZE = 50


@require_GET
@limited("search", "GET")
def people(request: Request) -> HttpResponse:
    """Those whom one may know of, by name, ``?q=`` in a name of theirs; ``?gone=on`` has those who have left too."""
    form = PeopleForm(request.GET)
    found = User.objects.none()
    if form.is_valid():
        text, gone = form.cleaned_data["q"], form.cleaned_data["gone"]
        found = User.objects.listed_for(request.user, text, with_gone=gone)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": request.GET, "text": request.GET.get("q", "")}
    template = "_list" if wants_fragment(request) else "index"
    return render(request, f"chat/people/{template}.html", context)
