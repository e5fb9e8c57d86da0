"""An open page shows what was saved (with DEBUG only)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_browser_reload.middleware import BrowserReloadMiddleware


class LiveReloadMiddleware(BrowserReloadMiddleware):
    """For the page of a window, not for the frames in it.

    Of all documents only the one that was opened last is told to reload: that must not be a frame of the
    gallery, which would leave the others as they are.
    """

    def maybe_inject(self, request: HttpRequest, response: HttpResponseBase) -> None:
        if request.headers.get("Sec-Fetch-Dest") != "iframe":
            super().maybe_inject(request, response)
