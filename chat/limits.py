"""How often one may do what. The one list: views, the consumer, the handshake and allauth have theirs from here.

Counted in fixed windows, which begin with the first time: then it is known when one may again, and that is what a
client is told. In memory, or in Redis for all processes. A Redis that is away locks nobody out: each process counts
by itself until it is back.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from asgiref.sync import sync_to_async
from django.conf import settings
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from chat.addresses import address_of_request, network_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    View = Callable[..., HttpResponseBase]

logger = logging.getLogger(__name__)

PATIENCE = 0.5  # seconds that Redis may take to answer
AWAY = 5.0  # seconds until a Redis that did not answer is asked again


class Limit(NamedTuple):
    item: RateLimitItem
    #: What is counted: a person, an address (many people may share one), or an account that somebody names.
    per: Literal["user", "address", "account"]


def _user(rate: str) -> Limit:
    return Limit(parse(rate), "user")


def _address(rate: str) -> Limit:
    return Limit(parse(rate), "address")


def _account(rate: str) -> Limit:
    return Limit(parse(rate), "account")


#: All limits of a name must hold.
LIMITS: dict[str, tuple[Limit, ...]] = {
    # Before one is known. A whole office may have one address.
    "sign-in": (_address("60/minute"), _address("600/hour")),
    "sign-in-failed": (_address("30/minute"), _account("5/5 minutes")),
    "sign-up": (_address("30/hour"),),
    "password-reset": (_address("20/hour"), _account("5/hour")),
    "invitation": (_address("60/minute"),),
    # One's own account.
    "password": (_user("10/10 minutes"),),
    "email": (_user("10/hour"),),
    "avatar": (_user("30/hour"),),
    # A fast typist writes one in a second; 100 that waited in a tunnel are through in half a minute.
    "post": (_user("30/10 seconds"), _user("600/10 minutes")),
    # What is being typed is kept a second after each rest, in each window.
    "draft": (_user("30/10 seconds"), _user("900/10 minutes")),
    # Chips are clicked on and off.
    "react": (_user("40/10 seconds"), _user("600/10 minutes")),
    # Programs write an answer by editing it again and again.
    "edit": (_user("60/10 seconds"), _user("1200/10 minutes")),
    "room": (_user("20/10 minutes"), _user("100/day")),
    # What is typed is looked for as it is typed.
    "search": (_user("60/10 seconds"), _user("600/10 minutes")),
    # The same beside a message: one writes many, and what is suggested must not keep one from searching.
    "suggestion": (_user("100/10 seconds"), _user("1200/10 minutes")),
    "preview": (_user("30/10 seconds"), _user("300/10 minutes")),
    "report": (_user("20/hour"),),
    # Each window has a socket. All of an office come back at once when the network does.
    "socket": (_user("120/minute"), _address("6000/minute")),
}

#: What allauth calls these, and counts by itself: it forgives failures when somebody gets in.
_OF_ALLAUTH = {
    "login": "sign-in",
    "login_failed": "sign-in-failed",
    "request_login_code": "password-reset",
    "signup": "sign-up",
    "reset_password": "password-reset",
    "reset_password_from_key": "sign-in",
    "change_password": "password",
    "reauthenticate": "password",
    "manage_email": "email",
}
_UNITS_OF_ALLAUTH = {"user": "user", "address": "ip", "account": "key"}


class LimitReached(Exception):
    """Too often. ``retry_after`` are the seconds until it may go on, at least 1."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"That was a lot at once. Try again in {_in_words(retry_after)}.")
        self.retry_after = retry_after


def count(name: str, *, user: Any = None, address: str = "", account: str = "") -> None:
    """Count one more. Raises ``LimitReached``. What is not given is not counted."""
    if not settings.RATE_LIMITS:
        return
    counted = {
        "user": str(user.pk or "") if user is not None else "",
        "address": network_of(address),
        "account": account.casefold(),
    }
    for limit in LIMITS[name]:
        if key := counted[limit.per]:
            _counter(settings.REDIS_URL).hit(limit.item, name, limit.per, key)


async def acount(name: str, **counted: Any) -> None:
    """The same for coroutines: Redis is asked in a thread."""
    if settings.RATE_LIMITS:
        await sync_to_async(count)(name, **counted)


def limited(name: str, *methods: str) -> Callable[[View], View]:
    """For a view: counts requests with these methods (POST, if none is given), of whom it is signed in and where."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in (methods or ("POST",)):
                count(name, user=request.user, address=address_of_request(request))
            return view(request, *args, **kwargs)

        return counting

    return decorate


def for_allauth() -> dict[str, str]:
    """The value of its setting ``ACCOUNT_RATE_LIMITS``."""
    return {
        theirs: ",".join(
            f"{limit.item.amount}/{limit.item.get_expiry()}s/{_UNITS_OF_ALLAUTH[limit.per]}"
            for limit in LIMITS[ours]
        )
        for theirs, ours in _OF_ALLAUTH.items()
    }


class _Counter:
    def __init__(self, redis_url: str) -> None:
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._shared = FixedWindowRateLimiter(_redis(redis_url)) if redis_url else None
        self._away_until = 0.0

    def hit(self, item: RateLimitItem, *key: str) -> None:
        """Raises ``LimitReached``."""
        if self._shared and time.monotonic() >= self._away_until:
            try:
                _hit(self._shared, item, *key)
            except StorageError as error:
                self._away_until = time.monotonic() + AWAY
                logger.warning("Each process counts by itself: Redis does not answer (%s)", error)
            else:
                return
        _hit(self._own, item, *key)


def _hit(limiter: FixedWindowRateLimiter, item: RateLimitItem, *key: str) -> None:
    if not limiter.hit(item, *key):
        over = limiter.get_window_stats(item, *key).reset_time
        raise LimitReached(max(1, math.ceil(over - time.time())))


def _redis(url: str) -> RedisStorage:
    options: dict[str, Any] = {
        "socket_connect_timeout": PATIENCE,
        "socket_timeout": PATIENCE,
        "retry": Retry(NoBackoff(), 0),
    }
    return RedisStorage(url, wrap_exceptions=True, key_prefix="roomful-limits", **options)


@cache
def _counter(redis_url: str) -> _Counter:
    return _Counter(redis_url)


def forget() -> None:
    """Begin anew, as tests do. What is in Redis stays."""
    _counter.cache_clear()


def _in_words(seconds: int) -> str:
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds > size:
            return f"{math.ceil(seconds / size)} {unit}s"
    return "a second" if seconds == 1 else f"{seconds} seconds"
