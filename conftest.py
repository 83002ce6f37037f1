from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

# A busy machine is no failure.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


@pytest.fixture(autouse=True)
def _cache_of_its_own():
    """Counters of attempts and cached paths must not reach from one test, or one worker, into another."""
    caches["default"].key_prefix = uuid4().hex


@pytest.fixture(autouse=True, scope="session")
def _timeline_can_be_flushed():
    """Emptying the tables after a browser test is the one thing that lifts the timeline's triggers."""
    from complaints_public import append_only

    teardown = TransactionTestCase._fixture_teardown

    def lifting_teardown(self):
        append_only.lift(connection)
        try:
            teardown(self)
        finally:
            append_only.install(connection)

    TransactionTestCase._fixture_teardown = lifting_teardown
    yield
    TransactionTestCase._fixture_teardown = teardown
