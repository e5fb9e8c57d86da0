"""Quotes, pins, what one has saved and what is unread, over a socket."""

import pytest
from asgiref.sync import sync_to_async

from chat.models import Bookmark, Message, Room, User
from chat.models.bookmark import PAGE_SIZE
from chat.tests.sockets import Bot, Connections, Page

pytestmark = pytest.mark.django_db(transaction=True)


async def post(room: Room, user: User, text: str, quotes: Message | None = None) -> Message:
    return await sync_to_async(room.post)(user, text, quotes=quotes)


# Quotes


async def test_answer_says_what_it_answers(bob_bot: Bot, lobby: Room, alice: User) -> None:
    said = await post(lobby, alice, "Shall we meet at ten?")
    reply = await bob_bot.call("create_message", room=lobby.pk, message="Fine.", quotes=said.pk)
    quotes = reply["data"]["quotes"]
    assert quotes.pop("user")["username"] == "alice"
    assert quotes == {
        "pk": said.pk,
        "seq": 1,
        "text": "Shall we meet at ten?",
        "deleted_at": None,
    }


async def test_answer_quotes_its_own_room_only(bob_bot: Bot, lobby: Room, alice: User) -> None:
    kitchen = await sync_to_async(Room.objects.start)("Kitchen", alice)
    elsewhere = await post(kitchen, alice, "a secret")
    for pk in (elsewhere.pk, 2**40):
        reply = await bob_bot.call("create_message", room=lobby.pk, message="Fine.", quotes=pk)
        assert reply["response_status"] == 404
    assert not await Message.objects.filter(room=lobby).aexists()


def preview(message: Message) -> str:
    return f'data-quoted="{message.pk}" data-author="{message.user_id}" data-version='


async def test_change_of_a_quoted_message_goes_to_each_of_its_places(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    said, other = [await post(lobby, alice, text) for text in ("Ten?", "Hello")]
    await post(lobby, alice, "Fine.", quotes=said)
    await bob_page.submit("catch_up", room=str(lobby.pk))
    said = await Message.objects.select_related("room").aget(pk=said.pk)
    await sync_to_async(said.edit)(alice, "Eleven?")
    (change,) = await bob_page.fragments()
    assert change.count('hx-swap-oob="everywhere:body"') == 1
    assert f'{preview(said)}"{said.version}"' in change
    await sync_to_async(other.edit)(alice, "Hello!")
    (change,) = await bob_page.fragments()
    assert "everywhere" not in change


async def test_page_that_was_away_learns_of_it_too(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    said = await post(lobby, alice, "Ten?")
    await post(lobby, alice, "Fine.", quotes=said)
    said = await Message.objects.select_related("room").aget(pk=said.pk)
    await sync_to_async(said.erase)(alice)
    missed = await bob_page.submit("catch_up", room=str(lobby.pk), since="2")
    assert missed.count('hx-swap-oob="everywhere:body"') == 1
    assert f'{preview(said)}"3"' in missed


async def test_new_message_is_asked_for_no_answers(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    await bob_page.submit("catch_up", room=str(lobby.pk))
    said = await post(lobby, alice, "Ten?")
    await post(lobby, alice, "Fine.", quotes=said)
    for change in await bob_page.fragments():
        assert "everywhere" not in change


# Pins


async def test_pins_are_listed_and_everybody_hears_of_them(
    bob_bot: Bot, connect: Connections, lobby: Room, alice: User
) -> None:
    said = [await post(lobby, alice, text) for text in ("first", "second")]
    page = await connect.page(alice)
    await page.submit("catch_up", room=str(lobby.pk))
    for message in said:
        reply = await bob_bot.call("pin", pk=message.pk)
        assert reply["response_status"] == 200
        assert reply["data"]["pinned_at"]
        assert "message__pinned" in await page.fragment_with("message__pinned")
    pins = (await bob_bot.call("list_pins", room=lobby.pk))["data"]
    assert [pin["text"] for pin in pins] == ["second", "first"]
    reply = await bob_bot.call("unpin", pk=said[1].pk)
    assert reply["data"]["pinned_at"] is None
    pins = (await bob_bot.call("list_pins", room=lobby.pk))["data"]
    assert [pin["text"] for pin in pins] == ["first"]


async def test_outsider_gets_no_pins(carol_bot: Bot, lobby: Room, alice: User) -> None:
    said = await post(lobby, alice, "first")
    assert (await carol_bot.call("list_pins", room=lobby.pk))["response_status"] == 403
    for action in ("pin", "unpin", "save", "unsave"):
        assert (await carol_bot.call(action, pk=said.pk))["response_status"] == 404


# Saved


async def test_saved_messages_are_listed_page_by_page(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    for number in range(PAGE_SIZE + 1):
        said = await post(lobby, alice, str(number))
        assert (await bob_bot.call("save", pk=said.pk))["data"] == {"pk": said.pk}
    page = (await bob_bot.call("list_saved"))["data"]
    assert [each["text"] for each in page["messages"]] == [
        str(number) for number in range(PAGE_SIZE, 0, -1)
    ]
    rest = (await bob_bot.call("list_saved", before=page["before"]))["data"]
    assert ([each["text"] for each in rest["messages"]], rest["before"]) == (["0"], None)
    await bob_bot.call("unsave", pk=said.pk)
    assert await Bookmark.objects.acount() == PAGE_SIZE


# Unread


def is_unread(html: str, room: Room) -> bool:
    tag = html.partition(f'<span id="room-{room.pk}-unread"')[2].partition(">")[0]
    assert tag, html
    return "hidden" not in tag


async def test_unread_mark_shows_on_every_page_of_its_person(
    bob_bot: Bot, connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    await post(lobby, alice, "hello")
    mine, others = await connect.page(bob), await connect.page(alice)
    for page in (mine, others):
        assert not is_unread(await page.submit("show_rooms"), lobby)
    await others.submit("catch_up", room=str(lobby.pk))
    reply = await bob_bot.call("mark_unread", room=lobby.pk, seq=1)
    assert reply["data"] == {"room": lobby.pk, "seq": 1}
    assert is_unread(await mine.fragment_with("-unread"), lobby)
    reply = await bob_bot.call("mark_read", room=lobby.pk)
    assert reply["data"] == {"room": lobby.pk}
    assert not is_unread(await mine.fragment_with("-unread"), lobby)
    assert await others.fragments() == []


async def test_page_that_was_away_learns_what_is_unread(
    connect: Connections, lobby: Room, bob: User
) -> None:
    await post(lobby, bob, "hello")
    await sync_to_async(lobby.mark_unread)(bob, 1)
    page = await connect.page(bob)
    assert is_unread(await page.submit("show_rooms"), lobby)


async def test_there_is_no_such_message_to_read_on_from(
    bob_bot: Bot, carol_bot: Bot, lobby: Room
) -> None:
    assert (await bob_bot.call("mark_unread", room=lobby.pk, seq=1))["response_status"] == 404
    for action in ("mark_unread", "mark_read"):
        reply = await carol_bot.call(action, room=lobby.pk, seq=1)
        assert reply["response_status"] == 403
