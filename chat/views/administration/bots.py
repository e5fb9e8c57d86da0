from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.forms import BotForm, TokenForm, add_errors, add_model_errors
from chat.models import Token, User
from chat.permissions import require
from chat.requests import Request


@require_GET
def index(request: Request) -> HttpResponse:
    require(request.user, "bot.manage")
    return render(request, "chat/administration/bots/index.html", {"bots": User.objects.bots()})


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Make a bot, and go on to its first token."""
    require(request.user, "bot.manage")
    form = BotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bot = User.objects.create_bot(request.user, **form.cleaned_data)
        except ValidationError as error:
            add_model_errors(form, error)
        else:
            return redirect("token-create", bot.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "chat/administration/bots/create.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def create_token(request: Request, pk: int) -> HttpResponse:
    """A form; once it is sent, the token, which nobody sees again."""
    require(request.user, "bot.manage")
    bot = get_object_or_404(User.objects.bots(), pk=pk)
    form = TokenForm(request.POST or None)
    context = {"form": form, "bot": bot}
    if request.method == "POST" and form.is_valid():
        try:
            token, text = Token.objects.issue(request.user, bot, form.cleaned_data["name"])
        except ValidationError as error:
            add_errors(form, error, "name")
        else:
            context |= {"token": token, "text": text}
            return render(request, "chat/administration/bots/token.html", context, status=201)
    status = 422 if request.method == "POST" else 200
    return render(request, "chat/administration/bots/create_token.html", context, status=status)


@require_POST
def revoke_token(request: Request, pk: int) -> HttpResponse:
    require(request.user, "bot.manage")
    get_object_or_404(Token, pk=pk).revoke(request.user)
    messages.success(request, "Revoked: nothing signs in with this token any more.")
    return redirect("administration-bots")
