import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateUsed,
)

from chat.models import Room, User
from chat.tests.queries import recorded_queries

HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
INDEX = reverse("room-index")
PREFERENCES = reverse("preferences")
DARK = {"theme": "dark", "density": "compact"}
AS_AT_FIRST = ("auto", "comfortable")


def look(client: Client, url: str = INDEX) -> tuple[str, str]:
    """How a page tells the style sheet to look."""
    html = client.get(url).content.decode()
    _, _, opening = html.partition("<html ")
    attributes = dict(part.split("=") for part in opening.partition(">")[0].split())
    return attributes["data-theme"].strip('"'), attributes["data-density"].strip('"')


@pytest.mark.parametrize("headers", [{}, BOOSTED], ids=["plain", "boosted"])
def test_form_has_every_choice(alice: User, alices: Client, headers: dict[str, str]) -> None:
    response = alices.get(PREFERENCES, headers=headers)
    assertTemplateUsed(response, "chat/people/preferences.html")
    for name, choices in (("theme", User.Theme), ("density", User.Density)):
        assertContains(response, f'type="radio" name="{name}"', count=len(choices))
        for choice in choices:
            assertContains(response, f'name="{name}" value="{choice}"')
            assertContains(response, choice.label)


def test_form_has_what_was_chosen(alice: User, alices: Client) -> None:
    alice.theme, alice.density = "dark", "compact"
    alice.save()
    response = alices.get(PREFERENCES)
    for name, value in DARK.items():
        form_field = response.context["form"][name]
        assert form_field.value() == value
        chosen = re.findall(rf'name="{name}" value="(\w+)"[^>]* checked', response.content.decode())
        assert chosen == [value]


def test_what_is_chosen_is_kept(alice: User, alices: Client) -> None:
    response = alices.post(PREFERENCES, DARK)
    assertRedirects(response, PREFERENCES, fetch_redirect_response=False)
    alice.refresh_from_db()
    assert (alice.theme, alice.density) == ("dark", "compact")


def test_page_after_it_says_so_once(alices: Client) -> None:
    response = alices.post(PREFERENCES, DARK, follow=True)
    assertContains(response, '<p class="notice" role="status">Saved.</p>', count=1)
    assertNotContains(alices.get(PREFERENCES), "Saved.")


def test_every_page_looks_as_was_chosen(lobby: Room, alice: User, alices: Client) -> None:
    pages = [INDEX, reverse("room-show", args=[lobby.pk]), PREFERENCES, "/nowhere/"]
    for page in pages:
        assert look(alices, page) == AS_AT_FIRST
    alices.post(PREFERENCES, DARK)
    for page in pages:
        assert look(alices, page) == ("dark", "compact")


def test_look_is_the_persons_wherever_they_sign_in(alices: Client, alice: User) -> None:
    alices.post(PREFERENCES, DARK)
    elsewhere = Client()
    elsewhere.force_login(alice)
    assert look(elsewhere) == ("dark", "compact")


def test_look_of_others_stays(alices: Client, bob: User, bobs: Client) -> None:
    alices.post(PREFERENCES, {**DARK, "id": bob.pk, "pk": bob.pk, "username": "bob"})
    bob.refresh_from_db()
    assert (bob.theme, bob.density) == AS_AT_FIRST
    assert look(bobs) == AS_AT_FIRST


def test_look_of_a_visitor_is_that_of_the_device(alices: Client) -> None:
    alices.post(PREFERENCES, DARK)
    assert look(Client(), reverse("sign-in")) == AS_AT_FIRST


def test_nothing_else_is_changed(alice: User, alices: Client) -> None:
    before = User.objects.values().get()
    more = {"is_staff": "on", "is_superuser": "on", "username": "root", "founder": "on"}
    alices.post(PREFERENCES, {**DARK, **more})
    assert User.objects.values().get() == {**before, **DARK}


def test_nothing_else_is_written(alices: Client) -> None:
    """Who is deactivated at the same moment must not be active again."""
    with recorded_queries() as queries:
        alices.post(PREFERENCES, DARK)
    (update,) = [sql for sql in queries if sql.startswith('UPDATE "chat_user"')]
    assert re.findall(r'"(\w+)" = \'', update.partition(" WHERE ")[0]) == ["theme", "density"]
    assert "is_active" not in update


@pytest.mark.parametrize("headers", [{}, BOOSTED], ids=["plain", "boosted"])
@pytest.mark.parametrize(
    "form",
    [
        {"theme": "dark"},
        {"theme": "", "density": ""},
        {"theme": "pink", "density": "comfortable"},
        {"theme": "dark", "density": "x" * 100},
        {"theme": "Dark", "density": "compact"},
        {"theme": '"><script>', "density": "compact"},
        {"theme": "dark\x00", "density": "compact"},
    ],
)
def test_what_cannot_be_chosen_changes_nothing(
    alice: User, alices: Client, form: dict[str, str], headers: dict[str, str]
) -> None:
    response = alices.post(PREFERENCES, form, headers=headers)
    assertContains(response, 'class="field__error" role="alert"', status_code=422)
    assertNotContains(response, '"><script>', status_code=422)
    alice.refresh_from_db()
    assert (alice.theme, alice.density) == AS_AT_FIRST
    assert look(alices) == AS_AT_FIRST


def test_another_site_changes_no_look(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(PREFERENCES, DARK).status_code == 403
    alice.refresh_from_db()
    assert (alice.theme, alice.density) == AS_AT_FIRST


def test_preferences_are_got_and_posted(alices: Client) -> None:
    for method in ("put", "patch", "delete"):
        assert getattr(alices, method)(PREFERENCES).status_code == 405


def test_preferences_take_two_queries(alices: Client) -> None:
    """Session, person."""
    with recorded_queries() as queries:
        alices.get(PREFERENCES, headers=BOOSTED)
    assert len(queries) == 2
