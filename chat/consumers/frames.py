"""What a client sends, read without trust."""

import json
from dataclasses import dataclass
from typing import Any

MAX_FRAME = 256 * 1024  # characters: 10,000 emoji as JSON escapes and some room
MAX_REQUEST_ID = 200  # characters

#: What htmx adds to each form that it sends; of no use to us.
HTMX_HEADERS = "HEADERS"
#: Names of parameters on the way to an action, which no client may set.
RESERVED = frozenset({"self", "scope", "consumer", "method", "action_kwargs", HTMX_HEADERS})

RequestId = str | int


class BadFrame(Exception):
    """A frame that is no request. The sentence is for the client; ``request_id`` when it had one."""

    def __init__(self, sentence: str, request_id: RequestId | None = None) -> None:
        super().__init__(sentence)
        self.request_id = request_id


@dataclass(frozen=True)
class Request:
    action: str
    request_id: RequestId
    arguments: dict[str, Any]


def parse(text: str | None) -> Request:
    """The request in a frame from a program. Raises ``BadFrame``."""
    return _request(_decode(text))


def parse_form(text: str | None) -> Request:
    """The request in a form from a page, which needs no request_id. Raises ``BadFrame``."""
    content = _decode(text)
    content.pop(HTMX_HEADERS, None)
    return _request({"request_id": "page", **content})


def _request(content: dict[str, Any]) -> Request:
    request_id = _request_id(content.pop("request_id", None))
    action = content.pop("action", None)
    if not isinstance(action, str):
        raise BadFrame("“action” must name an action.", request_id)
    if reserved := RESERVED & content.keys():
        raise BadFrame(f"Reserved names: {', '.join(sorted(reserved))}.", request_id)
    return Request(action, request_id, content)


def _decode(text: str | None) -> dict[str, Any]:
    if text is None:
        raise BadFrame("Send text, not binary data.")
    if len(text) > MAX_FRAME:
        raise BadFrame(f"A frame has at most {MAX_FRAME} characters.")
    try:
        content = json.loads(text, parse_constant=_refuse_constant)
        # Half a surrogate pair can be written as an escape, but never sent back or stored.
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadFrame("This has a character that does not exist.") from None
    except (ValueError, RecursionError):
        raise BadFrame("This is not JSON.") from None
    if not isinstance(content, dict):
        raise BadFrame("Send a JSON object.")
    return content


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are JavaScript, not JSON


def _request_id(value: Any) -> RequestId:
    usable = isinstance(value, str | int) and not isinstance(value, bool)
    if not usable or len(str(value)) > MAX_REQUEST_ID:
        raise BadFrame("“request_id” must be a string or an integer: it marks the reply.")
    identity: RequestId = value
    return identity
