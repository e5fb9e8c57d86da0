from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from chat.models.audit import AuditEntry
from chat.models.user import User
from chat.permissions import may, require

if TYPE_CHECKING:
    from chat.models.room import Room

TOKEN_BYTES = 32  # of chance: nobody guesses a link
#: Administrators are made one by one, of people who are here.
ROLES = (User.Role.MEMBER, User.Role.GUEST)


class InvitationEnded(Exception):
    """The invitation lets nobody in any more. ``state`` says why."""

    def __init__(self, state: Invitation.State) -> None:
        super().__init__(state.label)
        self.state = state


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def issue(
        self,
        by: User,
        *,
        role: str = User.Role.MEMBER,
        rooms: Collection[Room] = (),
        expires_at: datetime | None = None,
        max_uses: int | None = None,
        email: str = "",
    ) -> tuple[Invitation, str]:
        """A new invitation and its token, which is nowhere afterwards but in the link.

        Raises ``PermissionDenied`` and ``ValidationError``.
        """
        require(by, "invitation.manage")
        for room in rooms:
            require(by, "member.add", room)
        if role not in ROLES:
            raise ValidationError("An invitation makes members or guests.")
        if role == User.Role.GUEST and not rooms:
            raise ValidationError("A guest needs a room to be in.")
        if max_uses == 0:
            raise ValidationError("An invitation is for one person at least.")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with transaction.atomic():
            invitation = self.create(
                digest=_digest(token),
                role=role,
                expires_at=expires_at,
                max_uses=max_uses,
                email=email,
                created_by=by,
            )
            invitation.rooms.set(rooms)
            AuditEntry.record(
                by,
                "invitation.manage",
                invitation,
                act="issue",
                role=role,
                rooms=[room.name for room in rooms],
                expires_at=expires_at.isoformat() if expires_at else None,
                max_uses=max_uses,
            )
        return invitation, token

    def with_token(self, token: str) -> Invitation | None:
        """The invitation of a link, whatever has become of it. Sought by digest: the same work for every guess."""
        return self.select_related("created_by").filter(digest=_digest(token)).first()

    def usable(self, token: str) -> Invitation | None:
        """The invitation of a link that lets people in now."""
        invitation = self.with_token(token)
        return invitation if invitation and invitation.is_usable else None

    def listed(self) -> InvitationQuerySet:
        """The newest first, with what a list of them shows."""
        return self.select_related("created_by").prefetch_related("rooms", "people").order_by("-pk")

    def not_ended(self) -> InvitationQuerySet:
        """Those that neither time, use nor an administrator has ended."""
        return self.filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=timezone.now()),
            models.Q(max_uses__isnull=True) | models.Q(uses__lt=models.F("max_uses")),
            revoked_at__isnull=True,
        )


class Invitation(models.Model):
    """A link that lets people in: for how long, how many, as what, and into which rooms. Stored as a digest.

    It stands on the power of its maker: when they are no active administrator any more, it is revoked.
    """

    class State(models.TextChoices):
        USABLE = "usable", "Usable"
        USED_UP = "used up", "Used up"
        EXPIRED = "expired", "Expired"
        REVOKED = "revoked", "Revoked"

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

    objects = InvitationQuerySet.as_manager()

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

    @property
    def state(self) -> State:
        if self.revoked_at is not None or not may(self.created_by, "invitation.manage"):
            return self.State.REVOKED
        if self.expires_at is not None and self.expires_at <= timezone.now():
            return self.State.EXPIRED
        if self.max_uses is not None and self.uses >= self.max_uses:
            return self.State.USED_UP
        return self.State.USABLE

    @property
    def is_usable(self) -> bool:
        return self.state == self.State.USABLE

    def accept(self, user: User, *, is_new: bool) -> list[Room]:
        """Let a person into its rooms, which are returned; those archived meanwhile are left out.

        ``is_new``: in the transaction that signs the person up, who gets the invitation's role then. Somebody who
        was here stays what they are, and takes up no use when they are in all of its rooms. Raises ``InvitationEnded``.
        """
        with transaction.atomic():
            invitation = Invitation.objects.select_for_update().get(pk=self.pk)
            # Always in the same order: two who wait for each other's room would wait forever.
            rooms = list(self.rooms.filter(archived_at__isnull=True).order_by("pk"))
            lacking = [room for room in rooms if not room.has_member(user)]
            if is_new or lacking:
                invitation._take_use()
            if is_new:
                user.role = invitation.role
                user.invitation = invitation
                user.save(update_fields=["role", "invitation"])
            for room in lacking:
                room.admit(user)
        return rooms

    def _take_use(self) -> None:
        """One update that asks and counts: of those who want the last use, the database lets one have it."""
        taken = Invitation.objects.not_ended().filter(pk=self.pk)
        if not self.is_usable or not taken.update(uses=models.F("uses") + 1):
            self.refresh_from_db()
            raise InvitationEnded(self.state)

    def revoke(self, by: User) -> None:
        """Raises ``PermissionDenied``. Who came by it stays."""
        require(by, "invitation.manage")
        with transaction.atomic():
            own = Invitation.objects.filter(pk=self.pk, revoked_at__isnull=True)
            if own.update(revoked_at=timezone.now()):
                AuditEntry.record(by, "invitation.manage", self, act="revoke")
        self.refresh_from_db()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
