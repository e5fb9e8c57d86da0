"""The pages of administrators, a noun each. Each asks for its own verb; the nav of their layout leads to all."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from chat.requests import Request


@require_GET
def index(request: Request) -> HttpResponse:
    return redirect("administration-people")
