"""Whether everybody sees what the database has, and when they do."""

import asyncio
import time
from collections import Counter
from itertools import pairwise

from bench.faults.clients import Client
from bench.faults.deeds import as_typed
from bench.faults.lines import Difference, Line, difference
from bench.faults.stage import BACK_WITHIN, Stage, Viewer

#: Seconds after the last fault has ended, the last message is acknowledged and the viewer is connected again,
#: whichever comes last.
CONVERGES_WITHIN = 5.0
PAGE = 50  # messages that everybody has: what a list has that was loaded anew
LOOKS_EVERY = 0.05  # seconds


async def settle(stage: Stage, ended: float) -> None:
    """Judge, when there is nothing more to wait for. ``ended``: time.monotonic of the last fault."""
    result = stage.result
    await all_written(stage, ended)
    written, truth = time.monotonic(), stage.truth()
    viewers = stage.viewers
    found = await asyncio.gather(
        *(converged(stage, truth, viewer, ended, max(ended, written)) for viewer in viewers)
    )
    stage.require(stage.truth() == truth, "the database changed when everything was written")
    acknowledged = {each for viewer in viewers for each in viewer.acknowledged}
    texts = Counter(as_typed(line.text) for line in truth if not line.deleted)
    undone = acknowledged_in_vain(stage, truth)
    stage.require(not undone, f"{len(undone)} acknowledged changes are not there: {undone[:3]}")
    result.changes = sum(viewer.doer.done for viewer in viewers)
    result.attempted = sum(len(client.sent) for client in stage.clients)
    result.attempted += sum(len(window.typed) for window in stage.windows)
    result.acknowledged = len(acknowledged)
    result.viewers = len(viewers)
    result.lost = sum(window.unsent for window in stage.windows)
    result.lost += len(undone)
    result.lost += len(acknowledged - {line.client_id for line in truth})
    result.lost += sum(each.lost for each in found)
    result.doubled = sum(texts.values()) - len(texts) + sum(each.doubled for each in found)
    result.disordered = sum(each.disordered for each in found) + disorder(stage, truth)
    result.stale = sum(each.stale for each in found)


async def all_written(stage: Stage, ended: float) -> None:
    """Wait until what was typed into pages is stored. To be called before anything is edited or erased."""
    for window in stage.windows:
        unsent = window.unsure
        while unsent:
            truth = stage.truth()
            texts = {as_typed(line.text) for line in truth}
            gone = {line.client_id for line in truth if line.deleted}
            unsent = [text for text in unsent if text not in texts]
            unsent = unsent[len(gone & set(window.acknowledged)) :]
            if not unsent or time.monotonic() > max(ended, window.came_back) + BACK_WITHIN:
                break
            await asyncio.sleep(LOOKS_EVERY)
        window.sure, window.unsent = len(window.typed), len(unsent)
        stage.require(not unsent, f"{window.name} has not sent {unsent[:3]}, of {len(unsent)}")


async def converged(
    stage: Stage, truth: list[Line], viewer: Viewer, ended: float, begins: float
) -> Difference:
    """Look until the viewer sees the truth, or should have long since."""
    found = None
    while found is None or found:
        if not viewer.connected.is_set() and time.monotonic() > ended + BACK_WITHIN:
            stage.miss(f"{viewer.name} was not connected after {BACK_WITHIN:.0f} s")
            return await compared(viewer, truth)
        since = max(begins, viewer.came_back)
        found = await compared(viewer, truth)
        took = time.monotonic() - since
        if found and viewer.connected.is_set() and took > CONVERGES_WITHIN:
            stage.miss(f"{viewer.name} has not converged: {found}")
            break
        if found:
            await asyncio.sleep(LOOKS_EVERY)
    stage.result.converged = max(stage.result.converged, took)
    return found


async def compared(viewer: Viewer, truth: list[Line]) -> Difference:
    if isinstance(viewer, Client):
        return difference(viewer.held.lines(), truth, PAGE)
    return difference(await viewer.seen(), truth, PAGE, await viewer.quoted())


def acknowledged_in_vain(stage: Stage, truth: list[Line]) -> list[str]:
    """Edits, deletions, pins, quotes and reactions that somebody was told are done, and that are not."""
    viewers = stage.viewers
    disturbed = {each for viewer in viewers for each in viewer.doer.disturbed}
    return [
        f"{viewer.name}: {aspect}"
        for viewer in viewers
        for aspect in viewer.doer.undone(truth, stage.person(viewer.name), disturbed)
    ]


def disorder(stage: Stage, truth: list[Line]) -> int:
    """How often what somebody wrote later stands before what they wrote earlier."""
    by_id = {line.client_id: line.seq for line in truth}
    by_text = {as_typed(line.text): line.seq for line in truth}
    orders = [[by_id[each] for each in client.sent if each in by_id] for client in stage.clients]
    orders += [
        [by_text[each] for each in window.typed if each in by_text] for window in stage.windows
    ]
    return sum(inversions(order) for order in orders)


def inversions(order: list[int]) -> int:
    return sum(one > other for one, other in pairwise(order))
