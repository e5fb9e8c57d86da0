from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from chat.models.audit import AuditEntry
from chat.models.membership import Membership
from chat.models.prepared import Prepared
from chat.models.text import clean_name, clean_text, fold, validate_storable
from chat.models.user import User

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

MAX_NAME = 255  # characters
MAX_TOPIC = 255
MAX_DESCRIPTION = 2_000
TOO_LONG = f"A description has at most {MAX_DESCRIPTION:,} characters."
TAKEN = "There is a room of that name already."


_STANDING = Prepared(
    lambda room, user: Membership.objects.filter(room=room, user=user).values_list("role")
)


_LOCKED = Prepared(
    lambda pk: apps.get_model("chat", "Room")._default_manager.select_for_update().filter(pk=pk)
)


class RoomBase(models.Model):
    """What a room is, and how a change of it is stored: the ground of its verbs."""

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
    version = models.PositiveBigIntegerField(default=0, editable=False)
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    #: The oldest message that is kept: older ones may go after a time (``Workspace.retention_days``).
    first_seq = models.PositiveBigIntegerField(default=1, editable=False)
    revision = models.PositiveBigIntegerField(default=0, editable=False)

    #: Whether it was in the directory before the change that is made to it; not stored.
    was_listed = False

    #: Set by the queries.
    reader: int | None = None
    standing: str
    members_revision: int
    is_mine: bool
    is_favourite: bool
    has_draft: bool
    read_seq: int | None
    active_at: datetime
    member_count: int
    said_at: datetime | None
    conversing: list[Membership]
    ownerships: list[Membership]

    if TYPE_CHECKING:
        memberships: RelatedManager[Membership]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name or f"Conversation {self.pk}"

    def clean(self) -> None:
        self.folded_name = fold(self.name)
        others = type(self)._default_manager.filter(kind=self.Kind.OPEN).exclude(pk=self.pk)
        if self.is_open and others.filter(folded_name=self.folded_name).exists():
            raise ValidationError({"name": TAKEN})
        if len(self.description) > MAX_DESCRIPTION:  # databases do not ask
            raise ValidationError({"description": TOO_LONG})

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
    def section(self) -> str:
        """Where it stands in the list of whoever it was loaded for (``listed_for``)."""
        if self.is_archived:
            return "archived"
        if self.is_favourite:
            return "favourites"
        return "conversations" if self.is_direct else "rooms"

    @property
    def people(self) -> list[User]:
        """Those by whom a conversation is called; without a query after ``with_names`` and ``with_members``."""
        if hasattr(self, "conversing"):
            return [each.user for each in self.conversing]
        return sorted(self.current_users.all(), key=lambda person: person.pk)

    @property
    def owners(self) -> set[int]:
        """The keys of those who own it; without a query after ``with_owners``."""
        if not hasattr(self, "ownerships"):
            self.ownerships = list(self.memberships.filter(role=Membership.Role.OWNER))
        return {each.user_id for each in self.ownerships}

    def title_for(self, user: User) -> str:
        """What a page of that person calls it: a conversation by the others in it."""
        if not self.is_direct:
            return self.name
        others = [person.name for person in self.people if person != user]
        return ", ".join(others) or user.name

    def standing_of(self, user: User) -> str | None:
        """The person's ``Membership.Role`` in the room as it is in the database now; None for others.

        Of a room that was loaded for that person's page (``page_of``) as it was then.
        """
        if self.reader == user.pk:
            return self.standing
        return next((role for (role,) in _STANDING.rows(self.pk, user.pk)), None)

    def is_owned_by(self, user: User) -> bool:
        return self.standing_of(user) == Membership.Role.OWNER

    def has_member(self, user: User) -> bool:
        return self.standing_of(user) is not None

    @contextmanager
    def locked(self) -> Iterator[Self]:
        """A transaction that holds the room's row, as it is now. Raises ``Room.DoesNotExist``."""
        with transaction.atomic():
            room: Self | None = _LOCKED.instance(self.pk)
            if room is None:
                raise type(self).DoesNotExist
            yield room

    def save_checked(self, fields: list[str] | None) -> None:
        """Store what is new. Raises ``ValidationError`` when the name is taken or something else is bad."""
        self.name = clean_name(self.name)
        self.topic = clean_name(self.topic)
        self.description = clean_text(self.description)
        self.clean_fields(exclude=["folded_name"])
        self.clean()
        try:
            self.save_change(fields)
        except IntegrityError:
            self.clean()  # taken since it was checked
            raise

    def save_change(self, fields: list[str] | None) -> None:
        """Store what is new of the room itself; its readers are told."""
        with transaction.atomic():
            self.save(update_fields=fields)
            self.revision = self.take_revision()

    def take_revision(self) -> int:
        """The number of the next change of the room itself, in the transaction of the change."""
        own = type(self)._default_manager.filter(pk=self.pk)
        own.update(revision=models.F("revision") + 1)
        return own.values_list("revision", flat=True).get()

    def take_version(self, count: int = 1) -> int:
        """The number of the next change of a message, or of the last of the next few; called within ``locked``.

        Written by ``update``, not ``save``: a message is not a change of the room that its observers tell of.
        """
        self.version += count
        own = type(self)._default_manager.filter(pk=self.pk)
        own.update(version=self.version, last_seq=self.last_seq)
        return self.version

    def record(self, by: User, verb: str, *, always: bool = False, **details: Any) -> None:
        """Note in the audit log what an administrator did to a room that is not theirs; or whoever did it."""
        if always or not self.is_owned_by(by):
            AuditEntry.record(by, verb, self, **details)
