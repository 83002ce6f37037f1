import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.test import TestCase
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from complaints_public.checks import queue_is_worked_through

from .factories import run_worker

ROOT = Path(__file__).resolve().parents[2]
done = []


@task(backend="queue")
def note(word):
    done.append(word)


class WorkerTests(TestCase):
    def setUp(self):
        done.clear()

    def test_queue_waits_for_the_worker(self):
        note.enqueue("first")
        note.enqueue("second")
        self.assertEqual(done, [])
        run_worker()
        self.assertEqual(done, ["first", "second"])
        self.assertEqual({row.status for row in DBTaskResult.objects.all()}, {TaskResultStatus.SUCCESSFUL})

    def test_check_says_that_no_worker_runs(self):
        note.enqueue("third")
        self.assertEqual(queue_is_worked_through(None, ["default"]), [])
        DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=2))
        [warning] = queue_is_worked_through(None, ["default"])
        self.assertEqual(warning.id, "complaints_public.W002")
        run_worker()
        self.assertEqual(queue_is_worked_through(None, ["default"]), [])


# Goes away as soon as its worker is at work: it finds no table and says so.
STARTER = """
import subprocess, sys
worker = subprocess.Popen([sys.executable, "manage.py", "worker", "--with-parent"], stderr=subprocess.PIPE)
print(worker.stderr.readline().decode())
"""


def test_worker_survives_a_broken_database_and_ends_with_the_process_that_started_it(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    # Returns when nobody holds its output open any more, the worker included.
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", STARTER], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert "The database did not answer" in result.stdout
