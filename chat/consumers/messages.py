"""What a program does with messages."""

from typing import Any

from djangochannelsrestframework.decorators import action
from rest_framework import status

from chat import serializers
from chat.consumers.base import arguments, key_in
from chat.consumers.renderings import Rendering
from chat.limits import count
from chat.models import Message, Room


class MessageActions:
    """Actions of ``RoomConsumer``."""

    user: Any
    rendering: Rendering

    @action()
    def create_message(self, **kwargs: Any) -> tuple[Any, int]:
        given = arguments(serializers.NewMessage, kwargs)
        room = Room.objects.visible_to(self.user).get(pk=given["room"])
        count("post", user=self.user)
        message = room.post(
            self.user, given["message"], given.get("client_id"), draft=given.get("draft")
        )
        return self.rendering.message(message), status.HTTP_201_CREATED

    @action()
    def edit_message(self, **kwargs: Any) -> tuple[Any, int]:
        given = arguments(serializers.MessageEdit, kwargs)
        message = self._message(given["pk"])
        message.edit(self.user, given["message"])
        return self.rendering.message(message), status.HTTP_200_OK

    @action()
    def delete_message(self, **kwargs: Any) -> tuple[Any, int]:
        """Leave of it only that there was one."""
        message = self._message(key_in(kwargs))
        message.erase(self.user)
        return self.rendering.message(message), status.HTTP_200_OK

    def _message(self, pk: int) -> Message:
        messages = Message.objects.visible_to(self.user).select_related("room", "user")
        return messages.get(pk=pk)
