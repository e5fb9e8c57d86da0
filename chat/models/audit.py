from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from chat.models.text import clean_name

MAX_TARGET = 300  # characters


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def verbs(self) -> list[str]:
        """Those that were ever recorded."""
        return list(self.order_by("verb").values_list("verb", flat=True).distinct())


class AuditEntry(models.Model):
    """What somebody did by the power of their role. Written in the transaction of the act, never changed."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Such as "person.ban": a verb of chat/permissions.py.
    verb = models.CharField(max_length=64)
    #: To what it was done, in words that stay true when that is gone.
    target = models.CharField(max_length=300)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="audit_newest_first")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.verb} {self.target}"

    @classmethod
    def record(cls, actor: Any, verb: str, target: Any, **details: Any) -> AuditEntry:
        """Call it within the transaction of the act. ``target`` is kept as what it calls itself, in one line."""
        kind = type(target).__name__.lower()
        name = f"{kind} {target.pk}: {target}" if isinstance(target, models.Model) else str(target)
        line = clean_name(name)[:MAX_TARGET]
        return cls.objects.create(actor=actor, verb=verb, target=line, details=details)
