"""The key that signs sessions: made once, kept beside the data, never in the repository."""

import os
import time
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def read_or_create(path: Path) -> str:
    """Return the key in ``path``, making the file (mode 0600) when there is none.

    Several processes may start at once: one of them makes the file, the others wait for its content.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _wait_for_content(path)
    with os.fdopen(descriptor, "w") as file:
        key = get_random_secret_key()
        file.write(key)
    return key


def _wait_for_content(path: Path) -> str:
    for _ in range(50):
        if key := path.read_text().strip():
            return key
        time.sleep(0.02)
    raise RuntimeError(f"{path} is empty. Remove it, and Roomful makes a new one.")
