"""What a program does with messages."""

from typing import Any

from djangochannelsrestframework.decorators import action
from rest_framework import status

from chat import serializers
from chat.consumers.base import arguments, key_in
from chat.consumers.renderings import Rendering
from chat.limits import count
from chat.models import Message, Room, Seen


class MessageActions:
    """Actions of ``RoomConsumer``."""

    user: Any
    rendering: Rendering

    @action()
    def create_message(self, **kwargs: Any) -> tuple[Any, int]:
        given = arguments(serializers.NewMessage, kwargs)
        room = Room.objects.seen_by(self.user, given["room"])
        count("post", user=self.user)
        quoted = given.get("quotes")
        quotes = None if quoted is None else room.messages.get(pk=quoted)
        message = room.post(
            self.user,
            given["message"],
            given.get("client_id"),
            quotes=quotes,
            draft=given.get("draft"),
        )
        return self.rendering.message(message), status.HTTP_201_CREATED

    @action()
    def edit_message(self, **kwargs: Any) -> tuple[Any, int]:
        given = arguments(serializers.MessageEdit, kwargs)
        count("edit", user=self.user)
        message = self._message(given["pk"])
        message.edit(self.user, given["message"], seen=given.get("edited_at", Seen.UNSAID))
        return self.rendering.message(message), status.HTTP_200_OK

    @action()
    def delete_message(self, **kwargs: Any) -> tuple[Any, int]:
        """Leave of it only that there was one."""
        message = self._message(key_in(kwargs))
        message.erase(self.user)
        return self.rendering.message(message), status.HTTP_200_OK

    @action()
    def restore_message(self, **kwargs: Any) -> tuple[Any, int]:
        """Take a deletion back that one has just made."""
        message = self._message(key_in(kwargs))
        message.restore(self.user)
        return self.rendering.message(message), status.HTTP_200_OK

    @action()
    def list_edits(self, **kwargs: Any) -> tuple[Any, int]:
        """What a message said before it was edited, newest first."""
        message = self._message(key_in(kwargs))
        edits = serializers.EditSerializer(message.versions_for(self.user), many=True).data
        return {"pk": message.pk, "edits": edits}, status.HTTP_200_OK

    def _message(self, pk: int) -> Message:
        messages = Message.objects.visible_to(self.user).whole().select_related("room")
        return messages.get(pk=pk)
