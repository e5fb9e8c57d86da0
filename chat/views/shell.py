"""What stands around every page."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from chat.models import Room, Workspace
from chat.requests import Request


def shell(request: Request) -> dict[str, Any]:
    """The frame of a page: whole for a browser that comes in, the column alone for one that is here already.

    The list of rooms, and what administrators have set, are looked up only where they are shown.
    """
    return {
        "frame": "column.html" if getattr(request, "htmx", False) else "app.html",
        "workspace": SimpleLazyObject(Workspace.current),
        "my_rooms": SimpleLazyObject(lambda: list(Room.objects.listed_for(request.user))),
    }
