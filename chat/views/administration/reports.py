from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.models import Report
from chat.permissions import require
from chat.requests import Request

PAGE_SIZE = 20


@require_GET
def index(request: Request) -> HttpResponse:
    """The reports that nobody has looked at, or with ``?resolved`` the others; newest first."""
    require(request.user, "report.resolve")
    is_resolved = "resolved" in request.GET
    reports = Report.objects.with_people().filter(resolved_at__isnull=not is_resolved)
    page = Paginator(reports.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "is_resolved": is_resolved,
        "query": "resolved" if is_resolved else "",
    }
    return render(request, "chat/administration/reports/index.html", context)


@require_POST
def resolve(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, lambda report: report.resolve(request.user), "Resolved.")


@require_POST
def remove_message(request: Request, pk: int) -> HttpResponse:
    return _act(
        request, pk, lambda report: report.remove_message(request.user), "The message is deleted."
    )


@require_POST
def deactivate(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, lambda report: report.author.deactivate(request.user), "Deactivated.")


@require_POST
def ban(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, lambda report: report.author.ban(request.user), "Banned.")


def _act(request: Request, pk: int, verb: Callable[[Report], None], done: str) -> HttpResponse:
    """The report stays open: whoever did something about it says so when they are through."""
    require(request.user, "report.resolve")
    report = get_object_or_404(Report.objects.with_people(), pk=pk)
    try:
        verb(report)
    except PermissionDenied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("administration-reports")
