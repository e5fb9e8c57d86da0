from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from chat.models.membership import Membership
from chat.models.message import PAGE_SIZE, Message, MessageQuerySet
from chat.models.text import clean_name, fold, validate_storable
from chat.models.user import User
from chat.permissions import require

MAX_NAME = 255  # characters
MAX_TOPIC = 255
MAX_DESCRIPTION = 2_000
TAKEN = "There is a room of that name already."


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: User) -> RoomQuerySet:
        """The rooms that a person may know of: their own, and the open ones unless they are a guest."""
        if user.is_guest:
            return self.of(user)
        mine = Membership.objects.filter(user=user, room=models.OuterRef("pk"))
        return self.filter(models.Q(kind=Room.Kind.OPEN) | models.Exists(mine))

    def of(self, user: User) -> RoomQuerySet:
        """The rooms that a person belongs to."""
        return self.filter(memberships__user=user)

    def by_name(self) -> RoomQuerySet:
        return self.order_by(Lower("name"), "pk")

    def with_members(self) -> RoomQuerySet:
        return self.prefetch_related(
            models.Prefetch("current_users", User.objects.order_by(Lower("username")))
        )

    def with_last_message(self) -> RoomQuerySet:
        return self._with_last_message_of(Message.objects.all())

    def _with_last_message_of(self, messages: MessageQuerySet) -> RoomQuerySet:
        newest = messages.filter(seq=models.F("room__last_seq")).select_related("user")
        return self.prefetch_related(models.Prefetch("messages", newest, to_attr="newest_messages"))

    def with_recent_messages(self) -> RoomQuerySet:
        """With ``recent_messages``: the newest page, oldest first."""
        page = Message.objects.select_related("user").order_by("-seq")[:PAGE_SIZE]
        return self.prefetch_related(models.Prefetch("messages", page, to_attr="newest_page"))

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
            self.annotate(is_mine=models.Exists(mine.filter(room=models.OuterRef("pk"))))
            .prefetch_related(models.Prefetch("current_users", people))
            ._with_last_message_of(Message.objects.visible_to(user))
        )

    def listed_for(self, user: User) -> RoomQuerySet:
        """The rooms that a person belongs to, with what their list of rooms shows."""
        return self.of(user).by_name().with_last_message()

    def open_to(self, user: User) -> RoomQuerySet:
        """The rooms that a person may join and has not."""
        mine = Membership.objects.filter(user=user, room=models.OuterRef("pk"))
        return self.visible_to(user).filter(archived_at=None).exclude(models.Exists(mine))

    def matching(self, text: str) -> RoomQuerySet:
        """The rooms with that text in their name, in whatever case."""
        return self.filter(folded_name__contains=fold(clean_name(text)))

    def enter(self, name: str, user: User) -> Room:
        """The room of that name, made when there is none, with the person in it.

        Two who make the same room at once get the same one. Raises ``ValidationError`` for a bad name.
        """
        validate_storable(name)
        named = self.filter(kind=Room.Kind.OPEN, folded_name=fold(clean_name(name)))
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

    def start(self, name: str, user: User) -> Room:
        """A new room, owned by the person who makes it.

        Raises ``ValidationError`` when the name is bad or taken.
        """
        room = self.model()
        with transaction.atomic():
            room.save_name(name)
            room.join(user, role=Membership.Role.OWNER)
        return room


