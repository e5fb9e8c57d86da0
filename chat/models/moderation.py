"""Between people: who does not want to read whom, and what administrators should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from chat.models.audit import AuditEntry
from chat.models.prepared import Prepared
from chat.models.text import clean_text, validate_storable
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.message import Message
    from chat.models.user import User

MAX_REASON = 1_000  # characters


class Block(models.Model):
    """That a person wants what another writes folded away."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "blocked"], name="blocked_once"),
            models.CheckConstraint(
                condition=~models.Q(user=models.F("blocked")), name="nobody_blocks_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} blocks {self.blocked}"


_BLOCKED = Prepared(
    lambda user: Block.objects.filter(user=user).order_by("blocked").values_list("blocked")
)


class Blocks:
    """Verbs of ``User``. What it changes is what the person's own pages show; nobody else hears of it."""

    def block(self, other: User) -> None:
        """Harmless when it is so already. Raises ``PermissionDenied``."""
        person = cast("User", self)
        require(person, "person.block", other)
        person.blocks.get_or_create(blocked=other)

    def unblock(self, other: User) -> None:
        cast("User", self).blocks.filter(blocked=other).delete()

    def has_blocked(self, other: User) -> bool:
        return cast("User", self).blocks.filter(blocked=other).exists()

    @property
    def blocked_keys(self) -> list[int]:
        """The keys of those whose messages the person wants folded."""
        return [key for (key,) in _BLOCKED.rows(cast("User", self).pk)]


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(resolved_at=None)

    def with_people(self) -> ReportQuerySet:
        return self.select_related("author", "reporter", "resolved_by", "message__room")

    def file(self, message: Message, reporter: User, reason: str = "") -> Report:
        """The person's report of a message, with its text as it is now; their open one if there is one.

        Raises ``ValidationError`` (the reason) and ``PermissionDenied``.
        """
        reason = clean_text(reason).strip()
        validate_storable(reason)
        MaxLengthValidator(MAX_REASON)(reason)
        with message.room.locked():  # nobody edits it meanwhile
            message.refresh_from_db(fields=["text", "deleted_at"])
            require(reporter, "message.report", message)
            values = {"text": message.text, "author": message.user, "reason": reason}
            try:
                with transaction.atomic():
                    return self.create(message=message, reporter=reporter, **values)
            except IntegrityError:
                return self.open().get(message=message, reporter=reporter)


class Report(models.Model):
    """A message that somebody wants administrators to look at, as it was then."""

    message = models.ForeignKey(
        "chat.Message", on_delete=models.SET_NULL, null=True, related_name="reports"
    )
    text = models.TextField(editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reported"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports"
    )
    reason = models.TextField(max_length=1_000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "reporter"],
                condition=models.Q(resolved_at__isnull=True),
                name="reported_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    def resolve(self, by: User) -> None:
        """Say that it has been looked at. Raises ``PermissionDenied``."""
        require(by, "report.resolve", self)
        with transaction.atomic():
            report = Report.objects.select_for_update().get(pk=self.pk)
            if report.is_open:
                self.resolved_at, self.resolved_by = timezone.now(), by
                self.save(update_fields=["resolved_at", "resolved_by"])
                AuditEntry.record(by, "report.resolve", self, author=str(self.author))

    def remove_message(self, by: User) -> None:
        """Delete what was reported, wherever it was said. Raises ``PermissionDenied``.

        A manager of the room may delete there; this is the administrators' power over what was brought before them,
        in closed rooms and conversations too.
        """
        require(by, "report.resolve", self)
        with transaction.atomic():
            if self.message is not None and not self.message.is_deleted:
                self.message.withdraw()
                AuditEntry.record(by, "report.remove_message", self, author=str(self.author))
