from __future__ import annotations

import re
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import RegexValidator
from django.db import models, transaction

from chat.models import picture
from chat.models.audit import AuditEntry
from chat.models.text import clean_name, validate_storable
from chat.permissions import require

if TYPE_CHECKING:
    from chat.models.user import User

KEPT_FOR = 5.0  # seconds
MOST_DAYS = 36_500  # of retention: a hundred years
_DOMAIN = re.compile(r"(?!-)[\w-]+(\.[\w-]+)+", re.ASCII)


class Workspace(models.Model):
    """What administrators set for everybody. There is one row."""

    class SignUp(models.TextChoices):
        INVITATION = "invitation", "By invitation only"
        DOMAIN = "domain", "With an e-mail address of our domains"
        OPEN = "open", "Anyone who reaches this server"

    name = models.CharField(max_length=40, default="Roomful")
    #: Names the files of the picture (chat/models/picture.py); empty when there is none.
    logo = models.CharField(max_length=64, blank=True, editable=False)
    #: As CSS writes it; empty for the design's own.
    accent = models.CharField(
        "accent colour",
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "Write a colour as #rrggbb.")],
    )
    sign_up = models.CharField(max_length=16, choices=SignUp, default=SignUp.INVITATION)
    #: With spaces between.
    sign_up_domains = models.CharField("domains", max_length=500, blank=True)
    #: Older messages are removed; None keeps them.
    retention_days = models.PositiveIntegerField(null=True, blank=True)

    #: What this process knows, and until when.
    _kept: ClassVar[tuple[Workspace | None, float]] = (None, 0.0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_workspace"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.pk = 1
        super().save(*args, **options)
        _forget()
        transaction.on_commit(_forget)  # another thread may have read it meanwhile, as it was

    def clean(self) -> None:
        """Its texts as they are stored. Raises ``ValidationError``."""
        validate_storable(self.name)
        self.name = clean_name(self.name)
        if not self.name:
            raise ValidationError({"name": "A workspace needs a name."})
        if self.retention_days is not None and not 1 <= self.retention_days <= MOST_DAYS:
            raise ValidationError({"retention_days": f"A number of days from 1 to {MOST_DAYS}."})
        domains = self.sign_up_domains.lower().replace(",", " ").replace("@", " ").split()
        self.sign_up_domains = " ".join(dict.fromkeys(domains))
        if wrong := [domain for domain in domains if not _DOMAIN.fullmatch(domain)]:
            raise ValidationError({"sign_up_domains": f"{wrong[0]} is not a domain."})
        if self.sign_up == self.SignUp.DOMAIN and not domains:
            raise ValidationError({"sign_up_domains": "Name a domain, such as example.org."})

    @property
    def accent_hex(self) -> str:
        """The accent colour's six digits."""
        return self.accent.removeprefix("#").lower()

    @classmethod
    def current(cls) -> Workspace:
        """For reading only. Every page asks, so a process asks the database every few seconds; and when it has
        changed something itself, at once."""
        kept, until = Workspace._kept
        if kept is None or monotonic() > until:
            kept = cls.stored()
            Workspace._kept = kept, monotonic() + KEPT_FOR
        return kept

    @classmethod
    def stored(cls) -> Workspace:
        """The one row, or what it is before anybody set anything; not stored then."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def edit(cls, by: User, **values: Any) -> Workspace:
        """Set some of its fields. Raises ``PermissionDenied`` and ``ValidationError``."""
        require(by, "workspace.edit")
        with transaction.atomic():
            cls.objects.get_or_create(pk=1)
            workspace = cls.objects.select_for_update().get(pk=1)
            before = {name: getattr(workspace, name) for name in values}
            for name, value in values.items():
                setattr(workspace, name, value)
            workspace.full_clean(validate_unique=False, validate_constraints=False)
            changed = {name: getattr(workspace, name) for name in values}
            changed = {name: value for name, value in changed.items() if value != before[name]}
            if changed:
                workspace.save(update_fields=list(changed))
                AuditEntry.record(by, "workspace.edit", workspace, **changed)
        return workspace

    @classmethod
    def change_logo(cls, by: User, upload: File[bytes] | None) -> None:
        """None takes it away. Raises ``PermissionDenied``, and ``ValidationError`` for what is no picture."""
        require(by, "workspace.edit")
        key = picture.store(upload) if upload else ""
        try:
            with transaction.atomic():
                cls.objects.get_or_create(pk=1)
                before = cls.objects.select_for_update().get(pk=1).logo
                cls.edit(by, logo=key)
                if before:
                    transaction.on_commit(partial(picture.remove, before), robust=True)
        except BaseException:
            if key:
                picture.remove(key)
            raise


def _forget() -> None:
    Workspace._kept = None, 0.0
