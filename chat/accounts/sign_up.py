"""Who may sign up."""

from django.conf import settings
from django.http import HttpRequest

from chat.models import Invitation, User, Workspace

#: Where the session keeps the token of the invitation that somebody has opened.
INVITATION = "invitation"


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that the visitor has opened, while it lets people in."""
    token = request.session.get(INVITATION)
    return Invitation.objects.usable(token) if token else None


def is_open(request: HttpRequest) -> bool:
    """To this visitor, now. A domain is proved by mail alone, so without mail there is no such way in."""
    workspace = Workspace.current()
    if workspace.sign_up == Workspace.SignUp.OPEN:
        return True
    if workspace.sign_up == Workspace.SignUp.DOMAIN and settings.CAN_MAIL:
        return True
    return invitation_of(request) is not None


def domains_for(request: HttpRequest) -> list[str]:
    """The domains of which an address must be, to sign up; none where any will do."""
    workspace = Workspace.current()
    if workspace.sign_up != Workspace.SignUp.DOMAIN or invitation_of(request):
        return []
    return workspace.sign_up_domains.lower().split()


def accept_invitation(request: HttpRequest, user: User) -> None:
    """In the transaction that makes the user. Raises ``InvitationEnded`` when somebody else was first."""
    if invitation := invitation_of(request):
        invitation.accept(user, is_new=True)
    request.session.pop(INVITATION, None)
