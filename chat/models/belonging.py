from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from chat.models.conversation import reachable
from chat.models.membership import Membership
from chat.models.room_base import RoomBase
from chat.models.user import User
from chat.permissions import require


class Belonging(RoomBase):
    """Who belongs to a room: the verbs that begin, change and end a membership.

    A room may be left by its last owner, and an owner may stop being one: administrators look after it then.
    """

    class Meta:
        abstract = True

    def join(self, user: User) -> Membership:
        """Become a member of a room that is open; a member stays what they are. Raises ``PermissionDenied``."""
        membership = self.memberships.filter(user=user).first()
        if membership is not None:
            return membership
        with self.locked() as room:
            require(user, "room.join", room)
            return room.admit(user)

    def admit(self, user: User, role: Membership.Role = Membership.Role.MEMBER) -> Membership:
        """Make the person a member, whoever they are: who calls this has asked whether they may be let in."""
        with transaction.atomic():
            membership, is_new = self.memberships.get_or_create(user=user, defaults={"role": role})
            if is_new:
                membership.revision = self.take_revision()
        return membership

    def leave(self, user: User) -> bool:
        """End one's membership, and with it every delivery. False when there was none.

        Raises ``PermissionDenied``: a conversation cannot be left.
        """
        require(user, "room.leave", self)
        return self._dismiss(user)

    def favour(self, user: User, on: bool) -> None:  # noqa: FBT001
        """Put the room among the person's favourites, or take it out. Raises ``PermissionDenied``."""
        require(user, "room.favour", self)
        with transaction.atomic():
            others = self.memberships.filter(user=user, is_favourite=not on)
            membership = others.select_for_update().first()
            if membership is not None:
                membership.is_favourite = on
                membership.is_personal = True
                membership.revision = self.take_revision()
                membership.save(update_fields=["is_favourite"])

    def add(self, by: User, people: Iterable[User]) -> None:
        """Make people members, all or none. Raises ``PermissionDenied``, and ``ValidationError`` for unknown people."""
        with self.locked() as room:
            require(by, "member.add", room)
            people = reachable(by, people)
            for person in people:
                room.admit(person)
            room.record(by, "member.add", people=[person.username for person in people])

    def remove(self, by: User, person: User) -> bool:
        """End somebody's membership. False when there was none. Raises ``PermissionDenied``."""
        with self.locked() as room:
            require(by, "member.remove", room)
            has_left = room._dismiss(person)
            if has_left:
                room.record(by, "member.remove", always=True, person=person.username)
        return has_left

    def promote(self, by: User, person: User) -> None:
        """Make a member an owner. Raises ``PermissionDenied``, and ``DoesNotExist`` for somebody who is none."""
        self._appoint(by, person, Membership.Role.OWNER)

    def demote(self, by: User, person: User) -> None:
        """Make an owner a member like others. Raises what ``promote`` does."""
        self._appoint(by, person, Membership.Role.MEMBER)

    def _appoint(self, by: User, person: User, role: Membership.Role) -> None:
        with self.locked() as room:
            require(by, "member.promote", room)
            membership = room.memberships.get(user=person)
            if membership.role == role:
                return
            room.record(by, "member.promote", person=person.username, role=role)
            membership.role = role
            membership.revision = room.take_revision()
            membership.save(update_fields=["role"])

    def _dismiss(self, user: User) -> bool:
        with transaction.atomic():
            membership = self.memberships.select_for_update().filter(user=user).first()
            if membership is None:
                return False
            membership.revision = self.take_revision()
            membership.delete()
        return True
