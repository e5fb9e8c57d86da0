"""What a browser keeps, to have something to show when the server cannot be reached."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html", {"workspace": None})  # it asks no database


@login_not_required
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the top of the site, since a worker looks after the addresses below its own. A template, for the
    names of the static files."""
    return render(request, "service-worker.js", content_type="text/javascript")
