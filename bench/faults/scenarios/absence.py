"""Somebody is away while others write, edit and delete."""

import asyncio
import time

from bench.faults.judgement import acknowledged_in_vain, all_written, settle
from bench.faults.results import Result
from bench.faults.stage import stage
from bench.faults.trial import Trial

LIMIT = 300  # messages whose changes are sent one by one; past it the list is sent anew
OLDER = 40  # of those that were there before, at most, are changed by who writes meanwhile


async def away(trial: Trial, result: Result) -> None:
    """As many changes as are sent one by one: what the page had stays, and all the rest comes to it."""
    size = trial.size
    others = size.edits + size.deletions + size.reactions
    await _away(trial, result, LIMIT - others - OLDER, anew=False)


async def away_too_long(trial: Trial, result: Result) -> None:
    """More than that: the page gets its list anew, while others go on writing."""
    await _away(trial, result, trial.size.posts, anew=True)


async def _away(trial: Trial, result: Result, posts: int, *, anew: bool) -> None:
    size = trial.size
    async with stage(trial, result) as here:
        wire = await here.wire()
        reader = await here.window("page-viewer-2", wire.url)
        program = here.clients[-1]
        await here.traffic(size.edits + size.deletions + size.reactions + 20)
        await settle(here, time.monotonic())
        before = await reader.seen()

        await asyncio.gather(wire.cut(), program.leave())
        result.faults = 1
        await here.traffic(posts)
        await all_written(here, time.monotonic())
        undone = acknowledged_in_vain(here, here.truth())
        here.require(not undone, f"acknowledged and not there: {undone[:3]}")
        for viewer in here.viewers:  # what is done now overrules it
            viewer.doer.expected.clear()
        # In another process, as an administrator does: the server hears nothing of it, and must see for itself.
        await here.manage(
            "from bench.faults.scene import change;"
            f"change({here.room}, {size.edits}, {size.deletions}, {size.reactions}, {trial.seed})"
        )
        here.note(
            f"{posts} posts, {size.edits} edits, {size.deletions} deletions and {size.reactions} reactions meanwhile"
        )
        await wire.mend()
        program.come_back()
        ended = time.monotonic()
        if anew:
            await here.traffic(40, typed=0)
        await settle(here, ended)

        held = len(before) + posts
        shown = len(await reader.seen())
        here.note(f"the page shows {shown} of {len(here.truth())} messages")
        here.require(anew == (shown < held), f"the page shows {shown} messages after {held}")
