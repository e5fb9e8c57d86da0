from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from chat.models import User


class Request(HttpRequest):
    """A request as our views get it: the middleware lets only signed-in people through, and bots."""

    user: User
    htmx: HtmxDetails
    #: Whether a bot asks, with a token: then there is no session, and the answer is JSON.
    is_by_bot: bool


AUTHORIZATION = b"authorization"

View = TypeVar("View", bound=Callable[..., HttpResponse])


def for_bots_too(view: View) -> View:
    """Marks a view that takes a token instead of a session, and then answers in JSON."""
    view.is_for_bots_too = True  # type: ignore[attr-defined]
    return view


def token_in(authorization: str) -> str | None:
    """The token in an Authorization header; None when there is none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a piece of the page that is open; not to go to another page, or back to one."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
