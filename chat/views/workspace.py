from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chat.models import Workspace, picture

FOR_EVER = 365 * 24 * 60 * 60  # seconds


@login_not_required
@require_safe
@cache_control(public=True, max_age=FOR_EVER, immutable=True)
def accent(request: HttpRequest, accent: str) -> HttpResponse:
    """The accent colour as a style sheet. The colour is the address, so what is there never changes.

    Beside the sheets of the design, which have layers: what has none comes after them.
    """
    return HttpResponse(f":root {{ --brand: #{accent}; }}\n", content_type="text/css")


@login_not_required
@require_safe
def logo(request: HttpRequest, key: str, size: int) -> HttpResponse:
    """The workspace's picture, for everybody; another one has another address."""
    # What this process knows may be some seconds old, and a page of another one newer.
    is_it = key == Workspace.current().logo or key == Workspace.stored().logo
    content = picture.read(key, size) if is_it else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/webp")
    patch_cache_control(response, public=True, max_age=FOR_EVER, immutable=True)
    return response
