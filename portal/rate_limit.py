"""Counts attempts where every process and machine sees the same number: in Redis by CACHE_URL, else in a table.

The database cache cannot do it: it reads, adds and writes in three steps, between which others do the same.
"""

import time
from dataclasses import dataclass

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache

from .encryption import keyed_digest
from .models import AttemptCount


@dataclass(frozen=True)
class Limit:
    """So many attempts in each span of so many seconds."""

    name: str
    attempts: int
    seconds: int

    def digest(self, subject, now):
        # A digest, since a store of counts is not the place for a complaint's number or a reader's address.
        return keyed_digest(f"limit:{self.name}:{now // self.seconds}:{subject}")

    def remaining(self, now):
        return self.seconds - now % self.seconds


def seconds_to_wait(*steps):
    """Counts one attempt and says how many seconds to wait before it may be made; 0: it may be made now.

    Each step is a list of (limit, subject). A step that refuses ends it: what comes after is not counted. Counting and
    asking are one act of the store, so that of attempts made at once exactly as many pass as are allowed.
    """
    now = int(time.time())
    count = _counter(now)
    for step in steps:
        limits = {limit.digest(subject, now): limit for limit, subject in step}
        counts = count({digest: now + limit.remaining(now) for digest, limit in limits.items()}, now)
        waits = [limit.remaining(now) for digest, limit in limits.items() if counts[digest] > limit.attempts]
        if waits:
            return max(waits)
    return 0


def attempts_left(limit, subject):
    """Counts one attempt; how many are left in this span (negative: it is too much), and its seconds that remain."""
    now = int(time.time())
    digest, seconds = limit.digest(subject, now), limit.remaining(now)
    return limit.attempts - _counter(now)({digest: now + seconds}, now)[digest], seconds


def _counter(now):
    if not isinstance(caches["default"], DatabaseCache):
        return _count_in_cache
    AttemptCount.objects.forget(now)
    return _count_in_table


def _count_in_table(expires_at, now):
    return AttemptCount.objects.add(expires_at)


def _count_in_cache(expires_at, now):
    counts = {}
    for digest, moment in expires_at.items():
        # A minute longer than it counts, so that it cannot expire between the two calls.
        caches["default"].add(digest, 0, timeout=moment - now + 60)
        counts[digest] = caches["default"].incr(digest)
    return counts
