from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

FOR_EVER = 365 * 24 * 60 * 60  # seconds


@login_not_required
@require_safe
@cache_control(public=True, max_age=FOR_EVER, immutable=True)
def accent(request: HttpRequest, accent: str) -> HttpResponse:
    """The accent colour as a style sheet. The colour is the address, so what is there never changes.

    Beside the sheets of the design, which have layers: what has none comes after them.
    """
    return HttpResponse(f":root {{ --brand: #{accent}; }}\n", content_type="text/css")
