"""Who is not signed in, who asks too often, and what a browser may do with an answer."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import get_resolver, reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect, reswap

from chat.limits import LimitReached
from chat.models import Token, User
from chat.requests import token_in


class TokenMiddleware:
    """Lets a bot in by its token, to the views that are for bots too.

    It comes without a session, and needs no CSRF token: no other page can make a browser send this header. What a
    browser does send by itself, the cookie of a session, must not come with it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.is_by_bot = False
        text = token_in(request.headers.get("Authorization", ""))
        if text is None:
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return _error("Send a token or the cookie of a session, not both.", 400)
        token = Token.objects.find(text)
        if token is None:
            unknown = _error("This token is not good, or not any more.", 401)
            unknown.headers["WWW-Authenticate"] = "Bearer"
            return unknown
        request.user, request.is_by_bot = token.user, True
        request._dont_enforce_csrf_checks = True
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, arguments: Any, named: Any
    ) -> HttpResponseBase | None:
        if request.is_by_bot and not getattr(view, "is_for_bots_too", False):
            return _error("This page is for people. See docs/api.md for what bots can do.", 403)
        return None


def _error(sentence: str, status: int) -> HttpResponseBase:
    return JsonResponse({"errors": [sentence]}, status=status)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every view needs a sign-in, but for those that say otherwise.

    The very first visitor is led to the first run. What htmx asks from a page whose session has ended gets a
    notice instead of the sign-in page, so that what was typed stays where it is; who goes to another page
    signs in on the way.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if not User.objects.exists():
            return redirect("first-run")
        if request.htmx and request.method == "GET" and request.htmx.boosted:  # type: ignore[attr-defined]
            target = urlencode({"next": request.get_full_path()})
            return HttpResponseClientRedirect(f"{reverse('sign-in')}?{target}")
        if request.htmx:  # type: ignore[attr-defined]
            return reswap(render(request, "chat/people/_signed_out.html", status=401), "none")
        if request.method not in {"GET", "HEAD"}:
            return redirect("sign-in")  # a form's own address is no page to come back to
        response: HttpResponseBase = super().handle_no_permission(request, view_func)
        return response


class TooManyMiddleware:
    """Answers when a view counted one too many (chat/limits.py), as Django does for other errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        if not isinstance(exception, LimitReached):
            return None
        handler: Any = get_resolver().resolve_error_handler(429)
        answer: HttpResponseBase = handler(request, exception)
        return answer


def vary_on_htmx(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A page and its column have one address, so nothing on the way may take one for the other."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
        return response

    return middleware


def keep_nothing(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Nothing that a view answers is kept, by a browser or on the way, unless the view says so itself.

    So the next person at the computer finds no chats by going back, and no form whose client_id is used up.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return middleware
