"""New passwords without mail: an administrator passes on a link."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from chat.models import AuditEntry, User
from chat.permissions import require


def make_reset_path(actor: User, person: User) -> str:
    """The path of a page that sets a new password, once, within ``PASSWORD_RESET_TIMEOUT``.

    Nothing is stored: the link is signed with the password that it replaces. Raises ``PermissionDenied``.
    """
    require(actor, "person.reset_password", person)
    with transaction.atomic():
        AuditEntry.record(actor, "person.reset_password", person)
        token = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), token])