class Room(models.Model):
    """A conversation, and a log: ``version`` counts its changes, ``last_seq`` its messages.

    Both counters are taken under the row's lock, in the transaction of the change itself, so that the order
    of commits is the order of versions (docs/architecture.md). ``revision`` counts what happens to the room
    itself: its name, and who belongs to it.
    """

    class Kind(models.TextChoices):
        OPEN = "open", "Open: listed, and anyone may join"
        CLOSED = "closed", "Closed: only its members know of it"
        DIRECT = "direct", "Direct: a conversation of a few"

    kind = models.CharField(max_length=16, choices=Kind, default=Kind.OPEN)
    #: A direct conversation has none: it is called by its people.
    name = models.CharField(
        max_length=MAX_NAME,
        validators=[validate_storable],
        error_messages={"blank": "A room needs a name."},
    )
    #: Databases differ in what they take for the same letter, so names are compared by this. Those of open rooms are
    #: unique; a closed room's name is nobody else's business, so it stands in nobody's way.
    folded_name = models.CharField(max_length=MAX_NAME * 3, editable=False)
    #: Of a direct conversation: what the set of its people is known by (``key_of``).
    direct_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  NULLs differ
    topic = models.CharField(max_length=MAX_TOPIC, blank=True, validators=[validate_storable])
    description = models.TextField(
        max_length=MAX_DESCRIPTION, blank=True, validators=[validate_storable]
    )
    #: Only those who manage it post.
    is_announcement = models.BooleanField("announcements only", default=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    current_users = models.ManyToManyField(
        User, through=Membership, related_name="current_rooms", blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveBigIntegerField(default=0, editable=False)
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    #: The oldest message that is kept: older ones may go after a time (``Workspace.retention_days``).
    first_seq = models.PositiveBigIntegerField(default=1, editable=False)
    revision = models.PositiveBigIntegerField(default=0, editable=False)

    #: Whether it was in the directory before the change that is made to it; not stored.
    was_listed = False

    #: Set by the queries above.
    is_mine: bool
    newest_messages: list[Message]
    newest_page: list[Message]

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name"],
                condition=models.Q(kind="open"),
                name="open_room_name_unique",
                violation_error_message=TAKEN,
            ),
            models.CheckConstraint(
                condition=models.Q(kind="direct", direct_key__isnull=False)
                | (~models.Q(kind="direct") & models.Q(direct_key__isnull=True)),
                name="direct_rooms_have_a_key",
            ),
        ]
        indexes = [models.Index(fields=["folded_name"], name="room_by_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.folded_name = fold(self.name)
        others = Room.objects.filter(kind=Room.Kind.OPEN).exclude(pk=self.pk)
        if self.is_open and others.filter(folded_name=self.folded_name).exists():
            raise ValidationError({"name": TAKEN})

    @property
    def is_open(self) -> bool:
        return self.kind == self.Kind.OPEN

    @property
    def is_direct(self) -> bool:
        return self.kind == self.Kind.DIRECT

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_listed(self) -> bool:
        """Whether it is in the directory."""
        return self.is_open and not self.is_archived

    @property
    def last_message(self) -> Message | None:
        """After ``with_last_message``."""
        return self.newest_messages[0] if self.newest_messages else None

    @property
    def recent_messages(self) -> list[Message]:
        """After ``with_recent_messages``."""
        return self.newest_page[::-1]

    def standing_of(self, user: User) -> str | None:
        """The person's ``Membership.Role`` in the room as it is in the database now; None for others."""
        return self.memberships.filter(user=user).values_list("role", flat=True).first()

    def is_owned_by(self, user: User) -> bool:
        return self.standing_of(user) == Membership.Role.OWNER

    def has_member(self, user: User) -> bool:
        return self.standing_of(user) is not None

    def join(self, user: User, role: Membership.Role = Membership.Role.MEMBER) -> Membership:
        """Make the person a member; a member stays what they are."""
        membership = self.memberships.filter(user=user).first()
        if membership is None:
            with transaction.atomic():
                membership, is_new = self.memberships.get_or_create(
                    user=user, defaults={"role": role}
                )
                if is_new:
                    membership.revision = self._take_revision()
        return membership

    def leave(self, user: User) -> bool:
        """End the membership, and with it every delivery. False when there was none."""
        with transaction.atomic():
            membership = self.memberships.select_for_update().filter(user=user).first()
            if membership is None:
                return False
            membership.revision = self._take_revision()
            membership.delete()
        return True

    def rename(self, user: User, name: str) -> None:
        """Raises ``PermissionDenied``, or ``ValidationError`` when the name is bad or taken."""
        require(user, "room.edit", self)
        before = self.name
        try:
            self.save_name(name)
        except ValidationError:
            self.name = before
            raise

    def save_name(self, name: str) -> None:
        """Raises ``ValidationError`` when the name is bad or taken."""
        self.name = clean_name(name)
        self.clean_fields(exclude=["folded_name"])
        self.clean()
        try:
            self.save_change(None if self._state.adding else ["name", "folded_name"])
        except IntegrityError:
            self.clean()  # taken since it was checked
            raise

    def save_change(self, fields: list[str] | None) -> None:
        """Store what is new of the room itself; its readers are told."""
        with transaction.atomic():
            if not self._state.adding:
                self.was_listed = Room.objects.get(pk=self.pk).is_listed
            self.save(update_fields=fields)
            self.revision = self._take_revision()

    def post(self, user: User, text: str, client_id: UUID | None = None) -> Message:
        """Store a message: the one way in which a message comes to be.

        The same (user, client_id) is the same message forever, so a repeated post returns the first one.
        Raises ``ValidationError`` (the text), ``PermissionDenied`` (not a member), ``Conflict`` (the client_id
        stands for another message) and ``Room.DoesNotExist`` (deleted meanwhile).
        """
        message = Message.draft(self, user, text, client_id)
        try:
            with self.locked() as room:
                require(user, "room.post", room)
                earlier = Message.objects.filter(user=user, client_id=message.client_id).first()
                if earlier is not None:
                    return earlier.repeated_by(message)
                previous = room.messages.filter(seq=room.last_seq).first()
                room.last_seq += 1
                message.seq = room.last_seq
                message.version = room.take_version()
                message.created_at = timezone.now()  # now that it is its turn
                message.place_after(previous)
                message.save(force_insert=True)
        except IntegrityError:
            # The same client_id in two rooms at once: the lock of one room does not hold the other.
            earlier = Message.objects.filter(user=user, client_id=message.client_id).first()
            if earlier is None:
                raise
            return earlier.repeated_by(message)
        return message

    @contextmanager
    def locked(self) -> Iterator[Room]:
        """A transaction that holds the room's row, as it is now. Raises ``Room.DoesNotExist``."""
        with transaction.atomic():
            yield Room.objects.select_for_update().get(pk=self.pk)

    def _take_revision(self) -> int:
        """The number of the next change of the room itself, in the transaction of the change."""
        own = Room.objects.filter(pk=self.pk)
        own.update(revision=models.F("revision") + 1)
        return own.values_list("revision", flat=True).get()

    def take_version(self) -> int:
        """The number of the next change; called within ``locked``.

        Written by ``update``, not ``save``: a message is not a change of the room that its observers tell of.
        """
        self.version += 1
        Room.objects.filter(pk=self.pk).update(version=self.version, last_seq=self.last_seq)
        return self.version
