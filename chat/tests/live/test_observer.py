"""A change is told of once, after the commit, at the cost of one."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import post_init
from django.test.signals import template_rendered

from chat.live import groups
from chat.models import Membership, Message, Room, User
from chat.tests.layers import WatchedLayer
from chat.tests.sockets import Bot, Connections, Page, settled

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGE = "chat/messages/_message.html"


@pytest.fixture
def renders() -> Iterator[Counter[str]]:
    """How often each template was rendered."""
    counted: Counter[str] = Counter()

    def count(template: Any, **kwargs: Any) -> None:
        counted[template.name] += 1

    template_rendered.connect(count)
    yield counted
    template_rendered.disconnect(count)


def handlers(layer: WatchedLayer) -> list[str]:
    """Which observers have told something."""
    return [message["type"] for _, message in layer.sent]


# Once


async def test_a_message_is_rendered_once_for_fifty_sockets(
    connect: Connections, lobby: Room, alice: User, bob: User, renders: Counter[str]
) -> None:
    pages = [await connect.page(person) for person in (alice, bob) for _ in range(20)]
    bots = [await connect.bot(bob) for _ in range(10)]
    for page in pages[:30]:
        await page.submit("catch_up", room=str(lobby.pk), since="0")
    for page in pages[30:]:
        await page.submit("show_rooms")
    for bot in bots:
        await bot.call("catch_up", room=lobby.pk)
    renders.clear()
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    await settled()
    assert renders[MESSAGE] == 1
    assert renders["chat/rooms/_latest.html"] == 1
    assert [len(await page.fragments()) for page in pages] == [1] * 40
    assert [len(await bot.changes()) for bot in bots] == [1] * 10


async def test_the_answer_to_the_composer_is_the_same_rendering(
    lobby: Room, alice: User, signed_in: Callable[[User], Any], renders: Counter[str]
) -> None:
    browser = await sync_to_async(signed_in)(alice)
    await sync_to_async(browser.post)(
        f"/rooms/{lobby.pk}/messages/", {"message": "Soup"}, headers={"HX-Request": "true"}
    )
    assert renders[MESSAGE] == 1


async def test_a_new_name_is_rendered_once(
    connect: Connections, lobby: Room, alice: User, renders: Counter[str]
) -> None:
    pages = [await connect.page(alice) for _ in range(10)]
    for page in pages:
        await page.submit("catch_up", room=str(lobby.pk), since="0")
    renders.clear()
    await sync_to_async(lobby.rename)(alice, "Foyer")
    await settled()
    assert renders["chat/rooms/_name.html"] == 2  # in the row of the directory, too
    assert renders["chat/rooms/_members.html"] == 1


async def test_a_post_is_one_message_of_the_layer(
    layer: WatchedLayer, connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    for person in (alice, bob, bob):
        bot = await connect.bot(person)
        await bot.call("catch_up", room=lobby.pk)
        await bot.call("subscribe_instance", pk=lobby.pk)
    layer.sent.clear()
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    await settled()
    assert handlers(layer) == ["message.activity"]


async def test_an_edit_is_one_message_of_the_layer(
    layer: WatchedLayer, bob_bot: Bot, lobby: Room, alice: User
) -> None:
    message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    await settled()
    layer.sent.clear()
    await sync_to_async(message.edit)(alice, "Soup at one")
    await sync_to_async(message.erase)(alice)
    await settled()
    assert handlers(layer) == ["message.activity"] * 2


def test_a_new_name_is_told_to_the_room_and_to_the_list(
    layer: WatchedLayer, lobby: Room, alice: User
) -> None:
    layer.sent.clear()
    lobby.rename(alice, "Foyer")
    ((carrier, message),) = layer.sent
    assert (carrier, message["type"]) == ("rooms", "handle.instance.change")
    assert message["groups"] == [groups.about_room(lobby.pk), groups.OPEN_ROOMS]


@pytest.mark.parametrize("kind", ["closed", "direct"])
def test_what_becomes_of_a_room_that_is_not_open_is_told_to_the_room_only(
    layer: WatchedLayer, lobby: Room, kind: str
) -> None:
    key = "k" * 64 if kind == "direct" else None
    Room.objects.filter(pk=lobby.pk).update(kind=kind, direct_key=key)
    room = Room.objects.get()
    layer.sent.clear()
    room.save_change(["topic"])
    pk = room.pk
    room.delete()
    assert [message["groups"] for _, message in layer.sent] == [[groups.about_room(pk)]] * 2


def test_a_room_that_is_closed_is_told_to_the_directory_for_the_last_time(
    layer: WatchedLayer, lobby: Room, alice: User
) -> None:
    layer.sent.clear()
    lobby.edit(alice, kind="closed")
    lobby.edit(alice, topic="Secret")
    told = [groups.OPEN_ROOMS in message["groups"] for _, message in layer.sent]
    assert told == [True, False]
    assert layer.sent[0][1]["body"]["fragments"]["directory"].strip() == (
        f'<li id="open-room-{lobby.pk}" hx-swap-oob="delete"></li>'
    )


def test_a_membership_is_told_to_the_room_and_to_the_person(
    layer: WatchedLayer, lobby: Room, carol: User
) -> None:
    layer.sent.clear()
    lobby.join(carol)
    ((carrier, message),) = layer.sent
    assert (carrier, message["type"]) == ("rooms", "membership.activity")
    about = [groups.members(lobby.pk), groups.person(carol.pk), groups.OPEN_ROOMS]
    assert message["groups"] == about


def test_what_changes_nothing_is_not_told(
    layer: WatchedLayer, lobby: Room, bob: User, carol: User
) -> None:
    layer.sent.clear()
    lobby.join(bob)
    lobby.leave(carol)
    assert layer.sent == []


# After the commit


def test_a_change_is_told_of_after_the_commit(
    layer: WatchedLayer, lobby: Room, alice: User
) -> None:
    layer.sent.clear()
    with transaction.atomic():
        lobby.post(alice, "Soup at noon")
        assert layer.sent == []
    assert handlers(layer) == ["message.activity"]


def test_a_change_that_is_undone_is_not_told(
    layer: WatchedLayer, lobby: Room, alice: User, carol: User
) -> None:
    layer.sent.clear()
    with transaction.atomic():
        message = lobby.post(alice, "Soup at noon")
        message.edit(alice, "Soup at one")
        lobby.rename(alice, "Foyer")
        lobby.join(carol)
        transaction.set_rollback(True)
    assert layer.sent == []


def test_a_part_that_is_undone_is_not_told(layer: WatchedLayer, lobby: Room, alice: User) -> None:
    layer.sent.clear()
    with transaction.atomic():
        with transaction.atomic():
            lobby.post(alice, "Never said")
            transaction.set_rollback(True)
        lobby.post(alice, "Said")
    (sent,) = layer.sent
    assert "Never said" not in str(sent)


def test_a_message_that_is_refused_is_not_told(
    layer: WatchedLayer, lobby: Room, carol: User
) -> None:
    layer.sent.clear()
    with pytest.raises(PermissionDenied):
        lobby.post(carol, "Let me in")
    assert layer.sent == []


# What it costs to load


@pytest.mark.parametrize("model", [Message, Room, Membership, User])
def test_loading_an_instance_computes_nothing(model: type) -> None:
    assert not post_init.has_listeners(model)


# What goes along with a larger thing


def test_a_deleted_room_is_told_of_and_not_its_messages(
    layer: WatchedLayer, lobby: Room, alice: User
) -> None:
    for number in range(5):
        lobby.post(alice, str(number))
    layer.sent.clear()
    lobby.delete()
    assert handlers(layer) == ["handle.instance.change"]


def test_rooms_that_are_deleted_by_a_query_are_told_of(
    layer: WatchedLayer, lobby: Room, alice: User
) -> None:
    """As the administration deletes them."""
    Room.objects.start("Kitchen", alice)
    lobby.post(alice, "Soup at noon")
    layer.sent.clear()
    Room.objects.all().delete()
    assert handlers(layer) == ["handle.instance.change"] * 2


async def test_a_deleted_room_reaches_its_readers_once(
    bob_bot: Bot, bob_page: Page, lobby: Room, alice: User
) -> None:
    pk = lobby.pk
    for number in range(5):
        await sync_to_async(lobby.post)(alice, str(number))
    await bob_bot.call("catch_up", room=pk)
    await bob_page.submit("catch_up", room=str(pk), since="5")
    await sync_to_async(lobby.delete)()
    (change,) = await bob_bot.changes()
    assert (change["action"], change["pk"]) == ("delete", pk)
    assert len(await bob_page.fragments()) == 1


# A layer that fails


class Broken(WatchedLayer):
    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if group != "probe":
            raise ConnectionError("Redis is out of reach")
        await super().group_send(group, message)


@pytest.fixture
def broken(_fresh_layer: None) -> Broken:
    layer = Broken(get_channel_layer())
    channel_layers.set("default", layer)
    return layer


def test_a_broken_layer_does_not_make_a_post_fail(
    broken: Broken, lobby: Room, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    message = lobby.post(alice, "Soup at noon")
    assert Message.objects.get() == message
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == "The channel layer did not take a message"


async def test_a_broken_layer_does_not_make_an_action_fail(
    broken: Broken, bob_bot: Bot, lobby: Room
) -> None:
    reply = await bob_bot.call("create_message", room=lobby.pk, message="Soup at noon")
    assert reply["response_status"] == 201
    caught_up = await bob_bot.call("catch_up", room=lobby.pk, since=0)
    assert len(caught_up["data"]["messages"]) == 1


def test_a_template_that_fails_does_not_make_a_post_fail(
    layer: WatchedLayer, lobby: Room, alice: User, settings: Any, tmp_path: Any
) -> None:
    """What readers are told is made after the commit: it cannot undo the post."""
    template = tmp_path / MESSAGE
    template.parent.mkdir(parents=True)
    template.write_text("{% no_such_tag %}")
    engine = settings.TEMPLATES[0]
    loaders = ["django.template.loaders.filesystem.Loader"]
    options = {**engine["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]], "OPTIONS": options}]
    layer.sent.clear()
    message = lobby.post(alice, "Soup at noon")
    assert Message.objects.get() == message
    assert layer.sent == []


class Stuck(WatchedLayer):
    """A layer that cannot be left."""

    async def group_discard(self, group: str, channel: str) -> None:
        if group != "probe":
            raise ConnectionError("Redis is out of reach")
        await super().group_discard(group, channel)


@pytest.mark.usefixtures("_fresh_layer")
async def test_who_leaves_while_the_layer_is_out_of_reach_gets_nothing_more(
    connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    channel_layers.set("default", Stuck(get_channel_layer()))
    bot = await connect.bot(bob)
    await bot.call("catch_up", room=lobby.pk)
    await sync_to_async(lobby.leave)(bob)
    await bot.changes()
    await sync_to_async(lobby.post)(alice, "Now we can talk")
    await sync_to_async(lobby.rename)(alice, "Without Bob")
    assert await bot.changes() == []
