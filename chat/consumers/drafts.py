"""What a program does with what its person has begun to write."""

from typing import Any

from djangochannelsrestframework.decorators import action
from rest_framework import status

from chat import serializers
from chat.consumers.base import arguments
from chat.limits import count
from chat.models import Draft, Message, Room
from chat.permissions import require


class DraftActions:
    """Actions of ``RoomConsumer``."""

    user: Any

    @action()
    def keep_draft(self, **kwargs: Any) -> tuple[Any, int]:
        """Keep it for wherever its person goes on, unless it was changed elsewhere meanwhile."""
        given = arguments(serializers.DraftChange, kwargs)
        room = Room.objects.visible_to(self.user).get(pk=given["room"])
        count("draft", user=self.user)
        quotes = given.get("quotes")
        quoted = quotes and Message.objects.visible_to(self.user).get(room=room, pk=quotes)
        version = given.get("version", 0)
        draft = Draft.objects.keep(self.user, room, given["text"], quoted, version)
        return serializers.DraftSerializer(draft).data, status.HTTP_200_OK

    @action()
    def retrieve_draft(self, **kwargs: Any) -> tuple[Any, int]:
        given = arguments(serializers.OfRoom, kwargs)
        room = Room.objects.visible_to(self.user).get(pk=given["room"])
        require(self.user, "room.draft", room)
        draft = Draft.objects.current(self.user, room)
        return serializers.DraftSerializer(draft).data, status.HTTP_200_OK
