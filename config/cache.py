"""The cache, which only rate limits use: in Redis for all processes, and in each process while Redis is away."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


class SharedCache(RedisCache):
    """Nobody is locked out, and nothing fails, because Redis does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("while Redis is away", {})

    def get(self, *args: Any, **options: Any) -> Any:
        return _either(super().get, self._own.get, *args, **options)

    def add(self, *args: Any, **options: Any) -> Any:
        return _either(super().add, self._own.add, *args, **options)

    def set(self, *args: Any, **options: Any) -> None:
        _either(super().set, self._own.set, *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return _either(super().delete, self._own.delete, *args, **options)


def _either(shared: Callable[..., Any], own: Callable[..., Any], *args: Any, **options: Any) -> Any:
    try:
        return shared(*args, **options)
    except RedisError:
        return own(*args, **options)
