from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction

from chat.models.audit import AuditEntry
from chat.models.departure import Departure
from chat.models.membership import Membership
from chat.models.moderation import Blocks
from chat.models.profile import Profile, validate_person_name
from chat.models.standing import Standing, State
from chat.models.text import clean_name, searchable, without_accents
from chat.permissions import require

MAX_NAME = 80  # characters of a display name
#: Fields, and those that are made of them.
_FOLLOWING = {
    frozenset({"role"}): {"is_staff", "is_superuser"},
    frozenset({"username", "first_name", "last_name", "display_name"}): {"folded_name"},
}
#: What open pages show of a person: a change of it is told of, and makes ``revision`` grow.
SEEN = frozenset(
    {
        *("username", "first_name", "last_name", "display_name"),
        *("avatar", "status_emoji", "status_text", "is_active"),
    }
)
#: What only the person and the server know: a change of nothing else is nobody's business.
UNSEEN = frozenset({"last_login", "theme", "density", "email", "time_zone"})


#: Not true of bots whose owner has left.
WORKING = models.Q(owner=None) | models.Q(owner__is_active=True, owner__role="administrator")


class PeopleManager(UserManager["User"]):
    use_in_migrations = False

    def visible_to(self, user: User) -> models.QuerySet[User]:
        """The people whom a person may know of: all of them; a guest those who share a room with them."""
        if not user.is_guest:
            return self.all()
        rooms = Membership.objects.filter(user=user).values("room")
        near = Membership.objects.filter(room__in=rooms, user=models.OuterRef("pk"))
        return self.filter(models.Q(pk=user.pk) | models.Exists(near))

    def working(self) -> models.QuerySet[User]:
        """All but the bots whose owner has left or is no administrator any more: nobody answers for what they do."""
        return self.filter(WORKING)

    def bots(self) -> models.QuerySet[User]:
        """With their owners and tokens."""
        bots = self.filter(role=User.Role.BOT, deleted_at=None).order_by("username")
        return bots.select_related("owner").prefetch_related("tokens")

    def create_bot(self, by: User, username: str, name: str) -> User:
        """A program's account, which belongs to the administrator and signs in with tokens.

        Raises ``PermissionDenied``, and ``ValidationError`` (the names).
        """
        require(by, "bot.manage")
        bot = self.model(username=username, display_name=clean_name(name), role=User.Role.BOT)
        bot.owner = by
        bot.set_unusable_password()
        bot.full_clean(exclude=["password", "folded_name"])
        for field, each in (("username", bot.username), ("name", bot.name)):
            try:
                validate_person_name(each)
            except ValidationError as error:
                raise ValidationError({field: error.messages}) from error
        with transaction.atomic():
            bot.save(force_insert=True)
            AuditEntry.record(by, "bot.manage", bot, act="made")
        return bot

    def listed_for(
        self, user: User, text: str = "", *, with_gone: bool = False
    ) -> models.QuerySet[User]:
        """The people whom a person may find by a part of their names, by name. Those who have left when asked for."""
        people = self.visible_to(user).filter(
            folded_name__contains=without_accents(clean_name(text))
        )
        gone = models.Q(is_active=True) if not with_gone else models.Q(deleted_at=None)
        return people.filter(gone).order_by("folded_name", "pk")

    def create_superuser(self, username: str, *args: Any, **values: Any) -> User:
        return super().create_superuser(
            username, *args, **{"role": User.Role.ADMINISTRATOR, **values}
        )


class User(Standing, Departure, Blocks, Profile, AbstractUser):
    """A person (or a bot). ``name`` is what others see."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", "Administrator"
        MEMBER = "member", "Member"
        GUEST = "guest", "Guest"
        BOT = "bot", "Bot"

    class Theme(models.TextChoices):
        AUTO = "auto", "As the device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    State = State

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", "Comfortable"
        COMPACT = "compact", "Compact"

    #: How Roomful looks to this person, wherever they sign in.
    theme = models.CharField(max_length=16, choices=Theme, default=Theme.AUTO)
    density = models.CharField(max_length=16, choices=Density, default=Density.COMFORTABLE)
    #: The one person who set Roomful up; the constraint below decides who that is when two try at once.
    founder = models.BooleanField(default=False, editable=False)
    #: What one is in the whole of Roomful. Django's own ``is_staff`` and ``is_superuser`` follow it (``save``).
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    #: Of a bot: the administrator to whom it belongs.
    owner = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="bots"
    )
    display_name = models.CharField("name", max_length=MAX_NAME, blank=True)
    #: What a search for people looks in.
    folded_name = models.CharField(max_length=1_500, default="", editable=False)
    #: Names the files of the picture (chat/models/picture.py); empty when there is none.
    avatar = models.CharField(max_length=64, blank=True, editable=False)
    status_emoji = models.CharField(max_length=16, blank=True)
    status_text = models.CharField("status", max_length=100, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    #: Grows with each change of what others see of the person: name, picture, status, whether they are here.
    revision = models.PositiveBigIntegerField(default=0, editable=False)
    #: Why an account is not active: banned, or deleted by its person; otherwise deactivated.
    banned_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    invitation = models.ForeignKey(
        "chat.Invitation",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="people",
    )

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["founder"], condition=models.Q(founder=True), name="one_founder"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """What follows from a field is stored with it. The database counts the changes of what others see."""
        self.is_staff = self.is_superuser = self.is_administrator
        self.folded_name = searchable(clean_name(f"{self.name} {self.username}"))
        if update_fields is not None:
            update_fields = set(update_fields)
            for names, following in _FOLLOWING.items():
                if update_fields & names:
                    update_fields |= following
            if update_fields & SEEN:
                update_fields |= {"revision"}
        is_seen = not self._state.adding and (update_fields is None or "revision" in update_fields)
        if is_seen:
            self.revision = models.F("revision") + 1
        super().save(*args, update_fields=update_fields, **options)
        if is_seen:
            self.refresh_from_db(fields=["revision"])

    @property
    def name(self) -> str:
        return self.display_name or self.get_full_name() or self.username

    @property
    def is_administrator(self) -> bool:
        return self.role == self.Role.ADMINISTRATOR

    @property
    def is_guest(self) -> bool:
        return self.role == self.Role.GUEST

    @property
    def is_bot(self) -> bool:
        return self.role == self.Role.BOT

    @property
    def works(self) -> bool:
        """As ``working`` has it, of one whose owner is known; and active."""
        has_owner = self.owner is None or (self.owner.is_active and self.owner.is_administrator)
        return self.is_active and has_owner

    @property
    def initials(self) -> str:
        """Up to two letters that stand for the person where there is no room for the name."""
        letters = [first for word in self.name.split() if (first := _first_letter(word))]
        return "".join(letters[:1] + letters[1:][-1:]) or "?"

    @property
    def hue(self) -> int:
        """Which of the avatar colours of the design is this person's: 0 to 11, and the same forever."""
        return self.pk * 5 % 12


def _first_letter(word: str) -> str:
    """The first character that shows, large; of what becomes two letters then, one. Punctuation is none."""
    shown = (each for each in word if unicodedata.category(each)[0] in "LNS")
    return next(shown, "").upper()[:1]
