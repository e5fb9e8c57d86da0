"""What every consumer of ours does: the input boundary, the fan-out, replies in two renderings."""

import asyncio
import logging
from collections.abc import Collection
from typing import Any

from channels.consumer import get_handler_name
from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import OperationalError
from djangochannelsrestframework.generics import GenericAsyncAPIConsumer
from djangochannelsrestframework.observer.generics import ObserverModelInstanceMixin
from rest_framework.exceptions import APIException
from rest_framework.serializers import Serializer

from chat.consumers.frames import BadFrame, RequestId
from chat.consumers.renderings import FragmentRendering, Rendering
from chat.limits import LimitReached
from chat.live.fanout import Fanout
from chat.live.outbox import WRITE, Outbox
from chat.live.standing import Entry, Reason, person_in
from chat.models import Conflict
from chat.serializers import Keyed

logger = logging.getLogger(__name__)


class LiveConsumer(ObserverModelInstanceMixin, GenericAsyncAPIConsumer):
    """A DCRF consumer whose socket survives whatever its client sends, and costs little to reach."""

    # A subclass observes its model itself: DCRF's observer renders once for each subscriber.
    handle_instance_change: Any = None

    def __init__(self, *args: Any, rendering: Rendering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rendering = rendering
        self.closing = False

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """As in Channels, but without a layer channel of this socket's own: ``Fanout`` has one for all."""
        self.scope = scope
        self.fanout = Fanout.current()
        write = scope.get("extensions", {}).get(WRITE)
        self.outbox = Outbox(send, on_close=self._stop_following, write=write)
        self.base_send = self.outbox.put
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            pass
        finally:
            self.outbox.end()
            await self._leave_groups()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As in Channels, which also goes to a thread to close old connections: who uses one there does that."""
        await getattr(self, get_handler_name(message))(message)

    async def add_group(self, name: str) -> None:
        """A socket that is closing joins nothing: a detached task may still be about to."""
        if not self.closing:
            self.groups.add(name)
            await self.fanout.add(name, self)

    async def remove_group(self, name: str) -> None:
        self.groups.discard(name)
        await self.fanout.discard(name, self)

    async def _leave_groups(self) -> None:
        self.closing = True
        for name in tuple(self.groups):
            await self.remove_group(name)

    def _stop_following(self) -> None:
        """The peer does not read: nothing is for it any more, even if the server does not hear of its end for long."""
        self._leaving = asyncio.create_task(self._leave_groups())

    # Who is at the other end

    @property
    def user(self) -> Any:
        """As they were at the last action."""
        return self.scope["user"]

    @property
    def entry(self) -> Entry:
        entry: Entry = self.scope["entry"]
        return entry

    async def stands(self) -> bool:
        """Whether who got in may still be here; if not, it ends. Asked at each action."""
        person = await database_sync_to_async(person_in)(self.entry)
        if isinstance(person, Reason):
            self.dismiss(person)
        else:
            self.scope["user"] = person
        return not self.closing

    def dismiss(self, reason: Reason) -> None:
        """Deliver nothing more from here on; then say why, and close."""
        self.closing = True
        self.outbox.close(reason.code, reason, self.rendering.farewell(reason))

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        """A page that is not let in is told so: of a handshake that was refused a browser tells its scripts nothing."""
        if self.scope["entry"] is None and isinstance(self.rendering, FragmentRendering):
            await self.accept()
            self.dismiss(Reason.SIGNED_OUT)
        else:
            await super().websocket_connect(message)

    async def connect(self) -> None:
        """Looks again, now that hints would be heard: it may have ended during the handshake."""
        await super().connect()
        await self.stands()

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        await self._leave_groups()
        await super().websocket_disconnect(message)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """Nothing that a client sends ends its connection: a bad frame gets an error reply."""
        if self.closing:
            return
        try:
            request = self.rendering.parse(text_data)
        except BadFrame as error:
            await self.reply(None, errors=[str(error)], status=400, request_id=error.request_id)
        else:
            await self.handle_action(
                request.action, request_id=request.request_id, **request.arguments
            )

    async def handle_exception(
        self, exc: Exception, action: str | None, request_id: RequestId | None
    ) -> None:
        if isinstance(exc, APIException):
            await super().handle_exception(exc, action, request_id)
            return
        if isinstance(exc, LimitReached):
            data = {"retry_after": exc.retry_after}
            await self.reply(action, data, [str(exc)], status=429, request_id=request_id)
            return
        errors, status = _explain(exc)
        if status == 500:
            logger.error("The action %s failed", action, exc_info=exc)
        await self.reply(action, errors=errors, status=status, request_id=request_id)

    async def reply(
        self,
        action: str | None,
        data: Any = None,
        errors: list[Any] | None = None,
        status: int = 200,
        request_id: RequestId | None = None,
    ) -> None:
        text = self.rendering.reply(
            action=action,
            data=data,
            errors=errors or [],
            response_status=status,
            request_id=request_id,
        )
        if text is not None:
            await self.send(text_data=text)

    def send_change(self, body: dict[str, Any], request_ids: Collection[RequestId]) -> None:
        for text in self.rendering.change(body, request_ids):
            self.outbox.put_text(text)


def arguments(serializer: type[Serializer[Any]], given: dict[str, Any]) -> dict[str, Any]:
    """What an action was given, checked. Raises DRF's ``ValidationError`` (400)."""
    checked = serializer(data=given)
    checked.is_valid(raise_exception=True)
    return checked.validated_data  # type: ignore[no-any-return]


def key_in(given: dict[str, Any]) -> int:
    """What an action that wants a ``pk`` was given."""
    key: int = arguments(Keyed, given)["pk"]
    return key


def _explain(error: Exception) -> tuple[list[Any], int]:
    """What a client is told of an error of the models, and the status."""
    match error:
        case ObjectDoesNotExist():
            return ["Not found"], 404
        case PermissionDenied():
            return [str(error) or "You may not do that."], 403
        case ValidationError():
            return [error.message_dict if hasattr(error, "error_dict") else error.messages], 422
        case Conflict():
            return [str(error)], 409
        case OperationalError():
            return ["The server is busy. Try again."], 503
        case _:
            return ["Something went wrong on the server."], 500
