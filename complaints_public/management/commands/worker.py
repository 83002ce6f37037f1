import logging
import os
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from complaints_public import following
from complaints_public.models import Subscription, TimelineHead

logger = logging.getLogger(__name__)
_BACKEND = "queue"
_PAUSE = 2  # seconds


def _tidy():
    Subscription.objects.purge()
    call_command("prune_db_task_results", f"--backend={_BACKEND}", "--queue-name=*", verbosity=0)


def _seal():
    """So that no night is missed where seal_timeline has no timer."""
    if TimelineHead.objects.unsealed_days():
        TimelineHead.objects.seal_finished_days()


# What is done without being asked for, and after how many seconds again.
_REGULARLY = ((following.have_due_mail_sent, 60), (_tidy, 3600), (_seal, 600))


class Command(BaseCommand):
    help = "Works through the queue (mail, large imports) until it is stopped. Several may run beside each other."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started this one has ended"
        )

    def handle(self, *args, **options):
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name=_BACKEND,
            worker_id=get_random_string(32),
            batch=True,
            interval=0,
            startup_delay=False,
            max_tasks=None,
        )
        self.next_at = {}
        if options["once"]:
            return self._work(worker)
        parent = options["with_parent"] and os.getppid()
        worker.configure_signals()
        while worker.running and parent in (False, os.getppid()):
            try:
                close_old_connections()
                self._work(worker)
            except OperationalError as error:
                logger.warning("The database did not answer (%s); trying again.", type(error).__name__)
            time.sleep(_PAUSE)
        return None

    def _work(self, worker):
        for job, seconds in _REGULARLY:
            if time.monotonic() >= self.next_at.get(job, 0):
                self.next_at[job] = time.monotonic() + seconds
                job()
        # Asked first, since the worker's own look at the queue keeps all other writers of SQLite waiting.
        if DBTaskResult.objects.ready().filter(backend_name=_BACKEND).exists():
            worker.run()
