"""What allauth asks of us: who may sign up, how people sign in and out, whose account a single sign-on is."""

from contextlib import suppress
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, resolve_url
from django.utils.safestring import mark_safe

from chat.accounts.sessions import begin, end_others
from chat.accounts.sign_up import INVITATION, accept_invitation, is_open
from chat.addresses import address_of_request
from chat.models import InvitationEnded, Room, User
from chat.models.profile import validate_person_name
from chat.models.text import clean_name
from chat.models.user import MAX_NAME

WRONG = "No account has this name or address with this password."
NO_ADDRESS = "::"  # of who comes by a socket file
#: The page that follows says it already.
_UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}
_STAGES = {
    "allauth.account.stages.EmailVerificationStage": "chat.accounts.stages.VerificationStage",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": "Too many attempts. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return is_open(request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """The account and what its invitation gives it, both or neither.

        Who came by an invitation that was mailed to them has proved the address.
        """
        try:
            with transaction.atomic():
                user = super().save_user(request, user, form, commit)
                invitation = accept_invitation(request, user)
        except InvitationEnded:
            ended = redirect("invitation-show", request.session[INVITATION])
            raise ImmediateHttpResponse(ended) from None
        if invitation and user.email and user.email == invitation.email.lower():
            self.stash_verified_email(request, user.email)
        return user

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002
        username = super().clean_username(username, shallow)
        validate_person_name(username)
        return username

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """To the room of the invitation, when there is one."""
        room = Room.objects.of(request.user).order_by("pk").first()  # type: ignore[arg-type]
        return resolve_url("room-show", room.pk) if room else resolve_url("room-index")

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        begin(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of_request(request) or NO_ADDRESS

    def set_password(self, user: Any, password: str) -> None:
        """Whoever else knows the old password is out."""
        super().set_password(user, password)
        end_others(self.request, user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account")

    def get_login_stages(self) -> list[str]:
        return [_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **options: Any,
    ) -> None:
        if message_template not in _UNSAID:
            super().add_message(request, level, message_template, *args, **options)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Of what a provider says of addresses only that counts which it has verified itself."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever the administrator's provider knows. The first person is made by the first run."""
        return User.objects.exists()

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Any, str] | None:
        """The account with the same address, when both sides have verified it."""
        for theirs in sociallogin.email_addresses:
            ours = EmailAddress.objects.filter(email__iexact=theirs.email, verified=True).first()
            if theirs.verified and ours:
                return ours.user, ours.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """A new account gets the addresses that are verified and that nobody else here has claimed."""
        if sociallogin.is_existing:
            return
        sociallogin.email_addresses = [
            each for each in sociallogin.email_addresses if each.verified and is_free(each.email)
        ]
        kept = [each.email for each in sociallogin.email_addresses]
        assert sociallogin.user is not None  # noqa: S101  # a new one, which allauth has made
        sociallogin.user.email = kept[0] if kept else ""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        user = super().populate_user(request, sociallogin, data)
        name = data.get("name") or f"{user.first_name} {user.last_name}"
        name = clean_name(name)[:MAX_NAME]
        with suppress(ValidationError):  # they are called by their user name then
            validate_person_name(name)
            user.display_name = name
        user.first_name = user.last_name = ""
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """With an invitation that has ended meanwhile people come in too: by their provider, as members."""
        with transaction.atomic():
            user = super().save_user(request, sociallogin, form)
            with suppress(InvitationEnded):
                accept_invitation(request, user)
        return user


def is_free(email: str) -> bool:
    claimed = EmailAddress.objects.filter(email__iexact=email).exists()
    return not claimed and not User.objects.filter(email__iexact=email).exists()


class TwoFactorAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url: str) -> str:
        """For the page itself: without styles, which the Content-Security-Policy refuses."""
        return mark_safe(segno.make(url, micro=False).svg_inline(omitsize=True, border=2))  # noqa: S308

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"
