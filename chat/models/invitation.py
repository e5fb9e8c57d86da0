from __future__ import annotations

from django.conf import settings
from django.db import models

from chat.models.user import User


class Invitation(models.Model):
    """A link that lets people in: for how long, how many, as what, and into which rooms. Stored as a digest."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    role = models.CharField(max_length=16, choices=User.Role, default=User.Role.MEMBER)
    rooms = models.ManyToManyField("chat.Room", blank=True, related_name="invitations")
    #: To whom it was mailed, if to anybody.
    email = models.EmailField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(max_uses__isnull=True)
                | models.Q(uses__lte=models.F("max_uses")),
                name="invitation_used_up_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
