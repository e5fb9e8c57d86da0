"""A mail server that keeps what it gets: it speaks as much SMTP as sending needs."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from chat.tests.services import wait_until


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 ready")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.letters.append(message_from_bytes(text, policy=policy.default))  # type: ignore[attr-defined]
            self.say("221 bye" if verb == b"QUIT" else "250 yes")
            if verb == b"QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[Any] = []
        self.setting = (
            f"smtp://127.0.0.1:{self.server_address[1]}/?_default_from_email=chat@example.org"
        )

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: Any) -> None:
        self.shutdown()
        self.server_close()

    def letter_to(self, address: str) -> EmailMessage:
        """The newest to it, once there is one."""
        assert wait_until(lambda: any(each["To"] == address for each in self.letters), 5.0)
        letter: EmailMessage = [each for each in self.letters if each["To"] == address][-1]
        return letter
