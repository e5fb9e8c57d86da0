"""What stands around every page."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from chat.models import Room
from chat.requests import Request


def shell(request: Request) -> dict[str, Any]:
    """The frame of a page: whole for a browser that comes in, the column alone for one that is here already.

    The list of rooms is looked up only when a frame shows it.
    """
    return {
        "frame": "column.html" if getattr(request, "htmx", False) else "app.html",
        "my_rooms": SimpleLazyObject(lambda: list(Room.objects.listed_for(request.user))),
    }
