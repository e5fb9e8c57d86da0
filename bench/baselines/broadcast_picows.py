"""A bare broadcast loop: what is posted goes to every socket that joined, and nothing else happens.

``python -m bench.baselines.broadcast_picows PORT SIZE``: each broadcast has SIZE bytes.
"""

import sys
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

joined: set[WSTransport] = set()


class Socket(WSListener):
    def __init__(self, size: int) -> None:
        self._size = size

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return
        text = frame.get_payload_as_bytes()
        if text == b"join":
            joined.add(transport)
            transport.send(WSMsgType.TEXT, b"joined")
            return
        payload = text.ljust(self._size)
        for other in joined:
            other.send(WSMsgType.TEXT, payload)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        joined.discard(transport)


async def serve(port: int, size: int) -> None:
    def factory(request: WSUpgradeRequest) -> Any:
        return Socket(size)

    server = await ws_create_server(factory, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), int(sys.argv[2])))
