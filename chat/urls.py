from django.urls import include, path, re_path

from chat.views import (
    accounts,
    administration,
    device,
    invitations,
    memberships,
    messages,
    people,
    profile,
    rooms,
    workspace,
)
from chat.views.administration import invitations as administration_invitations
from chat.views.administration import settings as administration_settings

urlpatterns = [
    path("", rooms.index, name="room-index"),
    path("rooms/", rooms.create, name="room-create"),
    path("rooms/<int:pk>/", rooms.show, name="room-show"),
    path("rooms/<int:pk>/edit/", rooms.edit, name="room-edit"),
    path("rooms/<int:pk>/messages/", messages.create, name="message-create"),
    path("rooms/<int:pk>/join/", memberships.create, name="membership-create"),
    path("rooms/<int:pk>/leave/", memberships.delete, name="membership-delete"),
    path("jump/", rooms.jump, name="room-jump"),
    path("people/<int:pk>/", people.show, name="person-show"),
    path("profile/", profile.edit, name="profile"),
    path("profile/picture/", profile.change_picture, name="profile-picture"),
    path("profile/picture/remove/", profile.remove_picture, name="profile-picture-remove"),
    path("avatars/<slug:key>/<int:size>.webp", profile.show_picture, name="picture"),
    path("preferences/", people.preferences, name="preferences"),
    path("join/<str:token>/", invitations.show, name="invitation-show"),
    path("administration/", administration.index, name="administration"),
    path("administration/settings/", administration_settings.edit, name="administration-settings"),
    re_path(r"^accent/(?P<accent>[0-9a-f]{6})\.css$", workspace.accent, name="workspace-accent"),
    path(
        "administration/invitations/",
        administration_invitations.index,
        name="administration-invitations",
    ),
    path(
        "administration/invitations/new/",
        administration_invitations.create,
        name="invitation-create",
    ),
    path(
        "administration/invitations/<int:pk>/revoke/",
        administration_invitations.revoke,
        name="invitation-revoke",
    ),
    path("offline/", device.offline, name="offline"),
    path("service-worker.js", device.service_worker, name="service-worker"),
    path("first-run/", people.first_run, name="first-run"),
    # Our names for these; allauth has its own.
    path("sign-up/", accounts.sign_up, name="sign-up"),
    path("sign-up/", accounts.sign_up, name="account_signup"),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-in/", accounts.sign_in, name="account_login"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("sign-out/", accounts.sign_out, name="account_logout"),
    path("account/", accounts.show, name="account"),
    path("account/password/reset/", accounts.reset_password, name="account_reset_password"),
    path("account/sso/<slug:provider_id>/", accounts.single_sign_on, name="openid_connect_login"),
    path("account/sessions/<int:pk>/end/", accounts.end_session, name="session-end"),
    path("account/", include("chat.accounts.urls")),
    path("people/<int:pk>/reset-link/", accounts.reset_link, name="person-reset-link"),
]
