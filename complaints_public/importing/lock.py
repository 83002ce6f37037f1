"""One import or undoing at a time. The lock goes with the process that holds it, however that ends."""

import fcntl
import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from django.db import connection
from django.utils.translation import gettext as _

from .refusals import ImportRefused

_KEY = 7_220_023  # of the advisory lock: this portal's own


@contextmanager
def one_at_a_time():
    """Raises ImportRefused while another process holds it."""
    hold = _held_in_postgresql if connection.vendor == "postgresql" else _held_by_a_file
    with hold() as is_ours:
        if not is_ours:
            raise ImportRefused(_("Another import or undoing is running. Try again when it has ended."))
        yield


def is_held():
    hold = _held_in_postgresql if connection.vendor == "postgresql" else _held_by_a_file
    with hold() as is_ours:
        return not is_ours


@contextmanager
def _held_in_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_KEY])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_KEY])


@contextmanager
def _held_by_a_file():
    with _lock_file().open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True  # closing the file lets go


def _lock_file():
    """Beside the database, which is one file on one machine. A database in memory has no other process."""
    name = str(connection.settings_dict["NAME"])
    if Path(name).is_file():
        return Path(f"{name}-import.lock")
    return Path(gettempdir()) / f"import-{os.getpid()}-{sha256(name.encode()).hexdigest()[:16]}.lock"
