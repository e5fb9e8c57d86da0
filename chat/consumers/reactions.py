"""What a program makes of a message."""

from typing import Any

from djangochannelsrestframework.decorators import action
from rest_framework import status

from chat import serializers
from chat.consumers.base import arguments
from chat.consumers.renderings import Rendering
from chat.limits import count
from chat.models import Message


class ReactionActions:
    """Actions of ``RoomConsumer``."""

    user: Any
    rendering: Rendering

    @action()
    def react(self, **kwargs: Any) -> tuple[Any, int]:
        """Put an emoji under a message or take it away, as ``on`` says; without it, whichever changes something."""
        given = arguments(serializers.NewReaction, kwargs)
        count("react", user=self.user)
        messages = Message.objects.visible_to(self.user).select_related("room", "user")
        message = messages.get(pk=given["pk"])
        is_on = message.react(self.user, given["emoji"], on=given.get("on"))
        return self.rendering.message(
            message
        ), status.HTTP_201_CREATED if is_on else status.HTTP_200_OK
