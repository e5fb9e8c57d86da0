"""An OpenID Connect provider: a process that speaks HTTP, as a company's does."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from typing import Any, Self
from urllib.parse import urlencode

from chat.tests.services import free_port, wait_until

WITHIN = 20.0  # seconds

#: Whom it knows, and what it tells of them.
KNOWN: dict[str, dict[str, Any]] = {
    "dana": {
        "email": "dana@example.org",
        "email_verified": True,
        "preferred_username": "dana",
        "name": "Dana Doe",
    },
    "mallory": {
        "email": "dana@example.org",
        "email_verified": False,
        "preferred_username": "dana",
        "name": "Dana Doe",
    },
    "erin": {"email": "erin@example.org", "email_verified": True},
}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class Provider:
    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        people = [json.dumps({"sub": name, **told}) for name, told in KNOWN.items()]
        known = [part for each in people for part in ("--user-claims", each)]
        command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", *known]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(self._answers, WITHIN), "The provider did not start"
        return self

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(WITHIN)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(  # noqa: S310
                f"{self.url}/.well-known/openid-configuration", timeout=1
            ).close()
        except OSError:
            return False
        return True

    def authorize(self, address: str, sub: str) -> str:
        """What the browser of that person is sent back to, once they have agreed on the provider's page."""
        form = urlencode({"sub": sub}).encode()
        try:
            urllib.request.build_opener(_Stay).open(address, form, timeout=5).close()
        except urllib.error.HTTPError as answer:
            location: str = answer.headers["Location"]
            answer.close()
            return location
        raise AssertionError("The provider sent nobody back")
