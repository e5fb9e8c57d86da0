"""What a program does about others: report a message, block a person."""

from typing import Any

from djangochannelsrestframework.decorators import action
from rest_framework import status

from chat import serializers
from chat.consumers.base import arguments, key_in
from chat.limits import count
from chat.models import Message, Report, User


class ModerationActions:
    """Actions of ``RoomConsumer``."""

    user: Any

    @action()
    def report_message(self, **kwargs: Any) -> tuple[Any, int]:
        """Bring a message before the administrators."""
        given = arguments(serializers.NewReport, kwargs)
        count("report", user=self.user)
        message = Message.objects.visible_to(self.user).get(pk=given["pk"])
        Report.objects.file(message, self.user, given.get("reason", ""))
        return {"pk": message.pk}, status.HTTP_201_CREATED

    @action()
    def block_person(self, **kwargs: Any) -> tuple[Any, int]:
        """Have what somebody writes folded in one's own pages."""
        person = User.objects.visible_to(self.user).get(pk=key_in(kwargs))
        self.user.block(person)
        return {"pk": person.pk}, status.HTTP_200_OK

    @action()
    def unblock_person(self, **kwargs: Any) -> tuple[Any, int]:
        person = User.objects.get(pk=key_in(kwargs), blocked_by__user=self.user)
        self.user.unblock(person)
        return {"pk": person.pk}, status.HTTP_200_OK
