"""The one consumer: pages and programs follow rooms through it."""

from collections.abc import Awaitable, Collection, Iterator
from typing import Any

from channels.db import database_sync_to_async
from django.core.exceptions import PermissionDenied
from djangochannelsrestframework.decorators import action, detached
from djangochannelsrestframework.observer.model_observer import Action
from rest_framework import status
from rest_framework.exceptions import MethodNotAllowed

from chat import serializers
from chat.consumers.base import LiveConsumer, arguments, key_in
from chat.consumers.changes import (
    message_change,
    person_change,
    personal_change,
    room_change,
)
from chat.consumers.drafts import DraftActions
from chat.consumers.frames import RequestId
from chat.consumers.keeping import KeepingActions
from chat.consumers.keepsakes import KeepsakeActions
from chat.consumers.messages import MessageActions
from chat.consumers.moderation import ModerationActions
from chat.consumers.reactions import ReactionActions
from chat.consumers.renderings import FragmentRendering
from chat.limits import acount
from chat.live import fragments, groups
from chat.live.observer import live_observer
from chat.models import Membership, Message, Room, User
from chat.models.room import RoomQuerySet
from chat.models.user import UNSEEN
from chat.permissions import may

#: Changes that a reader may have missed and still gets one by one; past it the list is sent anew.
CATCH_UP_LIMIT = 300

DIRECTORY = "directory"

Reply = tuple[Any, int]
RequestIds = Collection[RequestId]


