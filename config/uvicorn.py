"""uvicorn, with what Roomful asks of a server: ``python -m config.uvicorn --port 8000 --workers 4``."""

import argparse
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from chat.live.outbox import CLOSES_WITHIN, WRITE

APPLICATION = "config.asgi:application"
OPTIONS: dict[str, Any] = {
    "ws": "config.uvicorn:WebSocket",
    "ws_max_size": 1024 * 1024,  # bytes, as daphne has it
    # What comes is small, and would be compressed for each socket anew, with 64 KB of memory for each.
    "ws_per_message_deflate": False,
    # Whom the proxy talks to is for chat/addresses.py to find out.
    "proxy_headers": False,
    "timeout_graceful_shutdown": 2,  # seconds
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
}


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
            self.close_timeout = CLOSES_WITHIN
            self.loop.call_later(CLOSES_WITHIN, self.transport.abort)
        await super().send(message)
        if message["type"] == "websocket.accept":
            del (
                self.request,
                self.response,
            )  # with all their headers, for as long as the socket is open

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()


class Server(uvicorn.Server):
    """Says something as soon as it serves."""

    def __init__(self, config: uvicorn.Config, welcome: str) -> None:
        super().__init__(config)
        self.welcome = welcome

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(self.welcome, flush=True)  # noqa: T201  for the person at the terminal


def serve(host: str, port: int, welcome: str) -> None:
    """Serve from this process until it is told to end."""
    Server(uvicorn.Config(APPLICATION, host=host, port=port, **OPTIONS), welcome).run()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.uvicorn", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--workers", type=int, default=1, help="processes; they need REDIS_URL (docs/operating.md)"
    )
    uvicorn.run(APPLICATION, **vars(parser.parse_args()), **OPTIONS)


if __name__ == "__main__":
    main()
