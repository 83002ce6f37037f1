import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from uuid import uuid4

from django.db import connection
from django.test import TestCase

from portal.models import AttemptCount
from portal.rate_limit import Limit, seconds_to_wait

ROOT = Path(__file__).parents[2]
DATABASE_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
# A process of its own: eight threads that try at once, each fifteen times; prints how many were let through.
TRIER = """
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from portal.rate_limit import Limit, seconds_to_wait

def tries(_thread):
    from django.db import connection
    passed = sum(seconds_to_wait([(limit, subject)]) == 0 for _attempt in range(15))
    connection.close()
    return passed

limit, subject = Limit("parallel", attempts=50, seconds=10**9), {subject!r}
with ThreadPoolExecutor(8) as threads:
    print(sum(threads.map(tries, range(8))))
"""
MAKE_TABLE = """
import django; django.setup()
from django.db import connection
from portal.models import AttemptCount
with connection.schema_editor() as editor:
    editor.create_model(AttemptCount)
"""


class RateLimitTests(TestCase):
    limit = Limit("test", attempts=2, seconds=600)

    def setUp(self):
        AttemptCount.objects.all().delete()  # what processes of their own have counted in this database

    def test_counts_up_to_the_limit_and_says_how_long_to_wait(self):
        with patch("time.time", return_value=1_800_000_100):
            waits = [seconds_to_wait([(self.limit, "a")]) for _attempt in range(4)]
            self.assertEqual(waits, [0, 0, 500, 500])
            self.assertEqual(seconds_to_wait([(self.limit, "b")]), 0)
        with patch("time.time", return_value=1_800_000_600):
            self.assertEqual(seconds_to_wait([(self.limit, "a")]), 0)

    def test_step_that_refuses_spares_the_next(self):
        wide = Limit("wide", attempts=3, seconds=600)
        with patch("time.time", return_value=1_800_000_000):
            for _attempt in range(6):
                seconds_to_wait([(self.limit, "a")], [(wide, "office")])
            self.assertEqual(seconds_to_wait([(self.limit, "b")], [(wide, "office")]), 0)
            self.assertGreater(seconds_to_wait([(self.limit, "c")], [(wide, "office")]), 0)

    def test_database_keeps_no_subject_and_nothing_for_longer_than_it_counts(self):
        with self.settings(CACHES=DATABASE_CACHE), patch("time.time", return_value=1_800_000_000):
            with self.assertNumQueries(2):
                seconds_to_wait([(self.limit, "203.0.113.7"), (Limit("other", 5, 60), "203.0.113.7")])
            self.assertEqual(AttemptCount.objects.count(), 2)
            self.assertFalse([row for row in AttemptCount.objects.values_list() if "203" in str(row[0])])
        with self.settings(CACHES=DATABASE_CACHE), patch("time.time", return_value=1_800_000_060):
            seconds_to_wait([(self.limit, "203.0.113.7")])
            self.assertEqual(AttemptCount.objects.get().count, 2)


class ParallelAttemptsTests(TestCase):
    """Processes and threads that try at once: exactly as many pass as are allowed, in whatever counts them."""

    def test_database(self):
        with TemporaryDirectory() as folder:
            address = f"sqlite:///{folder}/counts.sqlite3"
            if connection.vendor == "postgresql":
                parts = connection.settings_dict
                login = f"{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}"
                address = f"postgres://{login}/{parts['NAME']}"
            environment = {"DATABASE_URL": address, "CACHE_URL": "dbcache://portal_cache"}
            if connection.vendor == "sqlite":
                self.run_python(MAKE_TABLE, environment).wait()
            self.assertEqual(self.passed(environment), 50)

    def test_redis(self):
        address = os.environ.get("CACHE_URL", "")
        if not address.startswith("redis"):
            self.skipTest("CACHE_URL names no Redis")
        self.assertEqual(self.passed({"CACHE_URL": address}), 50)

    def passed(self, environment):
        program = TRIER.format(subject=uuid4().hex)
        processes = [self.run_python(program, environment) for _process in range(2)]
        return sum(int(process.communicate()[0]) for process in processes)

    def run_python(self, program, environment):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", **environment}
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", program], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
