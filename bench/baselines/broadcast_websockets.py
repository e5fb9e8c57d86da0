"""The same bare loop as ``broadcast_picows`` with the ``websockets`` library, which uvicorn uses too."""

import sys

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

joined: set[ServerConnection] = set()


async def main(port: int, size: int) -> None:
    async def socket(connection: ServerConnection) -> None:
        try:
            async for text in connection:
                if text == "join":
                    joined.add(connection)
                    await connection.send("joined")
                else:
                    broadcast(joined, str(text).ljust(size))
        finally:
            joined.discard(connection)

    async with serve(socket, "127.0.0.1", port, compression=None, backlog=2048) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
