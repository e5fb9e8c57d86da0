"""What stands around every page."""

from typing import Any, NamedTuple

from django.utils.functional import SimpleLazyObject

from chat.models import Report, Room, RowKey, Workspace
from chat.requests import Request

#: Of a person's list of rooms: the id (``Room.section``) and the title.
SECTIONS = {
    "favourites": "Favourites",
    "rooms": "Rooms",
    "conversations": "Direct conversations",
    "archived": "Archived",
}


class Section(NamedTuple):
    pk: str
    title: str
    rooms: list[RowKey]


def shell(request: Request) -> dict[str, Any]:
    """The frame of a page: whole for a browser that comes in, the column alone for one that is here already.

    What a page shows of the person's own and of the workspace is looked up only when it does.
    """
    return {
        "frame": "column.html" if getattr(request, "htmx", False) else "app.html",
        "workspace": SimpleLazyObject(Workspace.current),
        "sections": SimpleLazyObject(lambda: _sections(request)),
        "report_count": SimpleLazyObject(lambda: Report.objects.open().count()),
        "blocked": SimpleLazyObject(lambda: " ".join(map(str, request.user.blocked_keys))),
    }


def _sections(request: Request) -> list[Section]:
    """All of them, since an open page may get rooms for those that have none."""
    sections = {pk: Section(pk, title, []) for pk, title in SECTIONS.items()}
    for key in Room.objects.row_keys(request.user):
        sections[key.section].rooms.append(key)
    return list(sections.values())
