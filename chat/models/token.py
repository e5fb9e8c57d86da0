from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from chat.models.audit import AuditEntry
from chat.models.text import clean_name, validate_storable
from chat.models.user import User
from chat.permissions import require

#: What every token begins with, so that people, and programs that look for secrets, know one when they see it.
PREFIX = "roomful_"
SECRET_BYTES = 32
#: How old the note of the last use may be, so that a busy bot does not write a row with each request.
NOTED_EVERY = timedelta(minutes=1)


def digest_of(text: str) -> str:
    """What is stored of a token, and what it is found by.

    A token is 256 random bits, so a plain SHA-256 is as good as a slow hash: there is nothing to guess. Nor does the
    time that a look-up takes tell anything: the index compares digests, and who tries tokens cannot choose theirs.
    """
    return sha256(text.encode()).hexdigest()


class TokenManager(models.Manager["Token"]):
    def issue(self, by: User, bot: User, name: str) -> tuple[Token, str]:
        """A new token of a bot, and its text, which nobody can read again.

        Raises ``PermissionDenied``, and ``ValidationError`` (the name; whom it is for).
        """
        require(by, "bot.manage")
        if not bot.is_bot:
            raise ValidationError("Only bots sign in with tokens.")
        validate_storable(name)
        text = PREFIX + token_urlsafe(SECRET_BYTES)
        token = self.model(user=bot, name=clean_name(name), digest=digest_of(text))
        token.clean_fields(exclude=["user", "digest"])
        with transaction.atomic():
            token.save(force_insert=True)
            AuditEntry.record(by, "bot.manage", bot, act="token issued", token=token.name)
        return token, text

    def find(self, text: str) -> Token | None:
        """The token of that text with its bot, when it is good and the bot may work; notes that it was used."""
        if not text.startswith(PREFIX):
            return None
        bots = User.objects.working().filter(is_active=True, role=User.Role.BOT)
        good = self.filter(revoked_at=None, user__in=bots)
        token = good.select_related("user").filter(digest=digest_of(text)).first()
        if token is not None:
            token.note_use()
        return token


class Token(models.Model):
    """What a bot signs in with. Shown once when it is made; stored as a digest."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    user_id: int

    objects: ClassVar[TokenManager] = TokenManager()

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"

    def note_use(self) -> None:
        """At most once in a while, and without telling anybody."""
        now = timezone.now()
        if self.last_used_at is None or self.last_used_at < now - NOTED_EVERY:
            Token.objects.filter(pk=self.pk).update(last_used_at=now)

    def revoke(self, by: User) -> None:
        """End it, and what was signed in with it. Raises ``PermissionDenied``."""
        require(by, "bot.manage")
        with transaction.atomic():
            token = Token.objects.select_for_update().get(pk=self.pk)
            if token.revoked_at is None:
                token.revoked_at = timezone.now()
                token.save(update_fields=["revoked_at"])
                AuditEntry.record(
                    by, "bot.manage", token.user, act="token revoked", token=token.name
                )
        self.revoked_at = token.revoked_at
