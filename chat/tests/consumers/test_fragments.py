"""What a page gets: the fragments of its room, or of its list of rooms."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from chat.live import fragments
from chat.models import Message, Room, User
from chat.tests.sockets import Bot, Connections, Page

pytestmark = pytest.mark.django_db(transaction=True)

HTMX = {"HX-Request": "true"}


async def follow(page: Page, room: Room, since: int = 0) -> str:
    return await page.submit("catch_up", room=str(room.pk), since=str(since))


def ids(html: str) -> list[str]:
    """The ids of what is swapped in, in order: htmx puts each outermost element in its own place."""
    parser = _Outermost()
    parser.feed(html)
    parser.close()
    return parser.ids


class _Outermost(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not self._depth:
            assert given.get("hx-swap-oob")
            self.ids.append(given.get("id") or given["hx-swap-oob"] or "")
        self._depth += tag != "input"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= 1


def messages_in(html: str) -> list[str]:
    return re.findall(r'<li id="(message-[^"]+)"', html)


def since_of(room: Room) -> str:
    return f"room-{room.pk}-since"


def name_of(room: Room) -> str:
    """Where a room's name goes: to every place of the page where it stands."""
    return f"outerHTML:.room-name[data-room='{room.pk}']"


def row_of(room: Room) -> list[str]:
    """What comes of a room for somebody's list: the row, its name, and whether it is unread."""
    return [f"room-{room.pk}", name_of(room), f"room-{room.pk}-unread"]


# A room's page


async def test_catch_up_gives_only_what_is_newer(bob_page: Page, lobby: Room, alice: User) -> None:
    old = await sync_to_async(lobby.post)(alice, "Old")
    new = await sync_to_async(lobby.post)(alice, "New")
    answer = await follow(bob_page, lobby, since=1)
    assert ids(answer) == [since_of(lobby), new.dom_id]
    assert old.dom_id not in answer


