from __future__ import annotations

from time import monotonic
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models, transaction

KEPT_FOR = 5.0  # seconds


class Workspace(models.Model):
    """What administrators set for everybody. There is one row."""

    class SignUp(models.TextChoices):
        INVITATION = "invitation", "By invitation only"
        DOMAIN = "domain", "With an e-mail address of our domains"
        OPEN = "open", "Anyone who reaches this server"

    name = models.CharField(max_length=40, default="Roomful")
    #: Names the files of the picture; empty when there is none.
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
        super().save(*args, **options)
        _forget()
        transaction.on_commit(_forget)  # another thread may have read it meanwhile, as it was

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


def _forget() -> None:
    Workspace._kept = None, 0.0
