"""What went wrong, as a page; or, when htmx asked, as a notice on the page that is open."""

import sys
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django_htmx.http import reswap

from chat.limits import LimitReached

SERVER_ERROR, BUSY = 500, 503


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400, "This request makes no sense. Reload the page and try again.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403, "You may not do that.")


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, "What was here is gone.")


def too_many(request: HttpRequest, exception: LimitReached | None = None) -> HttpResponse:
    """Who is told no time, by allauth, is told a minute."""
    reached = exception or LimitReached(60)
    answer = _error(request, 429, str(reached), context={"sentence": str(reached)})
    answer.headers["Retry-After"] = str(reached.retry_after)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that waits for somebody or is away is no fault: what was sent can be sent again (503)."""
    if isinstance(sys.exception(), OperationalError):
        busy = _error(request, BUSY, "The server is busy. Try again in a moment.", "500.html")
        busy.headers["Retry-After"] = "2"
        return busy
    return _error(
        request, SERVER_ERROR, "Something went wrong on the server. Try again in a moment."
    )


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = "This page was open for too long. Reload it, and try again: messages that wait are sent then."
    return _error(request, 403, sentence, template="403_csrf.html")


def _error(
    request: HttpRequest,
    status: int,
    sentence: str,
    template: str | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Swapped nowhere but where the notice says itself: the errors of a page are no part of it."""
    if getattr(request, "htmx", False):
        notice = render(request, "components/_notice.html", {"texts": [sentence]}, status=status)
        return reswap(notice, "none")
    # When everything fails the page must not ask who is signed in: that may be what failed.
    asking = None if status >= SERVER_ERROR else request
    page = render_to_string(template or f"{status}.html", context, request=asking)
    return HttpResponse(page, status=status)
