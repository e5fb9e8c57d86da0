"""What a program does with a room that its person manages, and with the people in it."""

from typing import Any

from djangochannelsrestframework.decorators import action
from rest_framework import status

from chat import serializers
from chat.consumers.base import arguments, key_in
from chat.models import Membership, Room, User

Reply = tuple[Any, int]


class KeepingActions:
    """Actions of ``RoomConsumer``."""

    user: Any

    @action()
    def edit_room(self, **kwargs: Any) -> Reply:
        """Change what is given of its name, kind, topic, description, and who posts in it."""
        given = arguments(serializers.RoomEdit, kwargs)
        room = self._known(given["pk"])
        room.edit(self.user, **given["data"])
        return serializers.RoomItselfSerializer(room).data, status.HTTP_200_OK

    @action()
    def archive_room(self, **kwargs: Any) -> Reply:
        room = self._known(key_in(kwargs))
        room.archive(self.user)
        return serializers.RoomItselfSerializer(room).data, status.HTTP_200_OK

    @action()
    def restore_room(self, **kwargs: Any) -> Reply:
        room = self._known(key_in(kwargs))
        room.restore(self.user)
        return serializers.RoomItselfSerializer(room).data, status.HTTP_200_OK

    @action()
    def delete_room(self, **kwargs: Any) -> Reply:
        """With all that was said in it. Its name says that it is meant."""
        given = arguments(serializers.RoomDeletion, kwargs)
        self._known(given["pk"]).delete_by(self.user, given["name"])
        return {"pk": given["pk"]}, status.HTTP_200_OK

    @action()
    def add_members(self, **kwargs: Any) -> Reply:
        given = arguments(serializers.People, kwargs)
        self._known(given["pk"]).add(self.user, self._people(given["people"]))
        return {"pk": given["pk"]}, status.HTTP_200_OK

    @action()
    def remove_member(self, **kwargs: Any) -> Reply:
        room, person = self._member(kwargs)
        if not room.remove(self.user, person):
            raise Membership.DoesNotExist
        return {"pk": room.pk}, status.HTTP_200_OK

    @action()
    def promote_member(self, **kwargs: Any) -> Reply:
        """Make a member an owner."""
        room, person = self._member(kwargs)
        room.promote(self.user, person)
        return {"pk": room.pk}, status.HTTP_200_OK

    @action()
    def demote_member(self, **kwargs: Any) -> Reply:
        """Make an owner a member like others."""
        room, person = self._member(kwargs)
        room.demote(self.user, person)
        return {"pk": room.pk}, status.HTTP_200_OK

    def _known(self, pk: int) -> Room:
        return Room.objects.known_to(self.user).get(pk=pk)

    def _member(self, kwargs: dict[str, Any]) -> tuple[Room, User]:
        given = arguments(serializers.Member, kwargs)
        (person,) = self._people([given["person"]])
        return self._known(given["pk"]), person

    def _people(self, keys: list[int]) -> list[User]:
        """Raises ``User.DoesNotExist`` when the caller knows of no such person."""
        people = list(User.objects.visible_to(self.user).filter(pk__in=keys))
        if len(people) < len(set(keys)):
            raise User.DoesNotExist
        return people
