"""Django's administration, for what has no page of its own yet. Messages change by their verbs only."""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models
from django.http import HttpRequest

from chat.models import Room, User

# One way in: with second factors and limits, which the administration's own page knows nothing of.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Secrets of people, and providers, which come from the environment alone.
admin.site.unregister([Authenticator, SocialApp, SocialToken, UserSession])
admin.site.register(User, UserAdmin)


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "created_at"]
    search_fields = ["name"]
    fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Room]:
        return Room.objects.administered_by(_administrator(request))

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False  # a room starts with its owner (``Room.objects.start``)

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.edit(_administrator(request), name=form.cleaned_data["name"])

    def delete_model(self, request: HttpRequest, obj: Room) -> None:
        obj.delete_by(_administrator(request), obj.name)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Room]) -> None:
        for room in queryset:
            self.delete_model(request, room)


def _administrator(request: HttpRequest) -> User:
    return cast("User", request.user)
