"""What a program does about others."""

from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async

from chat.models import Report, Room, User
from chat.tests.sockets import Bot, Connections

pytestmark = pytest.mark.django_db(transaction=True)


async def test_message_is_reported_once(lobby: Room, alice: User, bob: User, bob_bot: Bot) -> None:
    message = await sync_to_async(lobby.post)(alice, "You fool!")
    for reason in ("Rude.", "Really rude."):
        reply = await bob_bot.call("report_message", pk=message.pk, reason=reason)
        assert (reply["response_status"], reply["data"]) == (201, {"pk": message.pk})
    report = await Report.objects.select_related("reporter").aget()
    assert (report.reporter, report.reason) == (bob, "Rude.")


async def test_outsider_reports_nothing(lobby: Room, alice: User, carol_bot: Bot) -> None:
    """And learns nothing: a message that is not there gets the same answer."""
    message = await sync_to_async(lobby.post)(alice, "You fool!")
    replies = [await carol_bot.call("report_message", pk=pk) for pk in (message.pk, 999_999)]
    assert [(reply["response_status"], reply["errors"]) for reply in replies] == [
        (404, ["Not found"])
    ] * 2
    assert not await Report.objects.aexists()


async def test_own_message_is_not_reported(lobby: Room, bob: User, bob_bot: Bot) -> None:
    message = await sync_to_async(lobby.post)(bob, "I fool!")
    assert (await bob_bot.call("report_message", pk=message.pk))["response_status"] == 403


@pytest.mark.parametrize(("reason", "status"), [("x" * 1_001, 422), ("a\x00b", 400)])
async def test_bad_reason_is_refused(
    lobby: Room, alice: User, bob_bot: Bot, reason: str, status: int
) -> None:
    message = await sync_to_async(lobby.post)(alice, "You fool!")
    reply = await bob_bot.call("report_message", pk=message.pk, reason=reason)
    assert reply["response_status"] == status


async def test_person_is_blocked_and_unblocked(alice: User, bob: User, bob_bot: Bot) -> None:
    reply = await bob_bot.call("block_person", pk=alice.pk)
    assert (reply["response_status"], reply["data"]) == (200, {"pk": alice.pk})
    assert await sync_to_async(bob.has_blocked)(alice)
    assert (await bob_bot.call("unblock_person", pk=alice.pk))["response_status"] == 200
    assert not await sync_to_async(bob.has_blocked)(alice)
    assert (await bob_bot.call("unblock_person", pk=alice.pk))["response_status"] == 404


async def test_nobody_blocks_themselves(bob: User, bob_bot: Bot) -> None:
    assert (await bob_bot.call("block_person", pk=bob.pk))["response_status"] == 403


async def test_guest_blocks_only_whom_they_know_of(
    make_user: Callable[..., User], connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    guest = await sync_to_async(make_user)("gus", role="guest")
    await sync_to_async(lobby.admit)(guest)
    bot = await connect.bot(guest)
    assert (await bot.call("block_person", pk=carol.pk))["response_status"] == 404
    assert (await bot.call("block_person", pk=alice.pk))["response_status"] == 200


@pytest.mark.parametrize("action", ["report_message", "block_person", "unblock_person"])
@pytest.mark.parametrize("pk", [None, "x", 0, 2**63])
async def test_what_is_no_key_is_refused(bob_bot: Bot, action: str, pk: object) -> None:
    assert (await bob_bot.call(action, pk=pk))["response_status"] == 400
