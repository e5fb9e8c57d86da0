"""What a program does so that messages are found again: by everybody (pins), or by its own person."""

from typing import Any

from djangochannelsrestframework.decorators import action
from rest_framework import status

from chat import serializers
from chat.consumers.base import arguments, key_in
from chat.consumers.renderings import Rendering
from chat.models import Bookmark, Message, Room
from chat.models.bookmark import PAGE_SIZE
from chat.permissions import require

Reply = tuple[Any, int]


class KeepsakeActions:
    """Actions of ``RoomConsumer``."""

    user: Any
    rendering: Rendering

    @action()
    def pin(self, **kwargs: Any) -> Reply:
        """Keep a message at hand for all of its room."""
        message = self._readable(key_in(kwargs))
        message.pin(self.user)
        return self.rendering.message(message), status.HTTP_200_OK

    @action()
    def unpin(self, **kwargs: Any) -> Reply:
        message = self._readable(key_in(kwargs))
        message.unpin(self.user)
        return self.rendering.message(message), status.HTTP_200_OK

    @action()
    def list_pins(self, **kwargs: Any) -> Reply:
        """The messages that are pinned to a room, the latest pin first."""
        given = arguments(serializers.OfRoom, kwargs)
        room = Room.objects.visible_to(self.user).get(pk=given["room"])
        require(self.user, "room.read", room)
        pinned = room.messages.pinned().whole()
        return serializers.MessageSerializer(pinned, many=True).data, status.HTTP_200_OK

    @action()
    def save(self, **kwargs: Any) -> Reply:
        """Keep a message for oneself."""
        return self._bookmark(key_in(kwargs), on=True)

    @action()
    def unsave(self, **kwargs: Any) -> Reply:
        return self._bookmark(key_in(kwargs), on=False)

    @action()
    def list_saved(self, **kwargs: Any) -> Reply:
        """A page of what one has saved, the latest first; ``before`` is where the next one begins."""
        given = arguments(serializers.Page, kwargs)
        saved = Bookmark.objects.readable_by(self.user).page(given.get("before"))
        messages = Message.objects.whole().in_bulk(mark.message_id for mark in saved[:PAGE_SIZE])
        found = [messages[mark.message_id] for mark in saved[:PAGE_SIZE]]
        return {
            "messages": serializers.MessageSerializer(found, many=True).data,
            "before": saved[PAGE_SIZE - 1].pk if len(saved) > PAGE_SIZE else None,
        }, status.HTTP_200_OK

    @action()
    def mark_unread(self, **kwargs: Any) -> Reply:
        """Note that one wants to read on from a message."""
        given = arguments(serializers.PlaceInRoom, kwargs)
        room = Room.objects.visible_to(self.user).get(pk=given["room"])
        require(self.user, "room.read", room)
        room.mark_unread(self.user, given["seq"])
        return given, status.HTTP_200_OK

    @action()
    def mark_read(self, **kwargs: Any) -> Reply:
        """Note that one has read all of a room."""
        given = arguments(serializers.OfRoom, kwargs)
        Room.objects.visible_to(self.user).get(pk=given["room"]).mark_read(self.user)
        return given, status.HTTP_200_OK

    def _bookmark(self, pk: int, *, on: bool) -> Reply:
        self._readable(pk).bookmark(self.user, on=on)
        return {"pk": pk}, status.HTTP_200_OK

    def _readable(self, pk: int) -> Message:
        messages = Message.objects.visible_to(self.user).whole().select_related("room")
        return messages.get(pk=pk)
