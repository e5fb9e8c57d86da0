from collections.abc import Callable

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateUsed,
)

from chat.models import Room, User, Workspace
from chat.models.profile import TOO_ALIKE

HTMX = {"HX-Request": "true"}
PLAIN_AND_HTMX = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])

INDEX = reverse("room-index")
FIRST_RUN = reverse("first-run")
SIGN_UP = reverse("sign-up")
SIGN_IN = reverse("sign-in")
SIGN_OUT = reverse("sign-out")

PASSWORD = "correct horse"
NEW = {"username": "dana", "password1": PASSWORD, "password2": PASSWORD}
FIRST = {**NEW, "room_name": "Lobby"}
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def who(client: Client) -> str:
    """The name of the person who is signed in, or nothing."""
    pk = client.session.get(SESSION_KEY)
    return User.objects.get(pk=pk).username if pk else ""


# The first run


@PLAIN_AND_HTMX
def test_first_visitor_may_set_roomful_up(visitor: Client, headers: dict[str, str]) -> None:
    response = visitor.get(FIRST_RUN, headers=headers)
    assertTemplateUsed(response, "chat/people/first_run.html")
    assertContains(response, 'value="Lobby"')


@PLAIN_AND_HTMX
def test_first_visitor_becomes_the_administrator(visitor: Client, headers: dict[str, str]) -> None:
    response = visitor.post(FIRST_RUN, {**FIRST, "room_name": " The  Hall"}, headers=headers)
    room = Room.objects.get()
    user = User.objects.get()
    assertRedirects(response, reverse("room-show", args=[room.pk]))
    assert (room.name, user.username) == ("The Hall", "dana")
    assert user.is_superuser
    assert who(visitor) == "dana"


def test_founder_may_enter_the_administration(visitor: Client) -> None:
    visitor.post(FIRST_RUN, FIRST)
    assert visitor.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": ""}, "This field is required."),
        ({"username": "da na"}, "Enter a valid username."),
        ({"password2": "another"}, "The two password fields didn’t match."),
        ({"password1": "short", "password2": "short"}, "This password is too short."),
        ({"room_name": ""}, "This field is required."),
        ({"room_name": "\u202e"}, "A room needs a name."),
        ({"room_name": "x" * 256}, "at most 255 characters"),
    ],
)
def test_bad_first_run_makes_nothing(
    visitor: Client, change: dict[str, str], sentence: str
) -> None:
    response = visitor.post(FIRST_RUN, {**FIRST, **change})
    assertContains(response, sentence, count=1, status_code=422)
    assert not User.objects.exists()
    assert not Room.objects.exists()
    assert who(visitor) == ""


def test_first_run_happens_once(alice: User, visitor: Client) -> None:
    assertRedirects(visitor.get(FIRST_RUN), INDEX, fetch_redirect_response=False)
    assertRedirects(visitor.post(FIRST_RUN, FIRST), INDEX, fetch_redirect_response=False)
    assert User.objects.get() == alice
    assert not Room.objects.exists()
    assert who(visitor) == ""


def test_first_run_escapes_what_was_typed(visitor: Client) -> None:
    response = visitor.post(FIRST_RUN, {**FIRST, "username": MARKUP, "room_name": MARKUP})
    assertContains(response, ESCAPED, count=2, status_code=422)
    assertNotContains(response, MARKUP, status_code=422)


# Signing up (whom Roomful is open to: chat/tests/accounts/)


@pytest.fixture
def _open(db: None) -> None:
    Workspace.objects.create(sign_up=Workspace.SignUp.OPEN)


@pytest.mark.usefixtures("_open")
@PLAIN_AND_HTMX
def test_anybody_may_sign_up(alice: User, visitor: Client, headers: dict[str, str]) -> None:
    response = visitor.get(SIGN_UP, headers=headers)
    assertTemplateUsed(response, "account/signup.html")
    assertRedirects(visitor.post(SIGN_UP, NEW, headers=headers), INDEX)
    assert who(visitor) == "dana"


@pytest.mark.usefixtures("_open")
def test_who_signs_up_is_no_administrator(alice: User, visitor: Client) -> None:
    visitor.post(SIGN_UP, {**NEW, "is_staff": "on", "is_superuser": "on", "founder": "on"})
    dana = User.objects.get(username="dana")
    assert (dana.is_staff, dana.is_superuser, dana.founder) == (False, False, False)
    assert dana.check_password(PASSWORD)


@pytest.mark.usefixtures("_open")
def test_who_signs_up_belongs_to_no_room(lobby: Room, visitor: Client) -> None:
    visitor.post(SIGN_UP, NEW)
    assert not User.objects.get(username="dana").current_rooms.exists()


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize("username", ["аlice", "AIice", "a1ice", "alice.", "ａｌｉｃｅ"])
def test_nobody_signs_up_as_what_looks_like_an_administrator(
    make_user: Callable[..., User], visitor: Client, username: str
) -> None:
    make_user("root", role="administrator", display_name="Alice")
    response = visitor.post(SIGN_UP, {**NEW, "username": username})
    assertContains(response, TOO_ALIKE, status_code=422)
    assert User.objects.count() == 1
    assert who(visitor) == ""


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "alice"}, "A user with that username already exists."),
        ({"username": "ALICE"}, "A user with that username already exists."),
        ({"username": "x" * 151}, "at most 150 characters"),
        ({"username": "a\x00b"}, "Null characters are not allowed."),
        ({"password1": "12345678", "password2": "12345678"}, "This password is entirely numeric."),
        ({"password1": "", "password2": ""}, "This field is required."),
    ],
)
def test_bad_sign_up_makes_nobody(
    alice: User, visitor: Client, change: dict[str, str], sentence: str
) -> None:
    response = visitor.post(SIGN_UP, {**NEW, **change})
    assertContains(response, sentence, status_code=422)
    assertTemplateUsed(response, "account/signup.html")
    assert User.objects.get() == alice
    assert who(visitor) == ""


