"""The steps of an import in the admin: at once where the file is small, else by the worker, with progress."""

import json
import logging
from dataclasses import asdict
from datetime import timedelta
from traceback import extract_tb

from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from ..models import ImportRun, Upload
from .preview import Preview
from .reading import HeaderMissing
from .refusals import ImportRefused
from .register import import_export
from .undo import undo

logger = logging.getLogger(__name__)
_BYTES_AT_ONCE = 1024 * 1024  # of a file, and
_COMPLAINTS_AT_ONCE = 5_000  # of an undoing, that are no matter of waiting
_FAULTS_SHOWN = 500
State = Upload.State


def check(upload):
    _start(check_upload, upload)


def land(upload):
    _start(land_upload, upload)


def _start(step, upload):
    how = step.call if upload.size <= _BYTES_AT_ONCE else step.enqueue
    how(upload.pk, translation.get_language())
    upload.refresh_from_db()


@task(backend="queue")
def check_upload(pk, language):
    """Says what importing the upload would do. Nothing changes but the upload itself."""
    upload, preview = Upload.objects.get(pk=pk), Preview()
    with translation.override(language):
        try:
            with upload.opened() as file:
                outcome = _read(upload, file, dry_run=True, on_sorted=preview.note)
        except HeaderMissing as missing:
            if not missing.unused:
                return _refuse(upload, str(missing))
            found = json.dumps({"unused": missing.unused, "used": missing.used})
            return upload.go_to(State.UNKNOWN_COLUMNS, State.CHECKING, found=found, refusal=str(missing))
        except ImportRefused as refusal:
            return _refuse(upload, str(refusal))
        except Exception as error:  # noqa: BLE001  whatever it is, its words must not get out
            _log(error)
            return _refuse(upload, _("The file could not be read, for a reason that the operator finds in the log."))
        found = json.dumps(preview.as_json() | _said(outcome))
        return upload.go_to(State.CHECKED, State.CHECKING, found=found, refusal="")


@task(backend="queue")
def land_upload(pk, language):
    """Takes the upload over into the register. Where two do it at once, one is refused and the other counts."""
    upload = Upload.objects.get(pk=pk)
    if upload.state != State.IMPORTING:
        return None
    with translation.override(language):
        try:
            with upload.opened() as file:
                outcome = _read(upload, file, user=upload.user)
        except ImportRefused as refusal:  # another import is running
            return upload.go_to(State.CHECKED, State.IMPORTING, refusal=str(refusal))
        except Exception as error:  # noqa: BLE001  as above
            _log(error)
            text = _("The import broke off, for a reason that the operator finds in the log. What has landed stays.")
            return upload.go_to(State.CHECKED, State.IMPORTING, refusal=text)
    is_done = upload.go_to(State.IMPORTED, State.IMPORTING, State.CHECKED, run=outcome.run, found="", refusal="")
    upload.forget_content()
    return is_done


def _log(error):
    """By kind and place only: the words of an error, and so its traceback, may hold a person's."""
    place = extract_tb(error.__traceback__)[-1]
    logger.error("A step of an import failed: %s in %s, line %s", type(error).__name__, place.name, place.lineno)


def _read(upload, file, **options):
    def show_progress(done, total):
        Upload.objects.filter(pk=upload.pk).update(done=done, total=total, since=timezone.now())

    return import_export(file, upload.file_name, upload.origin, upload.as_of, progress=show_progress, **options)


def _refuse(upload, why):
    upload.forget_content()
    return upload.go_to(State.REFUSED, State.CHECKING, refusal=why)


def _said(outcome):
    counts = ("rows", "created", "changed", "unchanged", "outdated", "rejected", "fault_count")
    return {
        "as_of": outcome.as_of.isoformat(),
        "counts": {name: getattr(outcome, name) for name in counts},
        "faults": [asdict(fault) for fault in outcome.faults[:_FAULTS_SHOWN]],
        "used": outcome.headings,
        "unused": outcome.unused,
        "missing": outcome.missing,
    }


def take_back(run, user):
    """Undoes run: now, where it is small, and then raises ImportRefused where that cannot be; else by the worker."""
    ImportRun.objects.filter(pk=run.pk).update(undo_asked_at=timezone.now())
    if run.rows <= _COMPLAINTS_AT_ONCE:
        undo(run, user)
    else:
        undo_run.enqueue(run.pk, user.pk)


@task(backend="queue")
def undo_run(run_pk, user_pk):
    run = ImportRun.objects.get(pk=run_pk)
    try:
        undo(run, get_user_model().objects.filter(pk=user_pk).first())
    except ImportRefused:  # while another import is running it waits
        if run.can_be_undone:
            undo_run.using(run_after=timezone.now() + timedelta(minutes=1)).enqueue(run_pk, user_pk)
    except Exception as error:  # noqa: BLE001  as above
        _log(error)
