from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chat.forms import WorkspaceForm
from chat.models import Workspace
from chat.permissions import require
from chat.requests import Request


@require_http_methods(["GET", "POST"])
def edit(request: Request) -> HttpResponse:
    require(request.user, "workspace.edit")
    form = WorkspaceForm(request.POST or None, instance=Workspace.stored())
    if request.method == "POST" and form.is_valid():
        Workspace.edit(request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("administration-settings")
    status = 422 if request.method == "POST" else 200
    return render(request, "chat/administration/settings/edit.html", {"form": form}, status=status)
