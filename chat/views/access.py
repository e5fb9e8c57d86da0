"""Why somebody is not let stay."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from chat.live.standing import Reason


@login_not_required
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Where a page goes when its socket was closed for good (static/js/connection.js).

    Who is signed in by now, or still is after their role has changed, goes on to where they were.
    """
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = reverse("room-index")
    if request.user.is_authenticated:
        return redirect(target)
    reason = request.GET.get("reason", "")
    known = reason if reason in list(Reason) else Reason.SIGNED_OUT
    return render(request, "chat/people/signed_out.html", {"reason": known, "next": target})
