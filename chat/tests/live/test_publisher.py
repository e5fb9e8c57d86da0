"""What changed reaches the channel layer from wherever it changed."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer

from chat.live import publisher
from chat.models import Room, User
from chat.tests.layers import WatchedLayer
from chat.tests.servers import ROOT, environment, share
from chat.tests.sockets import WITHIN, Bot


class Locating(WatchedLayer):
    """Notes on which loop, and in which thread, it is asked to send."""

    def __init__(self, layer: Any) -> None:
        super().__init__(layer)
        self.loops: list[asyncio.AbstractEventLoop] = []
        self.threads: list[threading.Thread] = []

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self.loops.append(asyncio.get_running_loop())
        self.threads.append(threading.current_thread())
        await super().group_send(group, message)


@pytest.fixture
def locating(_fresh_layer: None) -> Locating:
    layer = Locating(get_channel_layer())
    channel_layers.set("default", layer)
    return layer


def message(number: int = 0) -> dict[str, Any]:
    return {"type": "told", "groups": ["soup"], "number": number}


async def test_a_thread_of_a_server_sends_on_the_servers_loop(locating: Locating) -> None:
    publisher.serve_from(asyncio.get_running_loop())
    thread = threading.Thread(target=publisher.publish, args=("soup", message()))
    thread.start()
    await locating.has_sent(1)
    thread.join(WITHIN)
    assert locating.loops == [asyncio.get_running_loop()]
    assert locating.threads == [threading.current_thread()]


async def test_threads_of_a_server_do_not_wait(locating: Locating) -> None:
    """The loop is not free for as long as this test holds it."""
    publisher.serve_from(asyncio.get_running_loop())
    thread = threading.Thread(target=publisher.publish, args=("soup", message()))
    thread.start()
    thread.join(WITHIN)
    assert not thread.is_alive()
    assert locating.sent == []
    await locating.has_sent(1)


async def test_a_thread_sends_in_order(locating: Locating) -> None:
    publisher.serve_from(asyncio.get_running_loop())

    def publish() -> None:
        for number in range(50):
            publisher.publish("soup", message(number))

    await sync_to_async(publish)()
    await locating.has_sent(50)
    assert [each["number"] for _, each in locating.sent] == list(range(50))


def test_without_a_server_it_is_sent_before_publish_returns(locating: Locating) -> None:
    publisher.publish("soup", message())
    assert locating.sent == [("soup", message())]


async def test_a_loop_that_has_ended_is_not_used(locating: Locating) -> None:
    ended = asyncio.new_event_loop()
    ended.close()
    publisher.serve_from(ended)
    await sync_to_async(publisher.publish)("soup", message())
    assert locating.sent == [("soup", message())]


@pytest.mark.django_db(transaction=True)
async def test_a_socket_names_the_loop_of_its_server(bob_bot: Bot, locating: Locating) -> None:
    thread = threading.Thread(target=publisher.publish, args=("soup", message()))
    thread.start()
    await locating.has_sent(1)
    thread.join(WITHIN)
    assert locating.loops == [asyncio.get_running_loop()]


@pytest.mark.django_db(transaction=True)
async def test_a_message_from_a_shell_reaches_a_socket(
    bob_bot: Bot, lobby: Room, alice: User, tmp_path: Path
) -> None:
    share()
    await bob_bot.call("catch_up", request_id="up", room=lobby.pk)
    code = f"Room.objects.get(pk={lobby.pk}).post(User.objects.get(pk={alice.pk}), 'From a shell')"
    shell = await asyncio.create_subprocess_exec(
        *(sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code),
        cwd=ROOT,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    output, _ = await shell.communicate()
    assert (shell.returncode, output) == (0, b"")
    change = await bob_bot.next_frame()
    assert (change["data"]["text"], change["request_id"]) == ("From a shell", "up")
