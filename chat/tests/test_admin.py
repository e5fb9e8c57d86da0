"""Django's administration is no way around the verbs and the audit log: it only shows."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from chat.models import AuditEntry, Invitation, Message, Report, Room, Token, User

SHOWN = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role="administrator")


@pytest.fixture
def admins(dana: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(dana)


@pytest.fixture
def things(lobby: Room, dana: User, alice: User, bob: User) -> dict[type[Model], Model]:
    """One of each that is shown."""
    return {
        User: alice,
        Room: lobby,
        AuditEntry: AuditEntry.record(dana, "person.ban", alice),
        Report: Report.objects.file(lobby.post(alice, "You fool!"), bob),
        Invitation: Invitation.objects.create(digest="secret digest", created_by=dana),
    }


def url(model: type[Model], view: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


@pytest.mark.parametrize("role", ["member", "guest", "bot"])
def test_others_have_no_administration(
    make_user: Callable[..., User], signed_in: Callable[[User], Client], role: str
) -> None:
    response = signed_in(make_user("eve", role=role)).get(reverse("admin:index"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("admin:login"))


def test_everything_that_is_shown_is_tried(things: dict[type[Model], Model]) -> None:
    assert things.keys() == set(SHOWN)


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_administrator_sees_and_changes_nothing(
    things: dict[type[Model], Model], admins: Client, model: type[Model]
) -> None:
    thing = things[model]
    before = model._default_manager.filter(pk=thing.pk).values().get()
    assert admins.get(url(model, "changelist")).status_code == 200
    page = admins.get(url(model, "change", thing.pk))
    assertContains(page, "readonly")
    assertNotContains(page, "_save")
    for address in (url(model, "add"), url(model, "delete", thing.pk)):
        assert admins.get(address).status_code == 403
        assert admins.post(address, {"post": "yes"}).status_code == 403
    given = {"name": "Hall", "username": "mallory", "role": "administrator", "verb": "x"}
    assert admins.post(url(model, "change", thing.pk), given).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": thing.pk, "post": "yes"}
    admins.post(url(model, "changelist"), selected)
    assert model._default_manager.filter(pk=thing.pk).values().get() == before


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_no_page_has_an_action(dana: User, model: type[Model]) -> None:
    request = RequestFactory().get("/")
    request.user = dana
    assert admin.site._registry[model].get_actions(request) == {}


def test_password_has_no_form(admins: Client, alice: User) -> None:
    assert admins.post(f"/admin/chat/user/{alice.pk}/password/").status_code in {302, 404}
    before = alice.password
    alice.refresh_from_db()
    assert alice.password == before


def test_secrets_are_not_shown(things: dict[type[Model], Model], admins: Client) -> None:
    for model, thing in things.items():
        page = admins.get(url(model, "change", thing.pk))
        assertNotContains(page, "secret digest")
        assertNotContains(page, User.objects.get(username="alice").password)


@pytest.mark.parametrize("model", [Message, Token])
def test_what_is_said_and_what_signs_in_is_not_here(model: type[Model]) -> None:
    assert not admin.site.is_registered(model)


def test_conversations_are_not_here(admins: Client, alice: User) -> None:
    room = Room.objects.create(kind="direct", direct_key="x", folded_name="", topic="Between us")
    assertNotContains(admins.get(url(Room, "changelist")), url(Room, "change", room.pk))
    response = admins.get(url(Room, "change", room.pk), follow=True)
    assertNotContains(response, "Between us")
