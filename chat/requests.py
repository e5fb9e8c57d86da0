from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from chat.models import User

#: Where a session keeps the token of the link that somebody came by, until they have signed up.
INVITATION = "invitation"


class Request(HttpRequest):
    """A request as our views get it: the middleware lets only signed-in people through."""

    user: User
    htmx: HtmxDetails


AUTHORIZATION = b"authorization"


def token_in(authorization: str) -> str | None:
    """The token in an Authorization header; None when there is none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a piece of the page that is open; not to go to another page, or back to one."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
