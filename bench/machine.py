"""Where and of what something was measured."""

import os
import platform
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def machine() -> str:
    """Cores, their model, and what else they were doing."""
    try:
        source = Path("/proc/cpuinfo").read_text()
    except OSError:
        source = ""
    named = re.search(r"model name\s*:\s*(.+)", source)
    model = named[1] if named else platform.processor()
    return f"{os.cpu_count()} cores ({model}), {load()}"


def load() -> str:
    return "load average " + ", ".join(f"{average:.1f}" for average in os.getloadavg())


def commit() -> str:
    def git(*arguments: str) -> str:
        command = ["git", "-C", str(ROOT), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

    changed = " with changes" if git("status", "--porcelain") else ""
    return (git("rev-parse", "--short", "HEAD") or "unknown") + changed
