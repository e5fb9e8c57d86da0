"""Who is at the other end of a socket."""

from typing import Any

from channels.auth import AuthMiddlewareStack
from djangochannelsrestframework.permissions import BasePermission

from chat.addresses import address_of_scope

#: What a consumer needs to know of a connection.
KEPT = ("type", "path", "root_path", "extensions", "address")


class SignedIn:
    """Looks up the person by the session, before the application is called and not around it.

    Channels' middleware stays on the stack for as long as a socket is open, each with a copy of the scope, headers
    and session in it: a quarter of what an idle page costs.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        scope["address"] = address_of_scope(scope)
        found = {name: scope[name] for name in KEPT if name in scope}

        async def note(scope: Any, receive: Any, send: Any) -> None:
            found["user"] = scope["user"]._wrapped

        lookup: Any = AuthMiddlewareStack(note)
        await lookup(scope, receive, send)
        scope["headers"] = []  # the server keeps its scope
        return await self.application(found, receive, send)


class IsSignedIn(BasePermission):
    """DCRF's ``IsAuthenticated`` accepts anonymous connections; this one refuses the handshake."""

    async def can_connect(self, scope: dict[str, Any], consumer: Any, message: Any = None) -> bool:
        return bool(scope["user"].is_authenticated)

    async def has_permission(
        self, scope: dict[str, Any], consumer: Any, action: str, **kwargs: Any
    ) -> bool:
        return bool(scope["user"].is_authenticated)
