"""A server's process that fails as the environment says, else what people run.

``python -m bench.faults.process config.uvicorn --port 8000``

FAULTS_KILL_AT_PUBLISH  it kills itself instead of publishing for the so-manieth time: what it would have told of is
                        committed, and nobody has heard of it
FAULTS_CLOCK            seconds by which its clock is wrong
"""

import os
import runpy
import signal
import sys
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from chat.live import publisher


def set_clock_wrong(seconds: float) -> None:
    """Before there are models, which take ``now`` for a default."""
    right = timezone.now
    timezone.now = lambda: right() + timedelta(seconds=seconds)


def kill_at_publish(fatal: int) -> None:
    publish, calls = publisher.publish, count(1)

    def publish_or_die(*args: Any) -> None:
        if next(calls) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        publish(*args)

    publisher.publish = publish_or_die  # type: ignore[assignment]


if __name__ == "__main__":
    set_clock_wrong(float(os.environ.get("FAULTS_CLOCK") or 0))
    kill_at_publish(int(os.environ.get("FAULTS_KILL_AT_PUBLISH") or 0))
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
