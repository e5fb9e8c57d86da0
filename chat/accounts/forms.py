"""What people fill in: allauth's forms in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.db import transaction

from chat.accounts.sign_up import domains_for

LABELS = {
    "code": "Code",
    "email": "E-mail address",
    "login": "Username or e-mail address",
    "oldpassword": "Password now",
    "password1": "New password",
    "password2": "Password confirmation",
}


class Plain:
    """Labels stand above their fields, so nothing is repeated inside; a password needs no link at its side."""

    LABELS = LABELS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in {"password", "oldpassword"}:
                field.help_text = ""


class SignInForm(Plain, account.LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUpForm(Plain, account.SignupForm):
    LABELS = LABELS | {"password1": "Password"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "email" in self.fields and (domains := domains_for(context.request)):
            listed = ", ".join(f"@{domain}" for domain in domains)
            self.fields["email"].help_text = f"One of {listed}. We send a link there."

    def clean_email(self) -> str:
        email: str = super().clean_email()
        domains = domains_for(context.request)
        if domains and email.rpartition("@")[2].lower() not in domains:
            raise forms.ValidationError("Sign up with an address of this team.")
        return email

    def save(self, request: Any) -> Any:
        """Raises ``IntegrityError`` when the name was taken since it was checked; nothing is stored then."""
        with transaction.atomic():
            return super().save(request)


class AddEmailForm(Plain, account.AddEmailForm):
    pass


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    pass


class AuthenticateForm(Plain, factors.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(Plain, factors.ReauthenticateForm):
    pass


class ActivateTotpForm(Plain, ActivateTOTPForm):
    pass


class AddPasskeyForm(Plain, AddWebAuthnForm):
    """The browser decides whether it can sign in by itself, so nobody is asked (static/js/elements/pass-key.js)."""

    passwordless = None
