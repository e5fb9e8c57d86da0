"""A server that can be profiled: ``python -m bench.speed.profiled FOLDER MODULE [ARGUMENT …]``.

SIGUSR1 begins, SIGUSR2 ends and writes to the folder, as ``pstats`` reads it, what the loop's thread did (``loop``),
the thread of the sockets' queries (``queries``), and the threads that answer requests (``requests``).
"""

import os
import pstats
import runpy
import signal
import sys
import threading
from cProfile import Profile
from pathlib import Path
from typing import Any

from asgiref.sync import SyncToAsync

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Profiler:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loop = Profile()
        self._queries = Profile()
        self._threads: list[Profile] = []
        self._local = threading.local()
        self._is_on = False

    def watch_requests(self) -> None:
        from config.http import OneHopHandler

        respond = OneHopHandler._respond

        def profiled(handler: Any, *arguments: Any) -> Any:
            if not self._is_on:
                return respond(handler, *arguments)
            return self._of_thread().runcall(respond, handler, *arguments)

        OneHopHandler._respond = profiled  # type: ignore[assignment,method-assign]

    def begin(self, *_: object) -> None:
        self._is_on = True
        SyncToAsync.single_thread_executor.submit(self._queries.enable).result()
        self._loop.enable()

    def end(self, *_: object) -> None:
        self._loop.disable()
        self._is_on = False
        SyncToAsync.single_thread_executor.submit(self._queries.disable).result()
        for name, profiles in (
            ("loop", [self._loop]),
            ("queries", [self._queries]),
            ("requests", self._threads),
        ):
            if profiles and any(profile.getstats() for profile in profiles):
                pstats.Stats(*profiles).dump_stats(self._folder / name)
        (self._folder / "done").touch()

    def _of_thread(self) -> Profile:
        if not hasattr(self._local, "profile"):
            self._local.profile = Profile()
            self._threads.append(self._local.profile)
        profile: Profile = self._local.profile
        return profile


def main(folder: str, module: str, *arguments: str) -> None:
    profiler = Profiler(Path(folder))
    profiler.watch_requests()
    signal.signal(signal.SIGUSR1, profiler.begin)
    signal.signal(signal.SIGUSR2, profiler.end)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
