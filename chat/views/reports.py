from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chat.forms import ReportForm, add_errors
from chat.limits import limited
from chat.models import Report
from chat.permissions import require
from chat.requests import Request
from chat.views.answers import message_for


@require_http_methods(["GET", "POST"])
@limited("report")
def create(request: Request, pk: int) -> HttpResponse:
    """Bring a message before the administrators; afterwards the page says that it is."""
    message = message_for(request, pk)
    if message.reports.open().filter(reporter=request.user).exists():
        return render(request, "chat/reports/created.html", {"message": message})
    require(request.user, "message.report", message)
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                Report.objects.file(message, request.user, form.cleaned_data["reason"])
            except ValidationError as error:
                add_errors(form, error, "reason")
            else:
                return redirect("report-create", message.pk)
    context = {"message": message, "form": form}
    return render(request, "chat/reports/create.html", context, status=status)
