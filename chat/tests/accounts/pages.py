"""Every page of an account, by its template."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client
from django.urls import reverse

from chat.models import User, Workspace
from chat.tests.accounts.passkeys import a_passkey

Visit = Callable[[], Any]
PASSWORD = "correct horse"
PROVIDER = {
    "provider_id": "company",
    "name": "Company",
    "client_id": "roomful",
    "secret": "secret",
    "settings": {"server_url": "http://127.0.0.1:9/"},
}
#: What a provider says of itself.
CONFIGURATION = {
    "authorization_endpoint": "https://sso.example/authorize",
    "token_endpoint": "https://sso.example/token",
}


def providers(*apps: dict[str, Any]) -> dict[str, Any]:
    """``SOCIALACCOUNT_PROVIDERS`` with these."""
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": list(apps)}}


def signed_in_just_now(user: User) -> Client:
    """Somebody who has just shown their password: what is important asks for no more."""
    client = Client()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def account_pages(make_user: Callable[..., User]) -> dict[str, Visit]:
    """With mail and a provider. Olga has all that there is, Pedro an app, Quinn no password."""
    olga, pedro, quinn = (make_user(name) for name in ("olga", "pedro", "quinn"))
    ruth = make_user("ruth", role="administrator")
    quinn.set_unusable_password()
    quinn.save()
    RecoveryCodes.activate(olga)
    key = a_passkey(olga)
    EmailAddress.objects.create(user=olga, email="olga@example.org", primary=True, verified=True)
    unproved = EmailAddress.objects.create(user=olga, email="olga@example.com")
    TOTP.activate(pedro, generate_totp_secret())
    olgas, pedros, ruths = (signed_in_just_now(each) for each in (olga, pedro, ruth))
    visitor, half, late, quinns = (Client() for _ in range(4))
    half.post(reverse("sign-in"), {"login": "pedro", "password": PASSWORD})
    late.force_login(pedro)
    quinns.force_login(quinn)

    def get(client: Client, name: str, *args: Any) -> Visit:
        return lambda: client.get(reverse(name, args=args))

    def shut() -> Any:
        Workspace(pk=1, sign_up=Workspace.SignUp.INVITATION).save()
        answer = visitor.get(reverse("sign-up"))
        Workspace(pk=1, sign_up=Workspace.SignUp.OPEN).save()
        return answer

    def to_the_provider() -> Any:
        with patch.object(
            OpenIDConnectOAuth2Adapter,
            "openid_config",
            CONFIGURATION,
        ):
            return visitor.post(reverse("openid_connect_login", args=["company"]))

    confirm = EmailConfirmationHMAC(unproved).key
    return {
        "account/show.html": get(olgas, "account"),
        "account/account_inactive.html": get(visitor, "account_inactive"),
        "account/email.html": get(olgas, "account_email"),
        "account/email_confirm.html": get(visitor, "account_confirm_email", confirm),
        "account/password_change.html": get(olgas, "account_change_password"),
        "account/password_set.html": get(quinns, "account_set_password"),
        "account/password_reset.html": get(visitor, "account_reset_password"),
        "account/password_reset_done.html": get(visitor, "account_reset_password_done"),
        "account/password_reset_from_key.html": get(
            visitor, "account_reset_password_from_key", "1", "nonsense"
        ),
        "account/password_reset_from_key_done.html": get(
            visitor, "account_reset_password_from_key_done"
        ),
        "account/reauthenticate.html": get(late, "account_reauthenticate"),
        "account/signup_closed.html": shut,
        "account/verification_sent.html": get(visitor, "account_email_verification_sent"),
        "mfa/authenticate.html": get(half, "mfa_authenticate"),
        "mfa/index.html": get(olgas, "mfa_index"),
        "mfa/reauthenticate.html": get(late, "mfa_reauthenticate"),
        "mfa/recovery_codes/generate.html": get(olgas, "mfa_generate_recovery_codes"),
        "mfa/recovery_codes/index.html": get(olgas, "mfa_view_recovery_codes"),
        "mfa/totp/activate_form.html": get(olgas, "mfa_activate_totp"),
        "mfa/totp/deactivate_form.html": get(pedros, "mfa_deactivate_totp"),
        "mfa/webauthn/add_form.html": get(olgas, "mfa_add_webauthn"),
        "mfa/webauthn/authenticator_confirm_delete.html": get(olgas, "mfa_remove_webauthn", key.pk),
        "mfa/webauthn/authenticator_list.html": get(olgas, "mfa_list_webauthn"),
        "mfa/webauthn/edit_form.html": get(olgas, "mfa_edit_webauthn", key.pk),
        "mfa/webauthn/reauthenticate.html": get(olgas, "mfa_reauthenticate_webauthn"),
        "socialaccount/authentication_error.html": get(
            visitor, "openid_connect_callback", "company"
        ),
        "socialaccount/connections.html": get(olgas, "socialaccount_connections"),
        "socialaccount/leaving.html": to_the_provider,
        "socialaccount/login.html": get(visitor, "openid_connect_login", "company"),
        "socialaccount/login_cancelled.html": get(visitor, "socialaccount_login_cancelled"),
        "usersessions/usersession_list.html": get(olgas, "usersessions_list"),
        "chat/people/reset_link.html": lambda: ruths.post(
            reverse("person-reset-link", args=[olga.pk])
        ),
    }
