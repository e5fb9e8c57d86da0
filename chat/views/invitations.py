"""Where the link of an invitation leads."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chat.accounts.sign_up import INVITATION
from chat.limits import limited
from chat.models import Invitation, InvitationEnded


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("invitation", "GET", "POST")
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, and where to; a signed-in person accepts it here, others sign up with it or sign in."""
    invitation = Invitation.objects.with_token(token)
    if invitation is None:
        return ended(request, status=404)
    if not invitation.is_usable:
        return ended(request, invitation.state)
    if request.method == "POST":
        return _accept(request, invitation)
    if not request.user.is_authenticated:
        request.session[INVITATION] = token
    response = render(request, "chat/invitations/show.html", {"invitation": invitation})
    # No other site learns of the address; our own forms need to say where they come from.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("sign-in")
    try:
        rooms = invitation.accept(request.user, is_new=False)
    except InvitationEnded as error:
        return ended(request, error.state)
    return redirect("room-show", rooms[0].pk) if rooms else redirect("room-index")


def ended(
    request: HttpRequest, state: Invitation.State | None = None, status: int = 410
) -> HttpResponse:
    """The page of an invitation that lets nobody in; without a state nobody knows of one."""
    request.session.pop(INVITATION, None)
    return render(request, "chat/invitations/ended.html", {"state": state}, status=status)
