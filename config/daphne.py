"""daphne, with what Roomful asks of a server: ``python -m config.daphne --port 8000``, and its other options."""

import asyncio
import sys
from typing import Any

from daphne.cli import CommandLineInterface
from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer

from chat.live.outbox import CLOSES_WITHIN, WRITE, Text

NORMAL, SERVICE_RESTART = 1000, 1012  # RFC 6455's registry


@implementer(IPushProducer)
class Flow:
    """Whether a connection takes more: daphne itself writes on and on, and Twisted keeps what nobody reads."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self.writable = asyncio.Event()
        self.writable.set()
        transport.unregisterProducer()  # that of HTTP, which is over
        transport.registerProducer(self, True)  # noqa: FBT003  Twisted's signature

    def pauseProducing(self) -> None:  # noqa: N802
        self.writable.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self.writable.set()
        if self._transport.disconnecting:
            self._transport.unregisterProducer()  # which it waits for

    def stopProducing(self) -> None:  # noqa: N802
        self.writable.set()

    def write(self, frame: bytes) -> bool:
        if not self.writable.is_set():
            return False
        if not self._transport.disconnecting:
            self._transport.write(frame)
        return True


class RoomfulServer(Server):
    """Waits for peers that read slowly, takes frames that are ready, and says good-bye at the end."""

    connections: dict[Any, dict[str, Any]]

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if isinstance(protocol, WebSocketProtocol):
            protocol.flow = Flow(protocol.transport)
            protocol.closeHandshakeTimeout = CLOSES_WITHIN
            scope["extensions"] = {WRITE: protocol.flow.write}
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            await protocol.flow.writable.wait()
        if not is_open(protocol):
            await super().handle_reply(protocol, message)
        elif message["type"] == "websocket.close":
            close(protocol, message.get("code", NORMAL), message.get("reason", ""))
        else:
            # Not by Autobahn, which has the same limit for what we say as for what we hear.
            protocol.transport.write(Text(message["text"]).frame)

    def kill_all_applications(self) -> Any:
        for protocol in filter(is_open, self.connections):
            close(protocol, SERVICE_RESTART)
        # daphne fails here when a connection has no application, as that of HTTP from which a socket was made.
        self.connections = {
            protocol: details
            for protocol, details in self.connections.items()
            if "application_instance" in details
        }
        return super().kill_all_applications()


def is_open(protocol: Any) -> bool:
    return isinstance(protocol, WebSocketProtocol) and protocol.state == protocol.STATE_OPEN


def close(protocol: Any, code: int, reason: str = "") -> None:
    """Autobahn's own ``sendClose``, which daphne uses, refuses the codes that a server has for restart and overload."""
    protocol.sendCloseFrame(code=code, reasonUtf8=reason.encode() or None)


class Command(CommandLineInterface):
    server_class = RoomfulServer


if __name__ == "__main__":
    Command().run(["-v", "0", *sys.argv[1:], "config.asgi:application"])
