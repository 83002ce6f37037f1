"""One import, undoing or recount at a time. The lock goes with the process that holds it, however that ends."""

import fcntl
import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from django.db import connection
from django.utils.translation import gettext as _

from .refusals import ImportRefused

_KEYS = {"import": 7_220_023, "recount": 7_220_024, "release": 7_220_025}  # of advisory locks: this portal's own


@contextmanager
def one_at_a_time():
    """Raises ImportRefused while another process holds it."""
    with hold("import") as is_ours:
        if not is_ours:
            raise ImportRefused(_("Another import or undoing is running. Try again when it has ended."))
        yield


def is_held():
    with hold("import") as is_ours:
        return not is_ours


def hold(job):
    """Says whether nobody else had it; then nobody else gets it until the end."""
    return _held_in_postgresql(_KEYS[job]) if connection.vendor == "postgresql" else _held_by_a_file(job)


@contextmanager
def _held_in_postgresql(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _held_by_a_file(job):
    with _lock_file(job).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True  # closing the file lets go


def _lock_file(job):
    """Beside the database, which is one file on one machine. A database in memory has no other process."""
    name = str(connection.settings_dict["NAME"])
    if Path(name).is_file():
        return Path(f"{name}-{job}.lock")
    return Path(gettempdir()) / f"{job}-{os.getpid()}-{sha256(name.encode()).hexdigest()[:16]}.lock"
