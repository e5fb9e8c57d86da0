import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.forms import InvitationForm, MailedInvitationForm
from chat.models import Invitation, Workspace
from chat.permissions import require
from chat.qr import qr_code
from chat.requests import Request

MOST_LISTED = 200

log = logging.getLogger(__name__)


@require_GET
def index(request: Request) -> HttpResponse:
    require(request.user, "invitation.manage")
    invitations = Invitation.objects.listed()[:MOST_LISTED]
    return render(
        request, "chat/administration/invitations/index.html", {"invitations": invitations}
    )


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """A form; once it is sent, the link, which nobody sees again."""
    require(request.user, "invitation.manage")
    form_class = MailedInvitationForm if settings.CAN_MAIL else InvitationForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _created(request, form)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "chat/administration/invitations/create.html", {"form": form}, status=status
    )


def _created(request: Request, form: InvitationForm) -> HttpResponse:
    email = form.cleaned_data.get("email", "")
    invitation, token = Invitation.objects.issue(
        request.user,
        role=form.cleaned_data["role"],
        rooms=form.cleaned_data["rooms"],
        expires_at=form.expires_at,
        max_uses=form.cleaned_data["max_uses"],
        email=email,
    )
    link = request.build_absolute_uri(reverse("invitation-show", args=[token]))
    context = {"invitation": invitation, "link": link, "code": qr_code(link)}
    if email:
        context["is_mailed"] = _mail(invitation, link)
    return render(request, "chat/administration/invitations/created.html", context, status=201)


def _mail(invitation: Invitation, link: str) -> bool:
    """False when the mail server did not take it: the link is on the page all the same."""
    context = {"invitation": invitation, "link": link, "workspace": Workspace.current()}
    subject = render_to_string("chat/administration/invitations/mail_subject.txt", context)
    text = render_to_string("chat/administration/invitations/mail.txt", context)
    try:
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
    except (SMTPException, OSError):
        log.exception("An invitation could not be mailed.")
        return False
    return True


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    require(request.user, "invitation.manage")
    get_object_or_404(Invitation, pk=pk).revoke(request.user)
    messages.success(request, "Revoked: its link lets nobody in any more.")
    return redirect("administration-invitations")
