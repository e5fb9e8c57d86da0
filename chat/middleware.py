"""Who is not signed in."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from chat.models import User


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every view needs a sign-in, but for those that say otherwise.

    The very first visitor is led to the first run. A form that htmx sends from a page whose session has
    ended gets a notice instead of the sign-in page, so that what was typed stays where it is.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if not User.objects.exists():
            return redirect("first-run")
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "chat/people/_signed_out.html", status=401)
        if request.method not in {"GET", "HEAD"}:
            return redirect("sign-in")  # a form's own address is no page to come back to
        response: HttpResponseBase = super().handle_no_permission(request, view_func)
        return response
