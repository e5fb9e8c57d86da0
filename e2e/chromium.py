"""The browser of the tests, and of what is measured (bench/)."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Two pages of its own that a browser makes for every window, which cost as much as ours: a quarter of the tests' time.
#: Chromium heeds only the last list of features, so what Playwright leaves out is said again (its chromiumSwitches).
LEFT_OUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "MediaRouter", "OptimizationHints", "LensOverlay"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
)
ARGUMENTS = (
    *("--disable-background-networking", "--disable-component-update", "--no-first-run"),
    f"--disable-features={','.join(LEFT_OUT)}",
    # Playwright itself switches off the hinting of letters, scrollbars and the screen's colour profile.
    "--disable-lcd-text",  # the same letters on every screen, for e2e/visual.py
)


def chromium() -> str | None:
    """The browser on this machine; None: the one that playwright installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def options() -> dict[str, Any]:
    """How to launch it, for playwright."""
    arguments = [*ARGUMENTS]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": chromium(), "args": arguments}


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options())
        yield browser
        browser.close()
