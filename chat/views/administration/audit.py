from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chat.forms import AuditSearchForm
from chat.models import AuditEntry
from chat.models.audit import AuditQuerySet
from chat.models.text import clean_name, fold
from chat.permissions import require
from chat.requests import Request, wants_fragment
from chat.views.administration.sentences import Sentence, sentence

PAGE_SIZE = 50


class Line(NamedTuple):
    entry: AuditEntry
    sentence: Sentence


@require_GET
def index(request: Request) -> HttpResponse:
    """What was done by the power of a role, newest first; ``?before=`` an entry's number, those before it."""
    require(request.user, "audit.read")
    form = AuditSearchForm(request.GET, verbs=AuditEntry.objects.verbs())
    entries = list(_found(form, request.GET.get("before", ""))[: PAGE_SIZE + 1])
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "form": form,
        "lines": [Line(entry, sentence(entry)) for entry in entries[:PAGE_SIZE]],
        "before": entries[PAGE_SIZE - 1].pk if len(entries) > PAGE_SIZE else None,
        "query": query.urlencode(),
    }
    name = "_found" if wants_fragment(request) else "index"
    return render(request, f"chat/administration/audit/{name}.html", context)


def _found(form: AuditSearchForm, before: str) -> AuditQuerySet:
    entries = AuditEntry.objects.select_related("actor").order_by("-pk")
    if before.isdecimal() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    if text := form.given("q"):
        entries = entries.filter(actor__folded_name__contains=fold(clean_name(text)))
    if verb := form.given("verb"):
        entries = entries.filter(verb=verb)
    if text := form.given("target"):
        entries = entries.filter(target__icontains=clean_name(text))
    return entries
