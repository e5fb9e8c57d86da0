from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from chat.models import User


class Request(HttpRequest):
    """A request as our views get it: the middleware lets only signed-in people through."""

    user: User
    htmx: HtmxDetails