class RoomConsumer(
    DraftActions,
    KeepingActions,
    KeepsakeActions,
    MessageActions,
    ModerationActions,
    ReactionActions,
    LiveConsumer,
):
    queryset = Room.objects.all()
    serializer_class = serializers.RoomSerializer

    #: Whether the page at the other end lists rooms.
    lists_rooms = False
    #: Of those the favourites, and the archived ones.
    favourites: set[int]
    archived: set[int]
    #: What a page shows beside that list: a room (its key), the directory of rooms, or neither.
    column: int | str | None = None
    #: The group that tells of this person's memberships.
    own_group = ""

    async def connect(self) -> None:
        self.favourites, self.archived = set(), set()
        (self.own_group,) = await self.membership_activity.subscribe(user=self.user.pk)
        await super().connect()

    # Observers

    @live_observer(Message, part_of=Room)
    def message_activity(
        self, body: dict[str, Any], request_ids: RequestIds, message: dict[str, Any]
    ) -> None:
        self.send_change(body, request_ids)

    @message_activity.groups_for_signal
    def message_activity(self, instance: Message, **kwargs: Any) -> Iterator[str]:
        yield groups.messages(instance.room_id)

    @message_activity.groups_for_consumer
    def message_activity(self, room: int, **kwargs: Any) -> Iterator[str]:
        yield groups.messages(room)

    @message_activity.serializer
    def message_activity(self, instance: Message, action: Action, **kwargs: Any) -> dict[str, Any]:
        return message_change(instance, action.value)

    @live_observer(Room)
    def handle_instance_change(
        self, body: dict[str, Any], request_ids: RequestIds, message: dict[str, Any]
    ) -> Awaitable[None] | None:
        is_own = groups.about_room(body["room"]) in self.groups
        if message["group"] != groups.OPEN_ROOMS or not is_own:  # one's own is in no directory
            self.send_change(body, request_ids)
        if message["group"] != groups.about_room(body["room"]):
            return None
        if body["revision"] is None:  # it is gone
            return self._unfollow(body["room"])
        has_moved = body["archived"] != (body["room"] in self.archived)
        return self._show_arrival(body["room"]) if self.lists_rooms and has_moved else None

    @handle_instance_change.groups_for_signal
    def handle_instance_change(self, instance: Room, **kwargs: Any) -> Iterator[str]:
        yield groups.about_room(instance.pk)
        if instance.is_listed or instance.was_listed:
            yield groups.OPEN_ROOMS

    @handle_instance_change.groups_for_consumer
    def handle_instance_change(self, room: int | None = None, **kwargs: Any) -> Iterator[str]:
        yield groups.OPEN_ROOMS if room is None else groups.about_room(room)

    @handle_instance_change.serializer
    def handle_instance_change(
        self, instance: Room, action: Action, **kwargs: Any
    ) -> dict[str, Any]:
        return room_change(instance, action.value, instance.revision)

    @live_observer(Membership, part_of=Room)
    def membership_activity(
        self, body: dict[str, Any], request_ids: RequestIds, message: dict[str, Any]
    ) -> Awaitable[None] | None:
        if message["group"] == self.own_group:
            is_member = message["action"] != Action.DELETE.value
            return self.set_membership(body["room"], is_member=is_member)
        is_own = self.own_group in message["groups"]
        is_own |= groups.about_room(body["room"]) in self.groups
        if message["group"] != groups.OPEN_ROOMS or not is_own:
            self.send_change(body, request_ids)
        return None

    @membership_activity.groups_for_signal
    def membership_activity(self, instance: Membership, **kwargs: Any) -> Iterator[str]:
        if not instance.is_personal:
            # The room first: a program of who has left hears of it once more, then it follows no more.
            yield groups.members(instance.room_id)
        yield groups.person(instance.user_id)
        if not instance.is_personal and instance.room.is_listed:
            yield groups.OPEN_ROOMS

    @membership_activity.groups_for_consumer
    def membership_activity(
        self, room: int | None = None, user: int | None = None, **kwargs: Any
    ) -> Iterator[str]:
        if user is not None:
            yield groups.person(user)
        else:
            yield groups.OPEN_ROOMS if room is None else groups.members(room)

    @membership_activity.serializer
    def membership_activity(
        self, instance: Membership, action: Action, **kwargs: Any
    ) -> dict[str, Any]:
        if instance.is_personal:
            return personal_change(instance)
        return room_change(instance.room, Action.UPDATE.value, instance.revision)

    @live_observer(User, ignoring=UNSEEN)
    def person_activity(
        self, body: dict[str, Any], request_ids: RequestIds, message: dict[str, Any]
    ) -> None:
        self.send_change(body, request_ids)

    @person_activity.groups_for_signal
    def person_activity(self, instance: User, **kwargs: Any) -> Iterator[str]:
        yield groups.PEOPLE

    @person_activity.groups_for_consumer
    def person_activity(self, **kwargs: Any) -> Iterator[str]:
        yield groups.PEOPLE

    @person_activity.serializer
    def person_activity(self, instance: User, action: Action, **kwargs: Any) -> dict[str, Any]:
        return person_change(instance)

    async def set_membership(self, room: int, *, is_member: bool) -> None:
        """Show that this person belongs to a room now, and where in their list, or no longer does."""
        if not is_member:
            self.favourites.discard(room)
            await self._unfollow(room)
            await self._show_departure(room)
        elif self.lists_rooms:
            await self._show_arrival(room)

    # Actions: rooms

    @action()
    async def create(self, request_id: RequestId, **kwargs: Any) -> Reply:
        """Make a room, own it and follow it."""
        values = arguments(serializers.NewRoom, kwargs)["data"]
        await acount("room", user=self.user)
        room = await database_sync_to_async(Room.objects.start)(user=self.user, **values)
        await self._follow(room.pk, request_id)
        return await self._room(room.pk), status.HTTP_201_CREATED

    @action()
    async def start_conversation(self, request_id: RequestId, **kwargs: Any) -> Reply:
        """Follow the conversation with these people, which is made when there is none."""
        keys = arguments(serializers.NewConversation, kwargs)["people"]
        await acount("room", user=self.user)
        pk = await self._converse(keys)
        await self._follow(pk, request_id)
        return await self._room(pk), status.HTTP_200_OK

    @action()
    def list(self, **kwargs: Any) -> Reply:
        """The rooms that the caller may know of; their own with the last message and the people."""
        rooms = Room.objects.visible_to(self.user).by_name().for_list_of(self.user)
        return serializers.RoomSummarySerializer(rooms, many=True).data, status.HTTP_200_OK

    @action()
    async def retrieve(self, **kwargs: Any) -> Reply:
        return await self._room(key_in(kwargs)), status.HTTP_200_OK

    @action()
    async def join_room(self, request_id: RequestId, **kwargs: Any) -> Reply:
        """Become a member; follow the room and its messages."""
        pk = key_in(kwargs)
        room = await Room.objects.visible_to(self.user).aget(pk=pk)
        await database_sync_to_async(room.join)(self.user)
        await self._follow(pk, request_id)
        return await self._room(pk), status.HTTP_200_OK

    @action()
    async def leave_room(self, **kwargs: Any) -> Reply:
        """Stop being a member, in every connection of the caller's."""
        pk = key_in(kwargs)
        room = await Room.objects.visible_to(self.user).aget(pk=pk)
        await database_sync_to_async(room.leave)(self.user)
        await self._unfollow(pk)
        return {"pk": pk}, status.HTTP_200_OK

    @action()
    async def subscribe_instance(self, request_id: RequestId, **kwargs: Any) -> Reply:
        """Follow the room itself (its name, its people), not its messages."""
        await self._follow(key_in(kwargs), request_id, messages=False)
        return None, status.HTTP_201_CREATED

    @action()
    async def unsubscribe_instance(self, request_id: RequestId, **kwargs: Any) -> Reply:
        pk = key_in(kwargs)
        about_room = self.rendering.subscriber("room", request_id)
        for observer in (self.handle_instance_change, self.membership_activity):
            await observer.unsubscribe(room=pk, request_id=about_room)
        return None, status.HTTP_204_NO_CONTENT

    @action()
    async def catch_up(self, request_id: RequestId, **kwargs: Any) -> Reply:
        """Follow a room and get what changed since a version; without one, nothing of the past.

        Subscribing comes first: what happens meanwhile arrives twice rather than never.
        """
        given = arguments(serializers.CatchUp, kwargs)
        await self._turn_to(given["room"])
        await self._follow(given["room"], request_id)
        return await self._missed(given["room"], given.get("since")), status.HTTP_200_OK

    # Actions: pages. Programs use ``list`` and follow rooms.

    @action()
    async def show_rooms(self, **kwargs: Any) -> Reply:
        """Keep a page's list of rooms up to date."""
        self._require_page("show_rooms")
        self.lists_rooms = True
        if may(self.user, "people.list"):
            await self.person_activity.subscribe(request_id="person")
        await self._follow_rows(await self._mine(Room.objects.all()))
        return await self._rows(), status.HTTP_200_OK

    @action()
    async def show_directory(self, **kwargs: Any) -> Reply:
        """Keep a page's list of the rooms that its reader may join up to date."""
        self._require_page("show_directory")
        if may(self.user, "room.list"):
            for observer in (self.handle_instance_change, self.membership_activity):
                await observer.subscribe(request_id=DIRECTORY)
        await self._turn_to(DIRECTORY)
        return await self._open_rows(), status.HTTP_200_OK

    @action()
    async def show_nothing(self, **kwargs: Any) -> Reply:
        """Stop what ``catch_up`` or ``show_directory`` began: the page shows something else now."""
        self._require_page("show_nothing")
        await self._turn_to(None)
        return None, status.HTTP_200_OK

    def _require_page(self, name: str) -> None:
        if not isinstance(self.rendering, FragmentRendering):
            raise MethodNotAllowed(name)

    # Following

    async def _follow(self, room: int, request_id: RequestId, *, messages: bool = True) -> None:
        """Get the changes of a room. Raises ``Room.DoesNotExist`` and ``PermissionDenied``.

        Membership is asked before and after: it may end while the subscription is made.
        """
        await self._require_membership(room)
        about_room = self.rendering.subscriber("room", request_id)
        await self.handle_instance_change.subscribe(room=room, request_id=about_room)
        await self.membership_activity.subscribe(room=room, request_id=about_room)
        if messages:
            about_messages = self.rendering.subscriber("message", request_id)
            await self.message_activity.subscribe(room=room, request_id=about_messages)
        try:
            await self._require_membership(room)
        except (PermissionDenied, Room.DoesNotExist):
            await self._unfollow(room)
            raise

    async def _follow_rows(self, rooms: set[int]) -> None:
        """Get what a list of rooms shows of them. Asks for membership afterwards: it may have ended."""
        for pk in rooms:
            await self.message_activity.subscribe(room=pk, request_id="latest")
            await self.handle_instance_change.subscribe(room=pk, request_id="rooms")
        for pk in rooms - await self._mine(Room.objects.filter(pk__in=rooms)):
            await self.message_activity.unsubscribe(room=pk, request_id="latest")
            await self.handle_instance_change.unsubscribe(room=pk, request_id="rooms")

    async def _turn_to(self, column: int | str | None) -> None:
        """A page shows one thing at a time: what it showed before is not followed any more."""
        if not isinstance(self.rendering, FragmentRendering) or column == self.column:
            return
        before, self.column = self.column, column
        if before == DIRECTORY:
            for observer in (self.handle_instance_change, self.membership_activity):
                await observer.unsubscribe(request_id=DIRECTORY)
        elif before is not None:
            await self.message_activity.unsubscribe(room=before, request_id="message")
            await self.handle_instance_change.unsubscribe(room=before, request_id="room")
            await self.membership_activity.unsubscribe(room=before, request_id="room")

    async def _unfollow(self, room: int) -> None:
        for observer in (
            self.message_activity,
            self.handle_instance_change,
            self.membership_activity,
        ):
            await observer.unsubscribe(room=room)

    # Detached: what they read from the database must not hold up the other sockets of the process.

    @detached
    async def _show_departure(self, room: int) -> None:
        if self.column == room:
            await self.send(text_data=await self._left(room))
        if self.lists_rooms:
            await self.send(text_data=await database_sync_to_async(fragments.row_gone)(room))
        if self.column == DIRECTORY and (text := await self._open_rows(room)):
            await self.send(text_data=text)

    @detached
    async def _show_arrival(self, room: int) -> None:
        await self._follow_rows(await self._mine(Room.objects.filter(pk=room)))
        if text := await self._rows(room):
            await self.send(text_data=text)
        if self.column == DIRECTORY:
            await self.send(text_data=await database_sync_to_async(fragments.open_row_gone)(room))

    # Reading

    @database_sync_to_async
    def _require_membership(self, pk: int) -> None:
        if not Room.objects.visible_to(self.user).get(pk=pk).has_member(self.user):
            raise PermissionDenied("You are not a member of this room.")

    async def _mine(self, rooms: RoomQuerySet) -> set[int]:
        return {pk async for pk in rooms.of(self.user).values_list("pk", flat=True)}

    @database_sync_to_async
    def _converse(self, keys: Any) -> int:
        return Room.objects.converse(self.user, self._people(keys)).pk

    @database_sync_to_async
    def _room(self, pk: int) -> Any:
        room = Room.objects.visible_to(self.user).whole().get(pk=pk)
        if self.user not in room.current_users.all():
            raise PermissionDenied("You are not a member of this room.")
        return serializers.RoomSerializer(room).data

    @database_sync_to_async
    def _missed(self, pk: int, since: int | None) -> Any:
        room = Room.objects.visible_to(self.user).get(pk=pk)
        if since is None:
            return self.rendering.catch_up(room, [], reload=False)
        readable = Message.objects.visible_to(self.user).filter(room=room)
        messages = self.rendering.changed(readable.changed_since(since), CATCH_UP_LIMIT + 1)
        # A version that is still to come is that of a database before an older copy took its place.
        is_unknown = since > room.version or room.has_removed_since(since)
        if too_far := len(messages) > CATCH_UP_LIMIT or is_unknown:
            messages = self.rendering.page(readable)
        return self.rendering.catch_up(room, messages, reload=too_far)

    @database_sync_to_async
    def _left(self, pk: int) -> str:
        may_join = Room.objects.open_to(self.user).filter(pk=pk).exists()
        return fragments.left(pk, may_join=may_join)

    @database_sync_to_async
    def _rows(self, pk: int | None = None) -> str:
        """One row, when the room is in the person's list; or the whole list."""
        keys = Room.objects.row_keys(self.user)
        keys = [key for key in keys if pk in {None, key.pk}]
        for kept, mark in ((self.favourites, "is_favourite"), (self.archived, "is_archived")):
            kept -= {key.pk for key in keys}
            kept |= {key.pk for key in keys if getattr(key, mark)}
        if pk is None:
            return fragments.all_rows(keys, self.user)
        return fragments.rows(keys, self.user)

    @database_sync_to_async
    def _open_rows(self, pk: int | None = None) -> str:
        """One row of the directory, when the room is open to the person; or all of it."""
        if pk is None:
            return fragments.all_open_rows(Room.objects.directory_for(self.user))
        return fragments.open_rows(Room.objects.open_to(self.user).with_counts().filter(pk=pk))
