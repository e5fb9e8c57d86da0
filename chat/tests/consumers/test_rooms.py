"""Rooms that are closed, direct, archived: who hears of them, and what those who manage them do."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from chat.models import Message, Room, User
from chat.tests.sockets import Bot, Connections, Page

pytestmark = pytest.mark.django_db(transaction=True)

NOT_HERE = 2**40  # a room that does not exist

#: How an outsider may ask about a room: the action, and its fields.
ASKING: dict[str, Callable[[int], dict[str, Any]]] = {
    "retrieve": lambda pk: {"pk": pk},
    "subscribe_instance": lambda pk: {"pk": pk},
    "catch_up": lambda pk: {"room": pk, "since": 0},
    "join_room": lambda pk: {"pk": pk},
    "leave_room": lambda pk: {"pk": pk},
    "create_message": lambda pk: {"room": pk, "message": "Let me in"},
    "edit_room": lambda pk: {"pk": pk, "data": {"name": "Mine"}},
    "archive_room": lambda pk: {"pk": pk},
    "restore_room": lambda pk: {"pk": pk},
    "delete_room": lambda pk: {"pk": pk, "name": "Vault"},
    "add_members": lambda pk: {"pk": pk, "people": [1]},
    "remove_member": lambda pk: {"pk": pk, "person": 1},
    "promote_member": lambda pk: {"pk": pk, "person": 1},
    "demote_member": lambda pk: {"pk": pk, "person": 1},
}


@pytest.fixture(params=["closed", "direct"])
def secret(request: pytest.FixtureRequest, alice: User, bob: User) -> Room:
    """A room of Alice and Bob."""
    if request.param == "direct":
        return Room.objects.converse(alice, [bob])
    room = Room.objects.start("Vault", alice, kind="closed")
    room.add(alice, [bob])
    return room


@pytest.fixture
async def vault(alice: User, bob: User) -> Room:
    room = await sync_to_async(partial(Room.objects.start, "Vault", alice, kind="closed"))()
    await sync_to_async(room.add)(alice, [bob])
    return room


# Outsiders


@pytest.mark.parametrize("role", ["member", "guest", "bot"])
async def test_secret_room_is_as_a_wrong_number(
    connect: Connections, secret: Room, alice: User, carol: User, role: str
) -> None:
    carol.role = role
    await carol.asave()
    bot = await connect.bot(carol)
    for action, fields in ASKING.items():
        given, wrong = fields(secret.pk), fields(NOT_HERE)
        for each in (given, wrong):
            each.update({name: alice.pk for name in ("person",) if name in each})
            each.update({name: [alice.pk] for name in ("people",) if name in each})
        told = await bot.call(action, request_id="x", **given)
        assert told["response_status"] == 404, action
        assert told == await bot.call(action, request_id="x", **wrong)
    assert (await bot.call("list"))["data"] == []
    assert await Message.objects.acount() == 0


async def test_observers_of_outsiders_are_silent(
    connect: Connections, secret: Room, alice: User, bob: User, carol: User
) -> None:
    bot, page = await connect.bot(carol), await connect.page(carol)
    for action, fields in ASKING.items():
        await bot.call(action, **fields(secret.pk))
    await page.submit("show_rooms")
    await page.submit("show_directory")
    await page.submit("catch_up", room=str(secret.pk), since="0")
    await page.fragments()
    message = await sync_to_async(secret.post)(alice, "Between us")
    await sync_to_async(message.edit)(alice, "Still between us")
    await sync_to_async(message.erase)(alice)
    if not secret.is_direct:
        await sync_to_async(partial(secret.edit, alice, topic="Secret"))()
        await sync_to_async(secret.archive)(alice)
        await sync_to_async(secret.restore)(alice)
        await sync_to_async(secret.remove)(alice, bob)
    await sync_to_async(secret.delete)()
    assert await bot.changes() == []
    assert await page.fragments() == []


async def test_conversation_is_hidden_from_administrators(
    connect: Connections, alice: User, bob: User, carol: User
) -> None:
    room = await sync_to_async(Room.objects.converse)(alice, [bob])
    carol.role = "administrator"
    await carol.asave()
    bot = await connect.bot(carol)
    for action in ("retrieve", "edit_room", "archive_room", "catch_up"):
        reply = await bot.call(action, **ASKING[action](room.pk))
        assert reply["response_status"] == 404, action


async def test_administrator_keeps_a_closed_room_in_order_and_does_not_read_it(
    connect: Connections, vault: Room, alice: User, carol: User
) -> None:
    await sync_to_async(vault.post)(alice, "Between us")
    carol.role = "administrator"
    await carol.asave()
    bot = await connect.bot(carol)
    for action in ("retrieve", "catch_up", "join_room", "create_message"):
        reply = await bot.call(action, **ASKING[action](vault.pk))
        assert (reply["response_status"], reply["data"]) == (404, None), action
    reply = await bot.call("edit_room", pk=vault.pk, data={"topic": "Kept in order"})
    assert reply["response_status"] == 200
    assert "Between us" not in str(reply)
    assert await bot.changes() == []


async def test_member_who_manages_nothing_is_told_so(bob_bot: Bot, vault: Room, bob: User) -> None:
    for action in ("edit_room", "archive_room", "restore_room", "delete_room"):
        reply = await bob_bot.call(action, **ASKING[action](vault.pk))
        assert reply["response_status"] == 403, action
    for action in ("remove_member", "promote_member", "demote_member"):
        reply = await bob_bot.call(action, pk=vault.pk, person=bob.pk)
        assert reply["response_status"] == 403, action
    reply = await bob_bot.call("add_members", pk=vault.pk, people=[bob.pk])
    assert reply["response_status"] == 403


# What becomes of a room


async def test_members_hear_what_becomes_of_it(bob_bot: Bot, vault: Room, alice: User) -> None:
    await bob_bot.call("subscribe_instance", request_id="vault", pk=vault.pk)
    await sync_to_async(partial(vault.edit, alice, topic="Gold", is_announcement=True))()
    await sync_to_async(vault.archive)(alice)
    edited, archived = await bob_bot.changes()
    assert (edited["data"]["topic"], edited["data"]["is_announcement"]) == ("Gold", True)
    assert archived["data"]["archived"] is True


async def test_who_is_removed_hears_nothing_more(
    bob_bot: Bot, vault: Room, alice: User, bob: User
) -> None:
    await bob_bot.call("catch_up", room=vault.pk)
    await sync_to_async(vault.remove)(alice, bob)
    await bob_bot.changes()
    await sync_to_async(vault.post)(alice, "Now we can talk")
    await sync_to_async(partial(vault.edit, alice, topic="Without Bob"))()
    assert await bob_bot.changes() == []
    for action, fields in ASKING.items():
        reply = await bob_bot.call(action, **fields(vault.pk))
        assert reply["response_status"] == 404, action


async def test_page_of_who_is_removed_says_so_and_leads_nowhere_dead(
    connect: Connections, vault: Room, alice: User, bob: User
) -> None:
    page = await connect.page(bob)
    await page.submit("show_rooms")
    await page.submit("catch_up", room=str(vault.pk))
    await sync_to_async(vault.remove)(alice, bob)
    notice = await page.fragment_with('id="notice"')
    assert "You are not a member of this room any more." in notice
    assert f'href="/rooms/{vault.pk}/"' not in notice
    await page.fragment_with(f'<li id="room-{vault.pk}" hx-swap-oob="delete"></li>')


async def test_who_is_added_gets_the_row_on_every_page(
    connect: Connections, alice_bot: Bot, vault: Room, carol: User
) -> None:
    pages = [await connect.page(carol) for _ in range(2)]
    for page in pages:
        await page.submit("show_rooms")
    await alice_bot.call("add_members", pk=vault.pk, people=[carol.pk])
    for page in pages:
        row = await page.fragment_with(f'<li id="room-{vault.pk}" class="room-row"')
        assert "Vault" in row


async def test_page_of_an_archived_room_says_so(
    connect: Connections, vault: Room, alice: User, bob: User
) -> None:
    page = await connect.page(bob)
    await page.submit("show_rooms")
    await page.submit("catch_up", room=str(vault.pk))
    await page.fragments()
    await sync_to_async(vault.archive)(alice)
    told = "".join(await page.fragments())
    assert "This room is archived" in told
    await sync_to_async(vault.restore)(alice)
    told = "".join(await page.fragments())
    assert f'id="room-{vault.pk}-state"' in told
    assert "This room is archived" not in told


async def test_conversation_comes_to_the_pages_of_the_other(
    connect: Connections, alice_bot: Bot, bob: User, alice: User
) -> None:
    page: Page = await connect.page(bob)
    await page.submit("show_rooms")
    reply = await alice_bot.call("start_conversation", people=[bob.pk])
    assert reply["data"]["kind"] == "direct"
    pk = reply["data"]["pk"]
    row = await page.fragment_with(f'<li id="room-{pk}" class="room-row"')
    assert f'data-person="{alice.pk}"' in row
    assert f'data-person="{bob.pk}"' in row
    again = await alice_bot.call("start_conversation", people=[bob.pk, alice.pk])
    assert again["data"]["pk"] == pk


@pytest.mark.parametrize(
    ("action", "fields", "status"),
    [
        ("create", {"data": {"name": "Us", "kind": "direct"}}, 400),
        ("create", {"data": {}}, 400),
        ("edit_room", {"data": {"kind": "direct"}}, 400),
        ("edit_room", {"data": {"name": "  "}}, 422),
        ("edit_room", {"data": {"is_announcement": "perhaps"}}, 400),
        ("delete_room", {}, 400),
        ("add_members", {"people": []}, 400),
        ("add_members", {"people": [NOT_HERE]}, 404),
        ("remove_member", {"person": NOT_HERE}, 404),
        ("start_conversation", {"people": "me"}, 400),
        ("start_conversation", {"people": [NOT_HERE]}, 404),
        ("start_conversation", {"people": list(range(1, 12))}, 400),
    ],
)
async def test_what_makes_no_sense_gets_a_clear_answer(
    alice_bot: Bot, vault: Room, action: str, fields: dict[str, Any], status: int
) -> None:
    reply = await alice_bot.call(action, pk=vault.pk, **fields)
    assert reply["response_status"] == status
    assert reply["errors"]
    await vault.arefresh_from_db()
    assert (vault.name, vault.kind) == ("Vault", "closed")


async def test_removing_who_is_not_there_is_a_404(alice_bot: Bot, vault: Room, carol: User) -> None:
    for action in ("remove_member", "promote_member", "demote_member"):
        reply = await alice_bot.call(action, pk=vault.pk, person=carol.pk)
        assert reply["response_status"] == 404, action
