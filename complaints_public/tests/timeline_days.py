"""Days for tests of the timeline, which records when things happen by itself."""

from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from complaints_public.importing.parsing import JAKARTA


@contextmanager
def on_day(year, month, day, hour=9, minute=0):
    with patch("django.utils.timezone.now", return_value=datetime(year, month, day, hour, minute, tzinfo=JAKARTA)):
        yield
