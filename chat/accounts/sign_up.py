"""Who may sign up."""

from django.conf import settings
from django.http import HttpRequest

from chat.models import Invitation, InvitationEnded, User, Workspace

#: Where the session keeps the token of the invitation that somebody has opened.
INVITATION = "invitation"


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that the visitor has opened, while it lets people in."""
    token = request.session.get(INVITATION)
    return Invitation.objects.usable(token) if token else None


def is_open_to_all() -> bool:
    """With an address of a domain, or without. A domain is proved by mail alone: without it that is no way in."""
    mode = Workspace.stored().sign_up
    return mode == Workspace.SignUp.OPEN or (mode == Workspace.SignUp.DOMAIN and settings.CAN_MAIL)


def is_open(request: HttpRequest) -> bool:
    """To this visitor, now."""
    return is_open_to_all() or invitation_of(request) is not None


def domains_for(request: HttpRequest) -> list[str]:
    """The domains of which an address must be, to sign up; none where any will do."""
    workspace = Workspace.stored()
    if workspace.sign_up != Workspace.SignUp.DOMAIN or invitation_of(request):
        return []
    return workspace.sign_up_domains.lower().split()


def accept_invitation(request: HttpRequest, user: User) -> Invitation | None:
    """In the transaction that makes the user. The invitation that let them in; one that is not needed may have ended.

    Raises ``InvitationEnded`` when it was needed: somebody else took its last use since the page was asked for.
    """
    token = request.session.get(INVITATION)
    invitation = Invitation.objects.with_token(token) if token else None
    if invitation is None:
        return None
    try:
        invitation.accept(user, is_new=True)
    except InvitationEnded:
        domains = domains_for(
            request
        )  # which the form did not ask for while the invitation was good
        if not is_open_to_all() or (domains and user.email.rpartition("@")[2] not in domains):
            raise
        invitation = None
    del request.session[INVITATION]
    return invitation
