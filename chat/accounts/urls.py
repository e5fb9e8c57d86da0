"""Every page of allauth that can be reached, under /account/; its names are allauth's own.

Sign-in, sign-up and sign-out are in chat/urls.py. What is not listed does not exist, and neither does what needs mail
or single sign-on where there is none.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.socialaccount import views as single_sign_on
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path, re_path

View = Callable[..., Any]


def only_if(condition: Callable[[], bool], view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> Any:
        if not condition():
            raise Http404
        return view(request, *args, **options)

    return guarded


def with_mail(view: View) -> View:
    return only_if(lambda: settings.CAN_MAIL, view)


def has_providers() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])


def with_providers(view: View) -> View:
    return only_if(has_providers, view)


urlpatterns: list[URLPattern | URLResolver] = [
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path(
        "password/reset/sent/",
        with_mail(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("email/", with_mail(account.email), name="account_email"),
    path(
        "email/sent/",
        with_mail(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^email/confirm/(?P<key>[-:\w]+)/$",
        with_mail(account.confirm_email),
        name="account_confirm_email",
    ),
    path("two-factors/", include("allauth.mfa.urls")),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path(
        "connections/",
        with_providers(single_sign_on.connections),
        name="socialaccount_connections",
    ),
    path(
        "sso-cancelled/",
        login_not_required(with_providers(single_sign_on.login_cancelled)),
        name="socialaccount_login_cancelled",
    ),
    path(
        "sso/<slug:provider_id>/callback/",
        with_providers(openid.callback),
        name="openid_connect_callback",
    ),
]
