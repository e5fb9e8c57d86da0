"""Who may do what, asked by the consumer. The rules about rooms and messages are the models' own."""

from typing import Any

from djangochannelsrestframework.permissions import BasePermission


class IsSignedIn(BasePermission):
    """DCRF's ``IsAuthenticated`` accepts anonymous connections; this one refuses the handshake."""

    async def can_connect(self, scope: dict[str, Any], consumer: Any, message: Any = None) -> bool:
        return bool(scope["user"].is_authenticated)

    async def has_permission(
        self, scope: dict[str, Any], consumer: Any, action: str, **kwargs: Any
    ) -> bool:
        return bool(scope["user"].is_authenticated)
