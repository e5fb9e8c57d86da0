"""The index of all samples, and each sample alone. Both ask nobody who is there, and nothing of the database."""

from collections.abc import Mapping
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from chat.gallery.pictures import drawn
from chat.gallery.sample import Context, Sample
from chat.gallery.samples import SAMPLES
from chat.models import User
from chat.models.picture import SIZES

THEMES = ("light", "dark")
WIDTHS = {"phone": 320, "tablet": 768, "desktop": 1100}  # CSS pixels
SHOWN = 80  # characters of a value
#: The gallery frames a sample; its forms send nothing.
SAMPLE_POLICY = {"frame-ancestors": [SELF], "form-action": [NONE]}
BY_SLUG = {sample.slug: sample for sample in SAMPLES}


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All samples, those that ``?q=`` does not find hidden: as you type, the page shows them again."""
    query = request.GET.get("q", "")
    entries = [
        {
            "sample": sample,
            "is_found": sample.matches(query),
            "context": [(name, *described(value)) for name, value in sample.context().items()],
        }
        for sample in SAMPLES
    ]
    found = sum(sample.matches(query) for sample in SAMPLES)
    page = {"query": query, "entries": entries, "found": found, "themes": THEMES, "widths": WIDTHS}
    return _page("gallery/index.html", page)


@login_not_required
@xframe_options_sameorigin
@csp_replace(SAMPLE_POLICY)  # type: ignore[arg-type]  # its type knows no view with a slug
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One sample alone, in the theme of ``?theme=`` or the device's."""
    if slug not in BY_SLUG:
        raise Http404(slug)
    sample = BY_SLUG[slug]
    asked = request.GET.get("theme")
    theme = asked if asked in THEMES else "auto"
    if sample.is_page:
        return _page(sample.template, {"user": User(theme=theme), **sample.context()})
    filled = pieces(sample)
    fragment = mark_safe("".join(piece for _, piece in filled))  # noqa: S308  each is a template's
    page = {"sample": sample, "pieces": filled, "fragment": fragment, "theme": theme}
    return _page("gallery/sample.html", page)


@login_not_required
@require_safe
def picture(request: HttpRequest, size: int) -> HttpResponse:
    """What people of the samples look like, at the address that theirs would have."""
    if size not in SIZES:
        raise Http404(size)
    return HttpResponse(drawn(size), content_type="image/webp")


def pieces(sample: Sample) -> list[tuple[Context, SafeString]]:
    """The sample's template, filled in with each of its contexts. A form gets a token as fixed as all the rest."""
    return [
        (context, render_to_string(sample.template, {"csrf_token": "sample", **context}))
        for context in sample.contexts
    ]


def described(value: Any) -> tuple[str, str]:
    """The type and, in short, the value of what a template gets."""
    return type(value).__name__, Truncator(_in_words(value)).chars(SHOWN)


def _in_words(value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, BaseForm):
        return f"with {', '.join(value.fields)}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_in_words, value))
    return repr(value)


def _page(template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Without the request, so that no context processor adds who is signed in."""
    return HttpResponse(render_to_string(template, dict(context)))
