from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from chat.models.room_base import RoomBase
from chat.models.text import clean_name
from chat.models.user import User
from chat.permissions import require

#: What ``edit`` changes.
EDITABLE = ("name", "topic", "description", "kind", "is_announcement")


class Keeping(RoomBase):
    """What becomes of a room itself: the verbs of those who manage it.

    The audit log has each of them when an administrator does it to a room that is not theirs. That members were
    removed and rooms deleted it has whoever did it.
    """

    class Meta:
        abstract = True

    def edit(self, by: User, **values: Any) -> None:
        """Change what is given of ``EDITABLE``. A room that is refused something keeps all that it was.

        Raises ``PermissionDenied``, and ``ValidationError`` when something is bad or the name is taken.
        """
        with self.locked() as room:
            require(by, "room.edit", room)
            if values.get("kind") == self.Kind.DIRECT:
                raise ValidationError({"kind": "A room does not become a conversation."})
            room.was_listed = room.is_listed
            before = {name: getattr(room, name) for name in EDITABLE}
            for name in values.keys() & before.keys():
                setattr(room, name, values[name])
            room.save_checked([*EDITABLE, "folded_name"])
            changed = [name for name in EDITABLE if getattr(room, name) != before[name]]
            room.record(by, "room.edit", before={name: before[name] for name in changed})
        self._become(room)

    def rename(self, by: User, name: str) -> None:
        """As ``edit``."""
        self.edit(by, name=name)

    def archive(self, by: User) -> None:
        """Nobody writes in it any more, and it is in no directory; its members read on. Raises ``PermissionDenied``."""
        self._set_archived(by, archived=True)

    def restore(self, by: User) -> None:
        """Undo ``archive``. Raises ``PermissionDenied``."""
        self._set_archived(by, archived=False)

    def _set_archived(self, by: User, *, archived: bool) -> None:
        with self.locked() as room:
            require(by, "room.archive", room)
            if room.is_archived != archived:
                room.was_listed = room.is_listed
                room.archived_at = timezone.now() if archived else None
                room.save_change(["archived_at"])
                room.record(by, "room.archive", act="archive" if archived else "restore")
        self._become(room)

    def delete_by(self, by: User, typed_name: str) -> None:
        """Delete the room with all that was said in it. ``typed_name`` is its name, typed by whoever means it.

        Raises ``PermissionDenied``, and ``ValidationError`` for another name.
        """
        with self.locked() as room:
            require(by, "room.delete", room)
            if clean_name(typed_name) != room.name:
                raise ValidationError({"name": "Type the name of the room as it is written above."})
            members = room.memberships.count()
            room.record(by, "room.delete", always=True, members=members, messages=room.last_seq)
            room.delete()

    def _become(self, room: RoomBase) -> None:
        """This object is what the row is now."""
        for name in (*EDITABLE, "folded_name", "archived_at", "revision"):
            setattr(self, name, getattr(room, name))