async def test_catch_up_brings_an_old_message_that_changed(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    old = await sync_to_async(lobby.post)(alice, "Old")
    new = await sync_to_async(lobby.post)(alice, "New")
    await sync_to_async(old.edit)(alice, "Old, but changed")
    assert ids(await follow(bob_page, lobby, since=1)) == [since_of(lobby), new.dom_id, old.dom_id]
    assert ids(await follow(bob_page, lobby, since=2)) == [since_of(lobby), old.dom_id]


async def test_catch_up_tells_the_page_up_to_where_it_has_seen(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    for number in range(3):
        await sync_to_async(lobby.post)(alice, str(number))
    answer = await follow(bob_page, lobby, since=3)
    assert ids(answer) == [since_of(lobby)]
    assert 'name="since" value="3" hx-swap-oob="true"' in answer


async def test_a_page_that_was_away_too_long_gets_the_list_anew(
    bob_page: Page, lobby: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.consumers.room.CATCH_UP_LIMIT", 3)
    messages = [await sync_to_async(lobby.post)(alice, str(number)) for number in range(4)]
    far = await follow(bob_page, lobby, since=0)
    every = [message.dom_id for message in messages]
    assert ids(far) == [since_of(lobby), f"room-{lobby.pk}-history"]
    assert messages_in(far) == every
    near = await follow(bob_page, lobby, since=1)
    assert ids(near) == [since_of(lobby), *every[1:]]


async def test_the_limit_itself_is_not_too_far(bob_page: Page, lobby: Room, alice: User) -> None:
    await sync_to_async(_post_many)(lobby, alice, 301)
    assert len(messages_in(await follow(bob_page, lobby, since=1))) == 300
    reloaded = await follow(bob_page, lobby, since=0)
    assert ids(reloaded) == [since_of(lobby), f"room-{lobby.pk}-history"]
    assert len(messages_in(reloaded)) == 50


async def test_the_list_that_comes_anew_is_the_one_of_the_page(
    bob_page: Page, lobby: Room, alice: User, bob: User, signed_in: Callable[[User], Client]
) -> None:
    """So it follows the room too, and leads to what is older."""
    await sync_to_async(_post_many)(lobby, alice, 301)
    reloaded = await follow(bob_page, lobby, since=0)
    bobs = await sync_to_async(signed_in)(bob)
    page = (await sync_to_async(bobs.get)(f"/rooms/{lobby.pk}/")).text
    opening = f'<div id="room-{lobby.pk}-history" hx-swap-oob="innerHTML">'
    history = reloaded.partition(opening)[2].strip().removesuffix("</div>")
    assert 'value="catch_up"' in history
    assert f"?before={301 - 49}" in history
    assert history in page


async def test_the_same_fragment_comes_by_every_way(
    bob_page: Page, lobby: Room, alice: User, signed_in: Callable[[User], Client]
) -> None:
    await follow(bob_page, lobby)
    alices = await sync_to_async(signed_in)(alice)
    answer = await sync_to_async(alices.post)(
        f"/rooms/{lobby.pk}/messages/",
        {"message": "Soup <b>at</b> noon: https://example.org/?a=1&b=2", "client_id": uuid4()},
        headers=HTMX,
    )
    assert answer.status_code == 201
    composed = answer.text
    (live,) = await bob_page.fragments()
    page = (await sync_to_async(alices.get)(f"/rooms/{lobby.pk}/")).text
    caught_up = await follow(bob_page, lobby, since=0)
    assert composed.count("<li") == 1
    assert live == composed
    assert composed in page
    assert composed in caught_up


async def test_the_fragment_of_a_change_is_the_one_that_the_page_has(
    bob_page: Page, lobby: Room, alice: User, signed_in: Callable[[User], Client]
) -> None:
    message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    await follow(bob_page, lobby)
    bobs = await sync_to_async(signed_in)(alice)
    for verb, arguments in ((message.edit, ["Soup at one"]), (message.erase, [])):
        await sync_to_async(verb)(alice, *arguments)
        (live,) = await bob_page.fragments()
        assert ids(live) == [message.dom_id]
        assert live in (await sync_to_async(bobs.get)(f"/rooms/{lobby.pk}/")).text


async def test_the_author_gets_the_fragment_too(bob_page: Page, lobby: Room, bob: User) -> None:
    await follow(bob_page, lobby)
    message = await sync_to_async(lobby.post)(bob, "Soup at noon")
    (live,) = await bob_page.fragments()
    assert ids(live) == [message.dom_id]


async def test_every_viewer_gets_the_same_bytes(
    connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    pages = [await connect.page(person) for person in (alice, bob)]
    for page in pages:
        await follow(page, lobby)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    await sync_to_async(lobby.rename)(alice, "Foyer")
    first, second = [await page.fragments() for page in pages]
    assert first == second
    assert len(first) == 2  # the message; the room


async def test_catching_up_twice_does_not_double_what_arrives(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    await follow(bob_page, lobby)
    await follow(bob_page, lobby)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    assert len(await bob_page.fragments()) == 1


async def test_a_new_name_reaches_every_place_of_a_page(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    await bob_page.submit("show_rooms")
    await follow(bob_page, lobby)
    await sync_to_async(lobby.rename)(alice, "Foyer & <hall>")
    (told,) = await bob_page.fragments()
    pieces = [f"room-{lobby.pk}-{each}" for each in ("members", "topic", "description", "state")]
    assert ids(told) == [*pieces, name_of(lobby)]
    assert "Foyer &amp; &lt;hall&gt;" in told


async def test_the_list_of_members_follows(bob_page: Page, lobby: Room, carol: User) -> None:
    await follow(bob_page, lobby)
    await sync_to_async(lobby.join)(carol)
    (joined,) = await bob_page.fragments()
    assert "3 members" in joined
    assert "carol" in joined
    await sync_to_async(lobby.leave)(carol)
    (left,) = await bob_page.fragments()
    assert "2 members" in left
    assert "carol" not in left


async def test_a_room_page_gets_no_rows(bob_page: Page, lobby: Room, alice: User) -> None:
    await follow(bob_page, lobby)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    await sync_to_async(Room.objects.start)("Kitchen", alice)
    told = await bob_page.fragments()
    assert len(told) == 1
    assert "-latest" not in told[0]


async def test_a_message_posted_through_the_socket_is_answered_with_its_fragment(
    bob_page: Page, lobby: Room
) -> None:
    answer = await bob_page.submit("create_message", room=str(lobby.pk), message="Hello")
    message = await Message.objects.select_related("user").aget()
    assert answer == await sync_to_async(fragments.message)(message)


# The list of rooms


async def test_show_rooms_gives_a_row_of_every_room_of_ones_own(
    bob_page: Page, lobby: Room, alice: User, bob: User
) -> None:
    """With its name, which may be newer than what was said."""
    attic = await sync_to_async(Room.objects.start)("Attic", bob)
    message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    rows = await bob_page.submit("show_rooms")
    assert ids(rows) == [
        *row_of(attic),
        *row_of(lobby),
        "only:.rooms",
    ]
    assert f'data-ids="room-{attic.pk} room-{lobby.pk} "' in rows
    assert "Soup at noon" in rows
    assert f'id="room-{lobby.pk}-latest"' in rows
    assert f'data-version="{message.version}"' in rows


async def test_the_rows_are_those_of_the_page(
    bob_page: Page, lobby: Room, alice: User, bob: User, signed_in: Callable[[User], Client]
) -> None:
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    rows = await bob_page.submit("show_rooms")
    name = await sync_to_async(fragments.name)(lobby)
    row = rows[: rows.index(name)].strip()
    assert ids(row) == [f"room-{lobby.pk}"]
    bobs = await sync_to_async(signed_in)(bob)
    page = (await sync_to_async(bobs.get)("/")).text
    assert row in page


async def test_rooms_of_others_are_not_listed(
    connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    page = await connect.page(carol)
    assert ids(await page.submit("show_rooms")) == ["only:.rooms"]
    await sync_to_async(lobby.post)(alice, "More soup")
    assert await page.fragments() == []


async def test_the_latest_line_follows(bob_page: Page, lobby: Room, alice: User) -> None:
    await bob_page.submit("show_rooms")
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    (latest,) = await bob_page.fragments()
    assert ids(latest) == [f"room-{lobby.pk}-latest"]
    assert "Soup at noon" in latest


async def test_the_latest_line_follows_only_the_last_message(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    old = await sync_to_async(lobby.post)(alice, "Old")
    new = await sync_to_async(lobby.post)(alice, "New")
    await bob_page.submit("show_rooms")
    await sync_to_async(old.edit)(alice, "Old, but changed")
    assert await bob_page.fragments() == []
    await sync_to_async(new.erase)(alice)
    (latest,) = await bob_page.fragments()
    assert "deleted a message" in latest


async def test_a_new_room_of_others_is_not_listed(bob_page: Page, lobby: Room, alice: User) -> None:
    await bob_page.submit("show_rooms")
    await sync_to_async(Room.objects.start)("Kitchen", alice)
    assert await bob_page.fragments() == []


async def test_an_own_new_room_comes_as_a_row_of_ones_own(
    bob_page: Page, lobby: Room, bob: User
) -> None:
    await bob_page.submit("show_rooms")
    garden = await sync_to_async(Room.objects.start)("Garden", bob)
    row = await bob_page.fragment_with(f'<li id="room-{garden.pk}"')
    assert ids(row) == row_of(garden)
    await sync_to_async(garden.post)(bob, "Tomatoes!")
    (latest,) = await bob_page.fragments()
    assert "Tomatoes!" in latest


async def test_a_new_name_changes_the_row(
    bob_page: Page, lobby: Room, alice: User, carol: User
) -> None:
    attic = await sync_to_async(Room.objects.start)("Attic", carol)
    await bob_page.submit("show_rooms")
    await sync_to_async(lobby.rename)(alice, "Foyer")
    await sync_to_async(attic.rename)(carol, "Loft")
    (own,) = await bob_page.fragments()
    assert ids(own) == [name_of(lobby)]
    assert ">Foyer<" in own


async def test_a_room_that_is_gone_takes_its_row_along(bob_page: Page, lobby: Room) -> None:
    await bob_page.submit("show_rooms")
    pk = lobby.pk
    await sync_to_async(lobby.delete)()
    (gone,) = await bob_page.fragments()
    assert f'<li id="room-{pk}" hx-swap-oob="delete"></li>' in gone


async def test_a_membership_that_begins_elsewhere_adds_the_row(
    connect: Connections, carol_bot: Bot, lobby: Room, alice: User, carol: User
) -> None:
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    page = await connect.page(carol)
    assert ids(await page.submit("show_rooms")) == ["only:.rooms"]
    await carol_bot.call("join_room", pk=lobby.pk)
    row = await page.fragment_with(f'<li id="room-{lobby.pk}"')
    assert ids(row) == row_of(lobby)
    assert "Soup at noon" in row
    await sync_to_async(lobby.post)(alice, "Welcome, Carol")
    (latest,) = await page.fragments()
    assert ids(latest) == [f"room-{lobby.pk}-latest"]
    assert "Welcome, Carol" in latest


async def test_a_membership_that_ends_elsewhere_takes_the_row_away(
    bob_page: Page, bob_bot: Bot, lobby: Room, alice: User
) -> None:
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    await bob_page.submit("show_rooms")
    await bob_bot.call("leave_room", pk=lobby.pk)
    gone = await bob_page.fragment_with(f'<li id="room-{lobby.pk}"')
    assert ids(gone) == [f"room-{lobby.pk}"]
    assert 'hx-swap-oob="delete"' in gone
    assert await bob_page.fragments() == []
    await sync_to_async(lobby.post)(alice, "He is gone")
    assert await bob_page.fragments() == []


async def test_leaving_one_room_leaves_the_rest_of_the_list(
    bob_page: Page, lobby: Room, bob: User
) -> None:
    garden = await sync_to_async(Room.objects.start)("Garden", bob)
    await bob_page.submit("show_rooms")
    await sync_to_async(lobby.leave)(bob)
    await bob_page.fragment_with(f'<li id="room-{lobby.pk}"')
    await sync_to_async(garden.post)(bob, "Tomatoes!")
    await sync_to_async(Room.objects.start)("Attic", bob)
    await bob_page.fragment_with("Tomatoes!")
    await bob_page.fragment_with("Attic")


async def test_a_list_of_rooms_does_not_get_messages(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    await bob_page.submit("show_rooms")
    message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    assert message.dom_id not in str(await bob_page.fragments())


async def test_show_rooms_is_not_for_programs(bob_bot: Bot) -> None:
    reply = await bob_bot.call("show_rooms")
    assert reply["response_status"] == 405


# Forms


async def test_an_error_is_a_notice(bob_page: Page, lobby: Room) -> None:
    answer = await bob_page.submit("create_message", room=str(lobby.pk), message="  ")
    assert ids(answer) == ["notice"]
    assert 'role="alert"' in answer
    assert "Write something first." in answer


async def test_what_a_client_sent_is_escaped_in_a_notice(bob_page: Page) -> None:
    answer = await bob_page.submit("<img src=x onerror=alert(1)>")
    assert ids(answer) == ["notice"]
    assert "<img" not in answer


@pytest.mark.parametrize("since", ["", "x", "-1", ["1", "2"]])
async def test_a_field_that_is_wrong_is_a_notice(bob_page: Page, lobby: Room, since: Any) -> None:
    answer = await bob_page.submit("catch_up", room=str(lobby.pk), since=since)
    assert ids(answer) == ["notice"]


async def test_a_frame_that_is_no_request_is_a_notice(bob_page: Page) -> None:
    await bob_page.send_text("not JSON")
    assert ids(await bob_page.next_text()) == ["notice"]


async def test_headers_of_htmx_are_not_arguments(bob_page: Page, lobby: Room) -> None:
    await bob_page.send_frame(
        action="catch_up",
        room=str(lobby.pk),
        since="0",
        HEADERS={"HX-Request": "true", "HX-Current-URL": "http://testserver/", "HX-Target": None},
    )
    assert ids(await bob_page.next_text()) == [since_of(lobby)]


async def test_success_without_a_fragment_is_silent(bob_page: Page, lobby: Room) -> None:
    await bob_page.send_form("list")
    await bob_page.send_form("retrieve", pk=str(lobby.pk))
    await bob_page.send_form("subscribe_instance", pk=str(lobby.pk))
    await bob_page.send_form("unsubscribe_instance", pk=str(lobby.pk))
    assert await bob_page.fragments() == []


def _post_many(room: Room, user: User, number: int) -> None:
    Message.objects.bulk_create(
        Message(room=room, user=user, text=str(seq), seq=seq, version=seq)
        for seq in range(1, number + 1)
    )
    Room.objects.filter(pk=room.pk).update(version=number, last_seq=number)
