from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from chat.accounts.sessions import note_use

GetResponse = Callable[[HttpRequest], HttpResponseBase]
UNPROCESSABLE = 422


def remember_use(get_response: GetResponse) -> GetResponse:
    """Looks only into sessions that the view has read: a page that needs none costs no query."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.session.accessed and request.user.is_authenticated:
            note_use(request)
        return response

    return middleware


class ErrorsAre422:
    """A form that comes back with errors is no success. Our own views say so themselves; allauth's answer 200."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and getattr(form, "errors", None):
            response.status_code = UNPROCESSABLE
        return response
