"""daphne, with what Roomful asks of a server: ``python -m config.daphne config.asgi:application``."""

import asyncio
import sys
from typing import Any

from daphne.cli import CommandLineInterface
from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer

from chat.live.outbox import WRITE

SERVICE_RESTART = 1012  # RFC 6455's registry


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

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if isinstance(protocol, WebSocketProtocol):
            protocol.flow = Flow(protocol.transport)
            scope["extensions"] = {WRITE: protocol.flow.write}
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            await protocol.flow.writable.wait()
        await super().handle_reply(protocol, message)

    def kill_all_applications(self) -> Any:
        for protocol in self.connections:
            if isinstance(protocol, WebSocketProtocol) and protocol.state == protocol.STATE_OPEN:
                protocol.serverClose(SERVICE_RESTART)
        return super().kill_all_applications()


class Command(CommandLineInterface):
    server_class = RoomfulServer


if __name__ == "__main__":
    Command().run(sys.argv[1:])
