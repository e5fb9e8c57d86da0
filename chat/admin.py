"""Django's administration, to look things up in: nothing is changed here.

What has rules is changed by its verbs, which ask for permission and write the audit log. Here they would be passed by.
"""

from typing import cast

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth import admin as _  # registers groups  # noqa: F401
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from chat.models import AuditEntry, Invitation, Report, Room, User

# One way in: with second factors and limits, which the administration's own page knows nothing of.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Ways to sign in, which are their people's; providers, which the environment names; groups, which mean nothing.
admin.site.unregister(
    [Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession, Group]
)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Whoever comes as far as this page is an administrator, and sees."""

    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnly):
    list_display = ["username", "display_name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "folded_name", "email"]
    fields = [
        *("username", "display_name", "email", "role", "owner", "invitation"),
        *("is_active", "banned_at", "deleted_at", "date_joined", "last_login"),
    ]


@admin.register(Room)
class RoomAdmin(ReadOnly):
    """Conversations are their people's own."""

    list_display = ["name", "kind", "created_at", "archived_at"]
    list_filter = ["kind"]
    search_fields = ["name"]
    fields = [
        *("name", "kind", "topic", "description", "is_announcement"),
        *("created_at", "archived_at", "last_seq", "version", "revision"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        return Room.objects.administered_by(cast("User", request.user))


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ["created_at", "actor", "verb", "target"]
    list_filter = ["verb"]
    search_fields = ["target", "actor__folded_name"]
    fields = ["created_at", "actor", "verb", "target", "details"]


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ["created_at", "author", "reporter", "resolved_at"]
    fields = ["author", "text", "reporter", "reason", "created_at", "resolved_at", "resolved_by"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ["created_at", "created_by", "role", "uses", "max_uses", "expires_at"]
    fields = [
        *("created_by", "created_at", "role", "rooms", "email"),
        *("uses", "max_uses", "expires_at", "revoked_at"),
    ]
