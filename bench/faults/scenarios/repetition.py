"""The same message sent again: by an impatient person, by Back, by two tabs, by a frame from last week."""

import asyncio
import json
import signal
import time

from websockets.asyncio.client import connect

from bench.faults.clients import origin_of
from bench.faults.judgement import settle
from bench.faults.results import Result
from bench.faults.servers import Wire
from bench.faults.stage import Stage, stage
from bench.faults.trial import Trial
from bench.faults.windows import Window

TWICE = """
(text) => {
  const form = document.querySelector("#composer");
  form.elements.message.value = text;
  const body = new URLSearchParams(new FormData(form));
  form.elements.message.value = "";
  const post = () => fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  return Promise.all([post(), post()]).then((answers) => answers.map(({ status }) => status));
}
"""


async def twice(trial: Trial, result: Result) -> None:
    async with stage(trial, result) as here:
        async with asyncio.TaskGroup() as group:
            group.create_task(here.traffic(here.size.few))
            group.create_task(_post_twice(here))
            group.create_task(_go_back(here))
        await _two_tabs(here)
        await _replay(here)
        await settle(here, time.monotonic())


async def _post_twice(here: Stage) -> None:
    """The composer's form, posted twice at once."""
    window = await here.window("page-writer-2", here.server.url)
    text = "posted twice at once"
    window.typed.append(text)
    statuses = await window.page.evaluate(TWICE, text)
    here.result.faults += 1
    here.require(statuses == [201, 201], f"posted twice it got {statuses}")


async def _go_back(here: Stage) -> None:
    """Without JavaScript the form's page is in the history, filled in; the person sends it again."""
    window = await here.window("owner", here.server.url, joins=False, scripts=False)
    await window.page.goto(f"/rooms/{here.room}/")
    form = window.page.locator("#composer")
    client_id = await form.locator("[name=client_id]").input_value()
    text = "sent again after Back"
    for _ in range(2):
        await window.composer.fill(text)
        # What the server says of the form's page is that it must not be kept; a browser that keeps it sends this.
        await form.locator("[name=client_id]").evaluate(
            "(field, id) => (field.value = id)", client_id
        )
        await window.page.get_by_role("button", name="Send").click()
        await window.page.wait_for_url("**/#message-*")
        await window.page.go_back()
    here.result.faults += 1
    found = sum(line.text == text for line in here.truth())
    here.require(found == 1, f"after Back the message is there {found} times")
    await window.page.context.close()


async def _two_tabs(here: Stage) -> None:
    """Both write while the server cannot be reached; then both come back."""
    wire = await here.wire()
    one = await here.window("page-viewer-2", wire.url)
    other = await Window.beside(
        one.page.context, "page-viewer-2, second tab", here.room, here.dice("second tab")
    )
    here.windows.append(other)
    await other.open()
    await wire.cut()
    here.result.faults += 1

    async def write(tab: Window) -> None:
        for number in range(1, 4):
            await tab.write(f"{tab.name} without a connection {number}")

    async with asyncio.TaskGroup() as group:
        for tab in (one, other):
            group.create_task(write(tab))
        group.create_task(_mend_soon(wire))


async def _mend_soon(wire: Wire) -> None:
    await asyncio.sleep(2)
    await wire.mend()


async def _replay(here: Stage) -> None:
    """A frame from before other messages and a new process: what it says is said already."""
    client = here.writers[0]
    client_id = client.sent[0]
    (first,) = (line for line in here.truth() if line.client_id == client_id)
    await here.server.down(signal.SIGTERM)
    await here.server.up()
    await here.all_back()
    frame = {"action": "create_message", "request_id": "replay", "room": here.room}
    frame |= {"message": first.text, "client_id": client_id}
    headers = {
        "Cookie": f"sessionid={here.cookies[client.name]}",
        "Origin": origin_of(client.address),
    }
    async with connect(client.address, additional_headers=headers, proxy=None) as socket:
        await socket.send(json.dumps(frame))
        reply = json.loads(await asyncio.wait_for(socket.recv(), 10))
    here.result.faults += 1
    answered = (reply["response_status"], (reply["data"] or {}).get("seq"))
    here.require(answered == (201, first.seq), f"the old frame got {reply}")
