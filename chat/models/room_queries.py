from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, Lower

from chat.models.conversation import converse
from chat.models.draft import Draft
from chat.models.membership import Membership
from chat.models.message import PAGE_SIZE, Message, MessageQuerySet
from chat.models.prepared import Prepared
from chat.models.room_keys import RowKey
from chat.models.text import clean_name, fold, validate_storable
from chat.models.user import User
from chat.permissions import may, require

if TYPE_CHECKING:
    from chat.models.room import Room


#: Rooms that the directory shows at once; a search finds the others.
MOST_LISTED = 200


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: User) -> RoomQuerySet:
        """The rooms that a person may know of: their own, and the open ones unless they are a guest."""
        if user.is_guest:
            return self.of(user)
        return self.visible_to_member(user)

    def visible_to_member(self, user: User | int) -> RoomQuerySet:
        """The same of whoever is no guest."""
        mine = Membership.objects.filter(user=user, room=models.OuterRef("pk"))
        return self.filter(models.Q(kind="open") | models.Exists(mine))

    def administered_by(self, user: User) -> RoomQuerySet:
        """The rooms that a person looks after without belonging to them. Conversations are nobody's to look after."""
        return self.exclude(kind="direct") if may(user, "room.administer") else self.none()

    def known_to(self, user: User) -> RoomQuerySet:
        """The rooms that a person may ask to change: what they may do is for the verbs to say."""
        if not may(user, "room.administer"):
            return self.visible_to(user)
        mine = Membership.objects.filter(user=user, room=models.OuterRef("pk"))
        return self.filter(~models.Q(kind="direct") | models.Exists(mine))

    def of(self, user: User | int) -> RoomQuerySet:
        """The rooms that a person belongs to."""
        return self.filter(memberships__user=user)

    def inviting(self) -> RoomQuerySet:
        """The rooms that an invitation may lead to."""
        return self.exclude(kind="direct").filter(archived_at__isnull=True)

    def by_name(self) -> RoomQuerySet:
        return self.order_by(Lower("name"), "pk")

    def with_names(self) -> RoomQuerySet:
        """With the people by whom conversations are called."""
        return self._with("conversing", "memberships", _conversing())

    def _with(self, name: str, relation: str, rows: models.QuerySet[Any]) -> RoomQuerySet:
        """With a list of those rows, under that name. (Room declares what is in it.)"""
        related: Any = models.Prefetch(relation, rows, to_attr=name)
        return self.prefetch_related(related)

    def with_members(self) -> RoomQuerySet:
        return self.prefetch_related(
            models.Prefetch("current_users", User.objects.order_by(Lower("username")))
        )

    def with_owners(self) -> RoomQuerySet:
        owners = Membership.objects.filter(role=Membership.Role.OWNER)
        return self._with("ownerships", "memberships", owners)

    def with_last_message(self) -> RoomQuerySet:
        return self._with_last_message_of(Message.objects.whole())

    def _with_last_message_of(self, messages: MessageQuerySet) -> RoomQuerySet:
        newest = messages.filter(seq=models.F("room__last_seq"))
        return self._with("newest_messages", "messages", newest)

    def with_recent_messages(self) -> RoomQuerySet:
        """With ``recent_messages``: the newest page, oldest first."""
        page = Message.objects.whole().order_by("-seq")[:PAGE_SIZE]
        return self._with("newest_page", "messages", page)

    def whole(self) -> RoomQuerySet:
        """With all that a member sees of a room."""
        return self.with_members().with_last_message().with_recent_messages()

    def for_list_of(self, user: User) -> RoomQuerySet:
        """As a person sees rooms in a list: from outside a room only that it is there.

        Adds ``is_mine``. People and last messages are loaded for the rooms that they belong to only.
        """
        mine = Membership.objects.filter(user=user)
        people = User.objects.filter(current_rooms__in=mine.values("room")).order_by(
            Lower("username")
        )
        return (
            self._marked(is_mine=models.Exists(mine.filter(room=models.OuterRef("pk"))))
            .prefetch_related(models.Prefetch("current_users", people))
            ._with_last_message_of(Message.objects.visible_to(user).whole())
        )

    def _marked(self, **marks: Any) -> RoomQuerySet:
        """``annotate``, of what Room declares."""
        return self.annotate(**marks)

    def listed_for(self, user: User) -> RoomQuerySet:
        """The rooms that a person belongs to, with what their list of rooms shows.

        In the order of each of its sections: by name, and conversations, which have none, the latest first.
        """
        last = Message.objects.select_related("user")
        return self.in_list_of(user).with_names()._with_last_message_of(last)

    def in_list_of(self, user: User | int) -> RoomQuerySet:
        order = (Lower("name"), models.F("active_at").desc(), "pk")
        marked = self.of(user).with_favour_of(user).with_drafts_of(user).with_reading_of(user)
        return marked.with_activity().order_by(*order)

    def row_keys(self, user: User) -> list[RowKey]:
        """What says whether the rows of that list look as they did, in its order, without loading them."""
        return [RowKey(*row) for row in _ROWS.rows(user.pk)]

    def seen_by(self, user: User, pk: int) -> Room:
        """The room, of those that are ``visible_to`` the person. Raises ``Room.DoesNotExist``."""
        found = (_OWN if user.is_guest else _VISIBLE).instance(user.pk, pk)
        if found is None:
            raise self.model.DoesNotExist
        return cast("Room", found)

    def page_of(self, user: User, pk: int) -> Room | None:
        """The room as a page of somebody who belongs to it shows it; None for others."""
        room = cast("Room | None", _PAGE.instance(user.pk, pk))
        if room is not None:
            room.reader = user.pk
            if room.is_direct:
                room.conversing = list(_conversing().filter(room=room))
        return room

    def as_member(self, user: User | int) -> RoomQuerySet:
        """Of the rooms that a person belongs to, with what a page tells of that.

        That is ``standing``, ``is_favourite`` and ``read_seq``. And with ``member_count`` and ``members_revision``,
        which say whether the members look as they did.
        """
        seats = Membership.objects.filter(room=models.OuterRef("pk")).order_by().values("room")
        revisions = seats.annotate(sum=models.Sum("user__revision")).values("sum")
        return self.of(user)._marked(
            standing=models.F("memberships__role"),
            is_favourite=models.F("memberships__is_favourite"),
            read_seq=models.F("memberships__last_read_seq"),
            member_count=models.Subquery(seats.annotate(count=models.Count("pk")).values("count")),
            members_revision=models.Subquery(revisions),
        )

    def with_favour_of(self, user: User | int) -> RoomQuerySet:
        """With ``is_favourite``."""
        favourites = Membership.objects.filter(user=user, is_favourite=True)
        return self._marked(
            is_favourite=models.Exists(favourites.filter(room=models.OuterRef("pk")))
        )

    def with_drafts_of(self, user: User | int) -> RoomQuerySet:
        """With ``has_draft``: whether the person has begun to write something there."""
        begun = Draft.objects.begun().filter(user=user, room=models.OuterRef("pk"))
        return self._marked(has_draft=models.Exists(begun))

    def with_reading_of(self, user: User | int) -> RoomQuerySet:
        """With ``read_seq``: up to where the person has read, where they have said so (``mark_unread``)."""
        mine = Membership.objects.filter(user=user, room=models.OuterRef("pk"))
        return self._marked(read_seq=models.Subquery(mine.values("last_read_seq")))

    def with_activity(self) -> RoomQuerySet:
        """With ``active_at``: when something was said last, or that it was made."""
        last = Message.objects.filter(room=models.OuterRef("pk"), seq=models.OuterRef("last_seq"))
        said_at = models.Subquery(last.values("created_at"))
        return self._marked(active_at=Coalesce(said_at, "created_at"))

    def open_to(self, user: User) -> RoomQuerySet:
        """The rooms that a person may join and has not."""
        return self.visible_to(user).joinable_by(user)

    def joinable_by(self, user: User | int) -> RoomQuerySet:
        """The same of whoever knows of all rooms that are open."""
        mine = Membership.objects.filter(user=user, room=models.OuterRef("pk"))
        listed = self.filter(kind="open", archived_at=None)
        return listed.exclude(models.Exists(mine))

    def with_counts(self) -> RoomQuerySet:
        """With what the directory tells of a room: ``member_count``, and ``said_at``, the time of its last message."""
        seats = Membership.objects.filter(room=models.OuterRef("pk")).order_by().values("room")
        last = Message.objects.filter(room=models.OuterRef("pk"), seq=models.OuterRef("last_seq"))
        return self._marked(
            member_count=Coalesce(
                models.Subquery(seats.annotate(count=models.Count("pk")).values("count")), 0
            ),
            said_at=models.Subquery(last.values("created_at")),
        )

    def directory_for(self, user: User, text: str = "") -> list[Room]:
        """The first of the rooms that a person may join, with that text in their names, and what is told of them."""
        if not text and not user.is_guest:
            return _DIRECTORY.instances(user.pk)
        return list(self.open_to(user).matching(text).with_counts().by_name()[:MOST_LISTED])

    def matching(self, text: str) -> RoomQuerySet:
        """The rooms with that text in their name, in whatever case."""
        return self.filter(folded_name__contains=fold(clean_name(text)))

    def enter(self, name: str, user: User) -> Room:
        """The open room of that name, made when there is none, with the person in it.

        Two who make the same room at once get the same one. Raises ``ValidationError`` for a bad name, and
        ``PermissionDenied``.
        """
        validate_storable(name)
        named = self.visible_to(user).filter(kind="open", folded_name=fold(clean_name(name)))
        existing = named.first()
        if existing is None:
            try:
                return self.start(name, user)
            except ValidationError:
                existing = named.first()
                if existing is None:
                    raise
        existing.join(user)
        return existing

    def start(self, name: str, user: User, **values: Any) -> Room:
        """A new room, owned by the person who makes it; ``values`` are those that ``Room.edit`` takes.

        Raises ``ValidationError`` when one of them is bad or the name is taken, and ``PermissionDenied``.
        """
        require(user, "room.create")
        return self.model.begin(user, name=name, **values)

    def converse(self, user: User, people: Iterable[User]) -> Room:
        """The conversation of a person with others, made when there is none (chat/models/conversation.py)."""
        return converse(self.model, user, people)


def _conversing() -> models.QuerySet[Membership]:
    """Who are the people of conversations, in the order in which these name them."""
    people = Membership.objects.filter(room__kind="direct").select_related("user")
    return people.order_by("user_id")


_ROWS = Prepared(lambda user: RowKey.select(_rooms().in_list_of(user)))
_DIRECTORY = Prepared(lambda user: _rooms().joinable_by(user).with_counts().by_name()[:MOST_LISTED])
_VISIBLE = Prepared(lambda user, pk: _rooms().filter(pk=pk).visible_to_member(user))
_OWN = Prepared(lambda user, pk: _rooms().filter(pk=pk).of(user))
_PAGE = Prepared(lambda user, pk: _rooms().filter(pk=pk).as_member(user))


def _rooms() -> RoomQuerySet:
    rooms: RoomQuerySet = apps.get_model("chat", "Room").objects.all()
    return rooms
