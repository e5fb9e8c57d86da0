"""The addresses below /administration/."""

from django.urls import path

from chat.views.administration import (
    audit,
    bots,
    index,
    invitations,
    people,
    reports,
    rooms,
    settings,
)

urlpatterns = [
    path("", index, name="administration"),
    path("settings/", settings.edit, name="administration-settings"),
    path("settings/logo/", settings.change_logo, name="workspace-change-logo"),
    path("settings/logo/remove/", settings.remove_logo, name="workspace-remove-logo"),
    path("invitations/", invitations.index, name="administration-invitations"),
    path("invitations/new/", invitations.create, name="invitation-create"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="invitation-revoke"),
    path("bots/", bots.index, name="administration-bots"),
    path("bots/new/", bots.create, name="bot-create"),
    path("bots/<int:pk>/tokens/new/", bots.create_token, name="token-create"),
    path("bots/tokens/<int:pk>/revoke/", bots.revoke_token, name="token-revoke"),
    path("people/", people.index, name="administration-people"),
    path("people/<int:pk>/", people.show, name="administration-person"),
    path("people/<int:pk>/role/", people.change_role, name="person-role"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="person-deactivate"),
    path("people/<int:pk>/reactivate/", people.reactivate, name="person-reactivate"),
    path("people/<int:pk>/ban/", people.ban, name="person-ban"),
    path("people/<int:pk>/unban/", people.unban, name="person-unban"),
    path("rooms/", rooms.index, name="administration-rooms"),
    path("rooms/<int:pk>/join/", rooms.join, name="administration-room-join"),
    path("reports/", reports.index, name="administration-reports"),
    path("reports/<int:pk>/resolve/", reports.resolve, name="report-resolve"),
    path("reports/<int:pk>/remove-message/", reports.remove_message, name="report-remove-message"),
    path("reports/<int:pk>/deactivate/", reports.deactivate, name="report-deactivate"),
    path("reports/<int:pk>/ban/", reports.ban, name="report-ban"),
    path("audit/", audit.index, name="administration-audit"),
]