@pytest.mark.usefixtures("_open")
def test_password_is_never_sent_back(alice: User, visitor: Client) -> None:
    response = visitor.post(SIGN_UP, {**NEW, "username": ""})
    assertNotContains(response, PASSWORD, status_code=422)


def test_sign_up_begins_with_the_first_run(visitor: Client) -> None:
    assertRedirects(visitor.get(SIGN_UP), FIRST_RUN)
    assertRedirects(visitor.post(SIGN_UP, NEW), FIRST_RUN)
    assert not User.objects.exists()


@pytest.mark.usefixtures("_open")
def test_who_is_signed_in_does_not_sign_up(alices: Client) -> None:
    assertRedirects(alices.get(SIGN_UP), INDEX)
    assertRedirects(alices.post(SIGN_UP, NEW), INDEX)
    assert User.objects.get().username == "alice"


# Signing in


@PLAIN_AND_HTMX
def test_person_signs_in(bob: User, visitor: Client, headers: dict[str, str]) -> None:
    assertTemplateUsed(visitor.get(SIGN_IN, headers=headers), "account/login.html")
    response = visitor.post(SIGN_IN, {"login": "bob", "password": PASSWORD}, headers=headers)
    assertRedirects(response, INDEX)
    assert who(visitor) == "bob"


def test_signing_in_leads_to_the_page_that_was_asked_for(
    lobby: Room, bob: User, visitor: Client
) -> None:
    page = reverse("room-show", args=[lobby.pk])
    asked = visitor.get(page)
    response = visitor.post(asked.headers["Location"], {"login": "bob", "password": PASSWORD})
    assertRedirects(response, page)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:x"])
def test_signing_in_leads_to_no_other_site(bob: User, visitor: Client, elsewhere: str) -> None:
    form = {"login": "bob", "password": PASSWORD, "next": elsewhere}
    assertRedirects(visitor.post(f"{SIGN_IN}?next={elsewhere}", form), INDEX)


@pytest.mark.parametrize(
    ("username", "password"), [("bob", "wrong"), ("nobody", PASSWORD), ("", ""), ("b\x00b", "x")]
)
def test_wrong_password_signs_nobody_in(
    bob: User, visitor: Client, username: str, password: str
) -> None:
    response = visitor.post(SIGN_IN, {"login": username, "password": password})
    assertTemplateUsed(response, "account/login.html")
    assertContains(response, 'role="alert"', status_code=422)
    assert who(visitor) == ""


def test_deactivated_person_does_not_sign_in(
    make_user: Callable[..., User], visitor: Client
) -> None:
    make_user("dana", is_active=False)
    visitor.post(SIGN_IN, {"login": "dana", "password": PASSWORD})
    assert who(visitor) == ""


def test_deactivated_person_is_signed_out(lobby: Room, bob: User, bobs: Client) -> None:
    bob.is_active = False
    bob.save()
    page = reverse("room-show", args=[lobby.pk])
    assertRedirects(bobs.get(page), f"{SIGN_IN}?next={page}")


def test_sign_in_begins_with_the_first_run(visitor: Client) -> None:
    assertRedirects(visitor.get(SIGN_IN), FIRST_RUN)


def test_who_is_signed_in_does_not_sign_in(alices: Client) -> None:
    assertRedirects(alices.get(SIGN_IN), INDEX)


def test_sign_in_page_escapes_what_was_typed(bob: User, visitor: Client) -> None:
    response = visitor.post(SIGN_IN, {"login": MARKUP, "password": "x"})
    assertContains(response, ESCAPED, count=1, status_code=422)
    assertNotContains(response, MARKUP, status_code=422)


# Signing out


@PLAIN_AND_HTMX
def test_person_signs_out(lobby: Room, bobs: Client, headers: dict[str, str]) -> None:
    assertRedirects(bobs.post(SIGN_OUT, headers=headers), SIGN_IN)
    assert who(bobs) == ""


def test_link_to_another_site_signs_nobody_out(lobby: Room, bobs: Client) -> None:
    assert bobs.get(SIGN_OUT).status_code == 405
    assert who(bobs) == "bob"


def test_name_in_the_frame_is_escaped(bob: User, bobs: Client) -> None:
    bob.first_name = MARKUP
    bob.save()
    response = bobs.get(INDEX)
    assertContains(response, f">{ESCAPED}</bdi>")
    assertNotContains(response, MARKUP)


# Methods and forgery


def test_forms_are_got_and_posted(alice: User, visitor: Client) -> None:
    for url in (FIRST_RUN, SIGN_UP, SIGN_IN):
        for method in ("patch", "delete"):
            assert getattr(visitor, method)(url).status_code == 405


@pytest.mark.parametrize(
    ("url", "form"),
    [(SIGN_UP, NEW), (SIGN_IN, {"login": "alice", "password": PASSWORD}), (SIGN_OUT, {})],
)
def test_another_site_signs_nobody_up_in_or_out(
    alice: User, url: str, form: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    if url == SIGN_OUT:
        client.force_login(alice)
    before = who(client)
    assert client.post(url, form).status_code == 403
    assert who(client) == before
    assert User.objects.get() == alice


@pytest.mark.django_db
def test_another_site_does_not_set_roomful_up() -> None:
    assert Client(enforce_csrf_checks=True).post(FIRST_RUN, FIRST).status_code == 403
    assert not User.objects.exists()
