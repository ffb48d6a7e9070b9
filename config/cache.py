"""The one way to use the cache: a cache that is away is a cache that remembers nothing."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)
_NOTHING = object()


class QuickRedisCache(RedisCache):
    """Redis that answers within half a second or counts as away (the client's own retries take seconds)."""

    def __init__(self, server, params):
        params = params | {
            "OPTIONS": {
                "retry": Retry(NoBackoff(), 0),
                "socket_connect_timeout": 0.5,
                "socket_timeout": 0.5,
                **params.get("OPTIONS", {}),
            }
        }
        super().__init__(server, params)


def remembered(key: str, *, seconds: int, make: Callable[[], object]) -> object:
    """What the cache holds under the key, else what `make` returns, kept for so many seconds."""
    try:
        found = cache.get(key, _NOTHING)
    except Exception as error:  # each backend has errors of its own
        log.warning("The cache did not answer: %s", error)
        return make()
    if found is not _NOTHING:
        return found
    made = make()
    try:
        cache.set(key, made, seconds)
    except Exception as error:
        log.warning("The cache did not keep %s: %s", key, error)
    return made


def forget(key: str) -> None:
    """Drop what is kept under the key."""
    try:
        cache.delete(key)
    except Exception as error:
        log.warning("The cache did not drop %s: %s", key, error)
