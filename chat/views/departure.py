from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chat.forms import DepartureForm
from chat.permissions import refusal
from chat.requests import Request


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Delete one's own account; who types their user name means it."""
    sentence = refusal(request.user, "person.delete", request.user)
    form = DepartureForm(
        request.POST if request.method == "POST" else None, username=request.user.username
    )
    status = 200
    if request.method == "POST":
        status = 422
        if sentence is not None:
            status = 403
        elif form.is_valid():
            request.user.delete_account()
            logout(request)
            messages.success(request, "Your account is deleted.")
            return redirect("sign-in")
    context = {"form": form, "refusal": sentence}
    return render(request, "chat/people/departure.html", context, status=status)
