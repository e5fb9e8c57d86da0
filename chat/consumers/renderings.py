"""The two languages that a ``RoomConsumer`` speaks: JSON to programs, HTML fragments to pages."""

import json
from typing import Any

from rest_framework.utils.encoders import JSONEncoder

from chat.consumers.frames import Request, RequestId, parse, parse_form
from chat.live import fragments
from chat.live.outbox import Text
from chat.models import Message, Room
from chat.serializers import MessageSerializer


def encode(content: Any) -> str:
    return json.dumps(content, cls=JSONEncoder, separators=(",", ":"), ensure_ascii=False)


class JSONRendering:
    """The DCRF protocol (docs/api.md)."""

    def parse(self, text: str | None) -> Request:
        return parse(text)

    def reply(self, **reply: Any) -> str:
        return encode(reply)

    def subscriber(self, fragment: str, request_id: RequestId) -> RequestId:
        return request_id

    def change(self, body: dict[str, Any], request_id: RequestId) -> Text:
        """The change for a subscribing request: its text is ready but for the id. Made once for all who use that."""
        ready: dict[RequestId, Text] = body.setdefault("ready for programs", {})
        if request_id not in ready:
            ready[request_id] = Text(f'{body["json"][:-1]},"request_id":{encode(request_id)}}}')
        return ready[request_id]

    def message(self, message: Message) -> Any:
        return MessageSerializer(message).data

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

    def subscriber(self, fragment: str, request_id: RequestId) -> RequestId:
        """A page subscribes with the name of the fragment that it wants."""
        return fragment

    def change(self, body: dict[str, Any], request_id: RequestId) -> Text | None:
        """The fragment that the page asked for: it subscribes with its name. Made once for all pages."""
        ready: dict[RequestId, Text] = body.setdefault("ready for pages", {})
        if request_id not in ready and (html := body["fragments"].get(request_id)):
            ready[request_id] = Text(html)
        return ready.get(request_id)

    def message(self, message: Message) -> Any:
        return fragments.message(message)

    def catch_up(self, room: Room, messages: list[Message], *, reload: bool) -> Any:
        return fragments.reload(room, messages) if reload else fragments.catch_up(room, messages)


Rendering = JSONRendering | FragmentRendering


def sentences(errors: Any) -> list[str]:
    """The sentences in DCRF's errors: strings, lists and dicts of them, however deep."""
    if isinstance(errors, dict):
        return [text for value in errors.values() for text in sentences(value)]
    if isinstance(errors, list):
        return [text for value in errors for text in sentences(value)]
    return [str(errors)]
