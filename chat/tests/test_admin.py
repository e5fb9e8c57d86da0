from collections.abc import Callable

import pytest
from django.contrib import admin
from django.forms import modelform_factory
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from chat.admin import RoomAdmin
from chat.models import AuditEntry, Message, Room, User

RENAME_FORM = modelform_factory(Room, fields=["name"])


@pytest.fixture
def admins(make_user: Callable[..., User], signed_in: Callable[[User], Client]) -> Client:
    return signed_in(make_user("dana", role="administrator"))


def change_url(room: Room) -> str:
    return reverse("admin:chat_room_change", args=[room.pk])


def test_others_have_no_administration(alice: User, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(alice).get(reverse("admin:index"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("admin:login"))


def test_administrator_sees_rooms_and_people(lobby: Room, admins: Client) -> None:
    assertContains(admins.get(reverse("admin:chat_room_changelist")), "Lobby")
    assertContains(admins.get(reverse("admin:chat_user_changelist")), "alice")


def test_room_is_not_made_here(admins: Client) -> None:
    assert admins.get(reverse("admin:chat_room_add")).status_code == 403


def test_messages_are_not_changed_here() -> None:
    assert not admin.site.is_registered(Message)


def test_room_is_renamed_by_the_same_rules(lobby: Room, admins: Client) -> None:
    admins.post(change_url(lobby), {"name": " The \u202e Hall "})
    lobby.refresh_from_db()
    assert lobby.name == "The Hall"


def test_taken_name_is_refused(lobby: Room, alice: User, admins: Client) -> None:
    Room.objects.start("Kitchen", alice)
    assertContains(admins.post(change_url(lobby), {"name": "KITCHEN"}), "a room of that name")
    lobby.refresh_from_db()
    assert lobby.name == "Lobby"


def test_conversations_are_nobodys_to_look_after(
    lobby: Room, alice: User, bob: User, admins: Client
) -> None:
    conversation = Room.objects.converse(alice, [bob])
    changes = admins.get(change_url(conversation))
    assert changes.status_code == 302  # Django's way to say that there is none
    assert changes.headers["Location"] == reverse("admin:index")


def test_renaming_leaves_the_log_alone(
    lobby: Room, alice: User, make_user: Callable[..., User]
) -> None:
    """Somebody posts between the moments in which the room is loaded and saved."""
    stale = Room.objects.get()
    lobby.post(alice, "meanwhile")
    form = RENAME_FORM({"name": "Hall"}, instance=stale)
    assert form.is_valid()
    request = HttpRequest()
    request.user = make_user("dana", role="administrator")
    RoomAdmin(Room, admin.site).save_model(request, stale, form, change=True)
    lobby.refresh_from_db()
    assert lobby.name == "Hall"
    assert (lobby.last_seq, lobby.version) == (1, 1)


def test_room_is_deleted_with_its_messages(lobby: Room, alice: User, admins: Client) -> None:
    lobby.post(alice, "hello")
    admins.post(reverse("admin:chat_room_delete", args=[lobby.pk]), {"post": "yes"})
    assert not Room.objects.exists()
    assert not Message.objects.exists()
    assert AuditEntry.objects.get().verb == "room.delete"


def test_person_with_messages_is_kept(lobby: Room, alice: User, admins: Client) -> None:
    lobby.post(alice, "hello")
    admins.post(reverse("admin:chat_user_delete", args=[alice.pk]), {"post": "yes"})
    assert User.objects.filter(pk=alice.pk).exists()
