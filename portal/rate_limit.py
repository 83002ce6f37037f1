"""Counts attempts in the shared cache, so that every process and machine knows the same number."""

import time
from dataclasses import dataclass

from django.core.cache import cache

from .encryption import keyed_digest


@dataclass(frozen=True)
class Limit:
    name: str
    attempts: int
    seconds: int

    def _key(self, subject):
        window = int(time.time()) // self.seconds
        # A digest, since a cache is not the place for a complaint's number or a reader's address.
        return f"limit:{self.name}:{window}:{keyed_digest(str(subject))[:32]}"

    def count(self, subject):
        """Counts one attempt of subject."""
        key = self._key(subject)
        if not cache.add(key, 1, timeout=self.seconds):
            try:
                cache.incr(key)
            except ValueError:  # it expired between the two calls
                cache.set(key, 1, timeout=self.seconds)

    def retry_after(self, subject):
        """Seconds until subject may try again; 0 when it may now."""
        if cache.get(self._key(subject), 0) < self.attempts:
            return 0
        return self.seconds - int(time.time()) % self.seconds
