"""How soon delivery ends when permission ends: ``.venv/bin/python -m bench.revocation [tries]``.

The test of the same (chat/tests/live/test_revocation.py), many times over: two uvicorn processes with PostgreSQL and
Redis, somebody who posts all the time, and of the person concerned two pages and a program. Measured from the
beginning of the act to the last message that any of the three got, and to the close of the last of them.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.machine import commit, machine

TRIES = 50
TEST = "chat/tests/live/test_revocation.py"
HEAD = """| act | tries | silence, median | max | close, median | max |
|---|---|---|---|---|---|
"""


def main() -> int:
    tries = sys.argv[1] if len(sys.argv) > 1 else str(TRIES)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        report.touch()
        settings = {"REVOCATION_TRIES": tries, "REVOCATION_REPORT": str(report)}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--services", "-q", "-p", "no:randomly", TEST],
            env={**os.environ, **settings, "DATA_DIR": folder},
            check=False,
            stdout=sys.stderr,
        )
        print(machine(), commit(), sep="\n", end="\n\n")
        print(HEAD + report.read_text())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
