"""Django's administration, for what has no page of its own yet. Messages change by their verbs only."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from chat.models import Room, User

admin.site.register(User, UserAdmin)


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "created_at"]
    search_fields = ["name"]
    fields = ["name"]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False  # a room starts with its owner (``Room.objects.start``)

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.save_name(obj.name)
