"""What people say of themselves, and their pictures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.forms import PictureForm, ProfileForm, add_errors
from chat.limits import limited
from chat.models import picture
from chat.requests import Request

#: A picture has another address when it is another one. It is kept by the browser of its viewer alone.
KEPT = "private, max-age=31536000, immutable"


@require_http_methods(["GET", "POST"])
def edit(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _page(request, profile=ProfileForm.of(request.user))
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            request.user.change_profile(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Saved.")
            return redirect("profile")
    return _page(request, profile=form, status=422)


@require_POST
@limited("avatar")
def change_picture(request: Request) -> HttpResponse:
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            request.user.change_picture(form.cleaned_data["picture"])
        except ValidationError as error:
            add_errors(form, error, "picture")
        else:
            messages.success(request, "This is your picture now.")
            return redirect("profile")
    return _page(request, profile=ProfileForm.of(request.user), picture=form, status=422)


@require_POST
def remove_picture(request: Request) -> HttpResponse:
    request.user.remove_picture()
    messages.success(request, "Your picture is gone.")
    return redirect("profile")


def _page(
    request: Request, profile: ProfileForm, picture: PictureForm | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": profile, "picture_form": picture or PictureForm()}
    return render(request, "chat/people/profile.html", context, status=status)


@require_safe
@login_not_required  # so that a stranger learns nothing, not even that there is something to sign in for
def show_picture(request: HttpRequest, key: str, size: int) -> HttpResponse:
    content = picture.read(key, size) if request.user.is_authenticated else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/webp", headers={"Cache-Control": KEPT})
