"""What rate limits count in, while Redis is there and while it is not."""

from chat.tests.services import free_port
from config.cache import SharedCache


def test_each_process_counts_by_itself_while_redis_is_away() -> None:
    cache = SharedCache(f"redis://127.0.0.1:{free_port()}/0", {})
    assert cache.add("lock", "mine")
    assert not cache.add("lock", "another's")
    cache.set("tries", [1, 2], 60)
    assert cache.get("tries", []) == [1, 2]
    cache.delete("tries")
    assert cache.get("tries", []) == []
