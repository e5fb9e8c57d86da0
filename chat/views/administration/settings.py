from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chat.forms import PictureForm, WorkspaceForm, add_errors
from chat.models import Workspace
from chat.permissions import require
from chat.requests import Request


@require_http_methods(["GET", "POST"])
def edit(request: Request) -> HttpResponse:
    require(request.user, "workspace.edit")
    if request.method != "POST":
        return _page(request)
    form = WorkspaceForm(request.POST, instance=Workspace.stored())
    if not form.is_valid():
        return _page(request, form=form, status=422)
    Workspace.edit(request.user, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("administration-settings")


@require_POST
def change_logo(request: Request) -> HttpResponse:
    require(request.user, "workspace.edit")
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            Workspace.change_logo(request.user, form.cleaned_data["picture"])
        except ValidationError as error:
            add_errors(form, error, "picture")
        else:
            messages.success(request, "This is the logo now.")
            return redirect("administration-settings")
    return _page(request, logo_form=form, status=422)


@require_POST
def remove_logo(request: Request) -> HttpResponse:
    Workspace.change_logo(request.user, None)
    messages.success(request, "The logo is gone.")
    return redirect("administration-settings")


def _page(request: Request, status: int = 200, **forms: Any) -> HttpResponse:
    workspace = Workspace.stored()
    context = {
        "workspace": workspace,
        "form": WorkspaceForm(instance=workspace),
        "logo_form": PictureForm(),
        **forms,
    }
    return render(request, "chat/administration/settings/edit.html", context, status=status)
