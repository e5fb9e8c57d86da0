"""Who is at the other end of a socket."""

from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from django.contrib.auth.models import AnonymousUser
from djangochannelsrestframework.permissions import BasePermission

from chat.addresses import address_of_scope
from chat.live.standing import Entry
from chat.models import Token
from chat.requests import AUTHORIZATION, token_in

#: What a consumer needs to know of a connection.
KEPT = ("type", "path", "root_path", "extensions", "address")


class SignedIn:
    """Looks up the person by a token or the session, before the application is called and not around it.

    Channels' middleware stays on the stack for as long as a socket is open, each with a copy of the scope, headers
    and session in it: a quarter of what an idle page costs.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        scope["address"] = address_of_scope(scope)
        found = {name: scope[name] for name in KEPT if name in scope}
        text = token_in(dict(scope["headers"]).get(AUTHORIZATION, b"").decode("latin1"))
        if text is None:
            found |= await _by_session(scope, receive, send)
        else:  # alone: the cookies of a browser count only where its Origin was asked
            found |= await _by_token(text)
        scope["headers"] = []  # the server keeps its scope
        return await self.application(found, receive, send)


async def _by_session(scope: Any, receive: Any, send: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}

    async def note(scope: Any, receive: Any, send: Any) -> None:
        user, key = scope["user"]._wrapped, scope["session"].session_key
        found["user"] = user
        found["entry"] = Entry.of(user, session=key) if user.is_authenticated else None

    lookup: Any = AuthMiddlewareStack(note)
    await lookup(scope, receive, send)
    return found


@database_sync_to_async
def _by_token(text: str) -> dict[str, Any]:
    token = Token.objects.find(text)
    if token is None:
        return {"user": AnonymousUser(), "entry": None}
    return {"user": token.user, "entry": Entry.of(token.user, token=token.pk)}


class IsSignedIn(BasePermission):
    """DCRF's ``IsAuthenticated`` accepts anonymous connections; this one refuses the handshake."""

    async def can_connect(self, scope: dict[str, Any], consumer: Any, message: Any = None) -> bool:
        return scope["entry"] is not None

    async def has_permission(
        self, scope: dict[str, Any], consumer: Any, action: str, **kwargs: Any
    ) -> bool:
        return bool(await consumer.stands())
