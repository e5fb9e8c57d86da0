"""A program edits, deletes and brings back, and looks what was said before."""

import pytest
from asgiref.sync import sync_to_async

from chat.models import Message, Room, User
from chat.tests.sockets import Bot, Page

pytestmark = pytest.mark.django_db(transaction=True)


async def test_earlier_versions_come_newest_first(lobby: Room, alice: User, bob_bot: Bot) -> None:
    message = await sync_to_async(lobby.post)(alice, "one")
    for text in ("two", "three"):
        await sync_to_async(message.edit)(alice, text)
    reply = await bob_bot.call("list_edits", pk=message.pk)
    assert reply["data"]["pk"] == message.pk
    assert [edit["text"] for edit in reply["data"]["edits"]] == ["two", "one"]


async def test_edit_of_another_version_is_a_conflict(lobby: Room, bob: User, bob_bot: Bot) -> None:
    message = await sync_to_async(lobby.post)(bob, "one")
    edit = {"pk": message.pk, "message": "two"}
    reply = await bob_bot.call("edit_message", **edit, edited_at=None)
    seen = reply["data"]["edited_at"]
    edit["message"] = "three"
    reply = await bob_bot.call("edit_message", **edit, edited_at=None)
    assert (reply["response_status"], reply["data"]) == (409, None)
    reply = await bob_bot.call("edit_message", **edit, edited_at=seen)
    assert (reply["response_status"], reply["data"]["text"]) == (200, "three")


async def test_what_was_deleted_comes_back_everywhere(
    lobby: Room, alice: User, alice_bot: Bot, bob_page: Page
) -> None:
    message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    await bob_page.submit("catch_up", room=str(lobby.pk), since="1")
    await alice_bot.call("delete_message", pk=message.pk)
    assert await bob_page.fragment_with("This message was deleted.")
    reply = await alice_bot.call("restore_message", pk=message.pk)
    assert reply["data"]["text"] == "Soup at noon"
    assert await bob_page.fragment_with("Soup at noon")


async def test_another_brings_nothing_back(lobby: Room, alice: User, bob_bot: Bot) -> None:
    message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    await sync_to_async(message.erase)(alice)
    reply = await bob_bot.call("restore_message", pk=message.pk)
    assert reply["response_status"] == 403
    assert await Message.objects.filter(deleted_at__isnull=False).aexists()
