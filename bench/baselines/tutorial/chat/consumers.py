"""The tutorial's consumer: each socket has its own channel, and encodes what it sends for itself."""

from collections.abc import Iterator
from typing import Any

from channels.db import database_sync_to_async
from djangochannelsrestframework.generics import GenericAsyncAPIConsumer
from djangochannelsrestframework.mixins import CreateModelMixin
from djangochannelsrestframework.observer import model_observer
from djangochannelsrestframework.observer.generics import ObserverModelInstanceMixin, action

from .models import Message, Room, User
from .serializers import MessageSerializer, RoomSerializer


class RoomConsumer(CreateModelMixin, ObserverModelInstanceMixin, GenericAsyncAPIConsumer):
    queryset = Room.objects.all()
    serializer_class = RoomSerializer
    lookup_field = "pk"

    @action()
    async def join_room(self, pk: int, request_id: Any, **kwargs: Any) -> None:
        room = await database_sync_to_async(self.get_object)(pk=pk)
        await self.subscribe_instance(request_id=request_id, pk=room.pk)
        await self.message_activity.subscribe(room=pk, request_id=request_id)
        await self.add_user_to_room(room)

    @action()
    async def leave_room(self, pk: int, request_id: Any, **kwargs: Any) -> None:
        room = await database_sync_to_async(self.get_object)(pk=pk)
        await self.unsubscribe_instance(request_id=request_id, pk=room.pk)
        await self.message_activity.unsubscribe(room=room.pk, request_id=request_id)
        await self.remove_user_from_room(room)

    @database_sync_to_async
    def add_user_to_room(self, room: Room) -> None:
        user: User = self.scope["user"]
        user.current_rooms.add(room)

    @database_sync_to_async
    def remove_user_from_room(self, room: Room) -> None:
        user: User = self.scope["user"]
        user.current_rooms.remove(room)

    @action()
    async def create_message(self, message: str, room: int, **kwargs: Any) -> None:
        found = await database_sync_to_async(self.get_object)(pk=room)
        await database_sync_to_async(Message.objects.create)(
            room=found, user=self.scope["user"], text=message
        )

    @model_observer(Message)
    async def message_activity(
        self,
        message: dict[str, Any],
        observer: Any = None,
        subscribing_request_ids: Any = (),
        **kwargs: Any,
    ) -> None:
        for request_id in subscribing_request_ids:
            await self.send_json({"request_id": request_id, **message})

    @message_activity.groups_for_signal
    def message_activity(self, instance: Message, **kwargs: Any) -> Iterator[str]:
        yield f"room__{instance.room_id}"

    @message_activity.groups_for_consumer
    def message_activity(self, room: int | None = None, **kwargs: Any) -> Iterator[str]:
        if room is not None:
            yield f"room__{room}"

    @message_activity.serializer
    def message_activity(self, instance: Message, action: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            "data": MessageSerializer(instance).data,
            "action": action.value,
            "pk": instance.pk,
        }
