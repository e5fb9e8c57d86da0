"""uvicorn's WebSockets, with what Roomful asks of a server: ``uvicorn --ws config.uvicorn:WebSocket``."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from chat.live.outbox import WRITE


class WebSocket(WebSocketsSansIOProtocol):
    """Takes frames that are ready, and lets no peer that does not read stay.

    Two things that ASGI has no words for. A text for a thousand sockets is made a frame once (``WRITE``). And a
    peer with a full buffer, which would hold up its own close frame for as long as it likes, is cut off.
    """

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):  # else the handshake was bad
            extensions: Any = self.scope["extensions"]
            extensions[WRITE] = self.write

    def write(self, frame: bytes) -> bool:
        if not self.writable.is_set():
            return False
        if not self.close_sent and not self.transport.is_closing():
            self.transport.write(frame)
        return True

    async def send(self, message: Any) -> None:
        if message["type"] == "websocket.close" and not self.writable.is_set():
            self.writable.set()  # there is room for so small a frame
            self.loop.call_later(self.close_timeout, self.transport.abort)
        await super().send(message)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()
