"""How often somebody may open a socket."""

from typing import Any

from chat.consumers.origin import refuse
from chat.limits import LimitReached, acount

RESPONSE = "websocket.http.response"  # ASGI's extension for an answer instead of a handshake


class NotTooOften:
    """Refuses a handshake: with 429 where the server can say so, else with 403. Pages come back later from both."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        address = scope.pop("address")
        try:
            await acount("socket", user=scope["user"], address=address)
        except LimitReached as error:
            if RESPONSE in scope.get("extensions", {}):
                return await _answer(error, send)
            return await refuse(scope, receive, send)
        return await self.application(scope, receive, send)


async def _answer(error: LimitReached, send: Any) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"retry-after", str(error.retry_after).encode()),
    ]
    await send({"type": f"{RESPONSE}.start", "status": 429, "headers": headers})
    await send({"type": f"{RESPONSE}.body", "body": str(error).encode()})
