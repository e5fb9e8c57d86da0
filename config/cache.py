"""Django's cache in Redis, without which everything goes on."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache as DjangosRedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _or(default: Any, method: Callable[..., Any]) -> Callable[..., Any]:
    def forgiving(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            logger.warning("The cache is empty: Redis does not answer (%s)", error)
            return default(*args, **kwargs)

    return forgiving


def _given_default(key: Any, default: Any = None, **_: Any) -> Any:
    return default


class RedisCache(DjangosRedisCache):
    """Empty while Redis is away: who counts in it (allauth) counts nothing then, and locks nobody out."""

    get = _or(_given_default, DjangosRedisCache.get)
    add = _or(lambda *_, **__: True, DjangosRedisCache.add)
    set = _or(lambda *_, **__: None, DjangosRedisCache.set)
    delete = _or(lambda *_, **__: False, DjangosRedisCache.delete)
