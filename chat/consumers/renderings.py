"""The two languages that a ``RoomConsumer`` speaks: JSON to programs, HTML fragments to pages."""

import json
from collections.abc import Iterable
from typing import Any

from rest_framework.utils.encoders import JSONEncoder

from chat.consumers.frames import Request, RequestId, parse, parse_form
from chat.live import fragments
from chat.live.outbox import Text
from chat.live.standing import Reason
from chat.models import Message, MessageKey, Room
from chat.models.message import MessageQuerySet
from chat.serializers import MessageSerializer, told


def encode(content: Any) -> str:
    return json.dumps(content, cls=JSONEncoder, separators=(",", ":"), ensure_ascii=False)


class JSONRendering:
    """The DCRF protocol (docs/api.md)."""

    def parse(self, text: str | None) -> Request:
        return parse(text)

    def reply(self, **reply: Any) -> str:
        return encode(reply)

    def farewell(self, reason: Reason) -> str | None:
        """The last word before a connection is closed."""
        return encode(
            {
                "action": None,
                "data": {"reason": reason},
                "errors": [reason.sentence],
                "response_status": 401,
                "request_id": None,
            }
        )

    def subscriber(self, fragment: str, request_id: RequestId) -> RequestId:
        return request_id

    def change(self, body: dict[str, Any], request_ids: Iterable[RequestId]) -> Iterable[Text]:
        """The change for each subscribing request: its text is ready but for the id. Made once for each id."""
        ready: dict[RequestId, Text] = body.setdefault("ready for programs", {})
        for request_id in request_ids:
            if request_id not in ready:
                whole = f'{body["json"][:-1]},"request_id":{encode(request_id)}}}'
                ready[request_id] = Text(whole)
            yield ready[request_id]

    def message(self, message: Message) -> Any:
        return told(message)

    def changed(self, messages: MessageQuerySet, most: int) -> list[Any]:
        """What ``catch_up`` shows of the first of these messages."""
        return list(messages.whole()[:most])

    def page(self, messages: MessageQuerySet) -> list[Any]:
        """The same of the newest."""
        return messages.page()

    def catch_up(self, room: Room, messages: list[Message], *, reload: bool) -> Any:
        return {
            "room": room.pk,
            "version": room.version,
            "reload": reload,
            "messages": MessageSerializer(messages, many=True).data,
        }


class FragmentRendering:
    """HTML for htmx's ``ws`` extension: what a page sends is a form, what it gets is swapped in."""

    def parse(self, text: str | None) -> Request:
        return parse_form(text)

    def reply(self, *, data: Any, errors: list[Any], **reply: Any) -> str | None:
        """An error is said on the page; of success it shows the fragment, when there is one."""
        if errors:
            return fragments.notice(sentences(errors))
        return data if isinstance(data, str) and data else None

    def farewell(self, reason: Reason) -> str | None:
        """None: the page goes where that is said (static/js/connection.js)."""
        return None

    def subscriber(self, fragment: str, request_id: RequestId) -> RequestId:
        """A page subscribes with the name of the fragment that it wants."""
        return fragment

    def change(self, body: dict[str, Any], names: Iterable[RequestId]) -> Iterable[Text]:
        """The fragments that the page asked for: it subscribes with their names. All in one frame, made once."""
        ready: dict[frozenset[RequestId], Text | None] = body.setdefault("ready for pages", {})
        key = frozenset(names)
        if key not in ready:
            html = "".join(body["fragments"].get(name, "") for name in sorted(key, key=str))
            ready[key] = Text(html) if html else None
        text = ready[key]
        return (text,) if text else ()

    def message(self, message: Message) -> Any:
        return fragments.message(message)

    def changed(self, messages: MessageQuerySet, most: int) -> list[Any]:
        return messages[:most].keys()

    def page(self, messages: MessageQuerySet) -> list[Any]:
        return messages.page_keys()

    def catch_up(self, room: Room, messages: list[MessageKey], *, reload: bool) -> Any:
        return fragments.reload(room, messages) if reload else fragments.catch_up(room, messages)


Rendering = JSONRendering | FragmentRendering


def sentences(errors: Any) -> list[str]:
    """The sentences in DCRF's errors: strings, lists and dicts of them, however deep."""
    if isinstance(errors, dict):
        return [text for value in errors.values() for text in sentences(value)]
    if isinstance(errors, list):
        return [text for value in errors for text in sentences(value)]
    return [str(errors)]
