"""What holds for every page."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from chat.models import Invitation, Room, User, Workspace
from chat.tests.accounts.pages import PROVIDER, account_pages, providers
from chat.tests.markup import inline_code

INDEX = reverse("room-index")

Visit = Callable[[], Any]


@pytest.fixture
def visits(
    lobby: Room,
    alice: User,
    alices: Client,
    carols: Client,
    dana: User,
    danas: Client,
    fill: Callable[..., None],
    make_user: Callable[..., User],
    settings: Any,
    bob: User,
    signed_in: Callable[[User], Client],
) -> dict[str, Visit]:
    """Every page that there is, by its template."""
    settings.CAN_MAIL = True
    settings.SOCIALACCOUNT_PROVIDERS = providers(PROVIDER)
    Workspace.objects.create(sign_up=Workspace.SignUp.OPEN)
    fill(lobby, alice, 60)
    said = lobby.post(alice, "see https://example.org/")
    edited = lobby.post(alice, "helo")
    edited.edit(alice, "hello")
    lobby.post(alice, "regretted").erase(alice)
    lobby.post(bob, "I do", quotes=said).pin(bob)
    said.bookmark(bob, on=True)
    show, edit = (reverse(name, args=[lobby.pk]) for name in ("room-show", "room-edit"))
    post = reverse("message-create", args=[lobby.pk])
    bobs = signed_in(bob)
    visitor, careful = Client(), Client(enforce_csrf_checks=True)
    _, token = Invitation.objects.issue(dana)
    bot = User.objects.create_bot(dana, "echo", "Echo")
    new_token = reverse("token-create", args=[bot.pk])
    invitations, invite = reverse("administration-invitations"), reverse("invitation-create")
    join = reverse("invitation-show", args=[token])
    return account_pages(make_user) | {
        "chat/rooms/index.html": lambda: alices.get(INDEX),
        "chat/rooms/show.html": lambda: alices.get(show),
        "chat/messages/show.html": lambda: bobs.get(reverse("message-show", args=[said.pk])),
        "chat/messages/edit.html": lambda: alices.get(reverse("message-edit", args=[said.pk])),
        "chat/messages/edits.html": lambda: bobs.get(reverse("message-edits", args=[edited.pk])),
        "chat/messages/delete.html": lambda: alices.get(reverse("message-delete", args=[said.pk])),
        "chat/reactions/create.html": lambda: bobs.get(reverse("reaction-create", args=[said.pk])),
        "chat/reactions/emoji.html": lambda: bobs.get(reverse("emoji-index")),
        "chat/pins/index.html": lambda: bobs.get(reverse("pin-index", args=[lobby.pk])),
        "chat/saved/index.html": lambda: bobs.get(reverse("saved")),
        "chat/rooms/join.html": lambda: carols.get(show),
        "chat/rooms/edit.html": lambda: alices.post(edit, {"name": ""}),
        "chat/rooms/new.html": lambda: alices.post(reverse("room-new"), {"name": ""}),
        "chat/rooms/delete.html": lambda: alices.get(reverse("room-delete", args=[lobby.pk])),
        "chat/members/index.html": lambda: alices.get(reverse("member-index", args=[lobby.pk])),
        "chat/conversations/new.html": lambda: alices.post(reverse("conversation-create")),
        "chat/rooms/jump.html": lambda: carols.get(reverse("room-jump"), {"q": "lob"}),
        "chat/commands/index.html": lambda: alices.post(post, {"message": "/help"}),
        "chat/messages/refused.html": lambda: carols.post(post, {"message": "hello"}),
        "chat/people/index.html": lambda: alices.get(reverse("person-index"), {"q": "a"}),
        "chat/reports/create.html": lambda: bobs.get(reverse("report-create", args=[said.pk])),
        "chat/reports/created.html": lambda: bobs.post(
            reverse("report-create", args=[said.pk]), follow=True
        ),
        "chat/people/show.html": lambda: carols.get(reverse("person-show", args=[alice.pk])),
        "chat/people/signed_out.html": lambda: visitor.get(reverse("signed-out")),
        "chat/people/profile.html": lambda: alices.post(reverse("profile-picture")),
        "chat/people/departure.html": lambda: bobs.get(reverse("departure-create")),
        "chat/administration/people/index.html": lambda: danas.get(
            reverse("administration-people")
        ),
        "chat/administration/people/show.html": lambda: danas.get(
            reverse("administration-person", args=[bob.pk])
        ),
        "chat/administration/rooms/index.html": lambda: danas.get(reverse("administration-rooms")),
        "chat/administration/reports/index.html": lambda: danas.get(
            reverse("administration-reports")
        ),
        "chat/administration/audit/index.html": lambda: danas.get(reverse("administration-audit")),
        "chat/administration/bots/index.html": lambda: danas.get(reverse("administration-bots")),
        "chat/administration/bots/create.html": lambda: danas.get(reverse("bot-create")),
        "chat/administration/bots/create_token.html": lambda: danas.get(new_token),
        "chat/administration/bots/token.html": lambda: danas.post(new_token, {"name": "laptop"}),
        "chat/people/preferences.html": lambda: alices.get(reverse("preferences")),
        "account/login.html": lambda: visitor.get(reverse("sign-in")),
        "account/signup.html": lambda: visitor.post(reverse("sign-up"), {"username": "x"}),
        "chat/administration/invitations/index.html": lambda: danas.get(invitations),
        "chat/administration/invitations/create.html": lambda: danas.get(invite),
        "chat/administration/invitations/created.html": lambda: danas.post(
            invite, {"role": "member"}
        ),
        "chat/administration/settings/edit.html": lambda: danas.get(
            reverse("administration-settings")
        ),
        "chat/invitations/show.html": lambda: visitor.get(join),
        "chat/invitations/ended.html": lambda: visitor.get(
            reverse("invitation-show", args=["wrong"])
        ),
        "400.html": lambda: visitor.get("/", headers={"Host": "elsewhere.example"}),
        "403.html": lambda: carols.post(edit, {"name": "Mine"}),
        "403_csrf.html": lambda: careful.post(reverse("sign-in")),
        "offline.html": lambda: visitor.get(reverse("offline")),
        "404.html": lambda: visitor.get("/nowhere/"),
    }


def is_strict(policy: str) -> bool:
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    return directives.get("default-src") == "'none'" and "unsafe" not in policy


def test_every_page_is_visited(visits: dict[str, Visit], settings: Any) -> None:
    """The first run has a test of its own below; 429.html and 500.html are among the errors."""
    folder = settings.BASE_DIR / "templates"
    pages = {str(path.relative_to(folder)) for path in folder.rglob("[!_]*.html")}
    frames = {"base.html", "app.html", "column.html", "chat/administration/layout.html"}
    apart = {"429.html", "500.html", "chat/people/first_run.html"}
    apart.add("account/password_reset_without_mail.html")  # chat/tests/accounts/test_resets.py
    visited = visits.keys() | frames | apart
    assert {page for page in pages if not page.startswith("gallery/")} == visited


def test_every_page_is_made_of_its_template(visits: dict[str, Visit]) -> None:
    for template, visit in visits.items():
        assert template in [used.name for used in visit().templates]


def test_every_page_has_a_strict_content_security_policy(visits: dict[str, Visit]) -> None:
    for template, visit in visits.items():
        assert is_strict(visit().headers.get("Content-Security-Policy", "")), template


def test_no_page_has_code_or_style_inline(visits: dict[str, Visit]) -> None:
    for template, visit in visits.items():
        assert inline_code(visit().content.decode()) == [], template


def test_scripts_and_styles_are_our_own(visits: dict[str, Visit]) -> None:
    for template, visit in visits.items():
        html = visit().content.decode()
        for marker in ('<script src="', '<link rel="stylesheet" href="'):
            for address in html.split(marker)[1:]:
                assert urlsplit(address.partition('"')[0]).path.startswith("/static/"), template


def test_no_page_may_be_framed(visits: dict[str, Visit]) -> None:
    for template, visit in visits.items():
        headers = visit().headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], template
        assert headers.get("X-Content-Type-Options") == "nosniff", template


def test_first_run_is_as_strict(visitor: Client) -> None:
    response = visitor.get(reverse("first-run"))
    assert is_strict(response.headers["Content-Security-Policy"])
    assert inline_code(response.content.decode()) == []


def test_administration_is_as_strict(make_user: Callable[..., User], signed_in: Any) -> None:
    client = signed_in(make_user("dana", role="administrator"))
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    assert is_strict(response.headers["Content-Security-Policy"])


@pytest.mark.parametrize("name", ["membership-create", "membership-delete", "message-create"])
def test_answers_without_a_page_are_as_strict(lobby: Room, alices: Client, name: str) -> None:
    url = reverse(name, args=[lobby.pk])
    for response in (alices.get(url), alices.post(url, headers={"HX-Request": "true"})):
        assert is_strict(response.headers["Content-Security-Policy"])
