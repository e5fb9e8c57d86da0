"""Signing up, in and out, and one's account. Most pages are allauth's (chat/accounts/urls.py)."""

from allauth.account import views as allauth
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import RequestException

from chat.accounts.resets import make_reset_path
from chat.accounts.urls import has_providers
from chat.models import User
from chat.requests import Request


class SignUpView(allauth.SignupView):
    def form_valid(self, form: object) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except IntegrityError:  # taken since it was checked
            form.add_error("username", "A user with that username already exists.")  # type: ignore[attr-defined]
            response = self.form_invalid(form)
        return response


_sign_up = SignUpView.as_view()


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponseBase:
    if not User.objects.exists():
        return redirect("first-run")
    response: HttpResponseBase = _sign_up(request)
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    if not User.objects.exists():
        return redirect("first-run")
    response: HttpResponseBase = allauth.login(request)
    return response


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    response: HttpResponseBase = allauth.logout(request)
    return response


@login_not_required
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """On to the provider by a page, since the Content-Security-Policy lets no form lead elsewhere."""
    if not has_providers():
        raise Http404
    try:
        response: HttpResponseBase = openid.login(request, provider_id)
    except RequestException as error:  # it does not answer
        provider = get_adapter().get_provider(request, provider_id)
        response = render_authentication_error(request, provider, exception=error)
    if isinstance(response, HttpResponseRedirect) and "://" in response.url:
        return render(request, "socialaccount/leaving.html", {"url": response.url})
    return response


@login_not_required
def reset_password(request: HttpRequest) -> HttpResponseBase:
    if not settings.CAN_MAIL:
        return render(request, "account/password_reset_without_mail.html")
    response: HttpResponseBase = allauth.password_reset(request)
    return response


@require_GET
def show(request: Request) -> HttpResponse:
    """What there is to set about one's account."""
    context = {"can_mail": settings.CAN_MAIL, "has_providers": has_providers()}
    return render(request, "account/show.html", context)


@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    session.end()
    messages.success(request, "Ended: that browser is signed out.")
    return redirect("usersessions_list")


@require_POST
def reset_link(request: Request, pk: int) -> HttpResponse:
    """A link to a new password for somebody, shown this once, for the administrator to pass on."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    link = request.build_absolute_uri(make_reset_path(request.user, person))
    return render(request, "chat/people/reset_link.html", {"person": person, "link": link})
