"""All that the register keeps of chosen complaints, for the person who filed them: to read, and for programs."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from .erasure import Ground
from .models import Complaint, PublicText, TimelineEvent
from .models.public_complaint import status_label
from .references import public_reference

FIELDS = (
    "origin", "number", "received_at", "raw_title", "raw_text", "raw_final_text", "reporter_name", "village",
    "district", "channel", "rating", "complaint_class", "topic", "agency", "status", "close_reason", "source_status",
    "source_reason", "visibility", "source_visibility", "marked_secret", "withheld", "reported_at", "urgency",
    "resolution_due_on", "responded_on", "ended_on", "response_days", "resolution_days", "source_as_of", "created_at",
    "is_void", "erased_at",
)  # fmt: skip
# Digests and marks for work of the desk: they say nothing of a person that the fields above do not say.
LEFT_OUT = (
    "id", "reporter_digest", "access_code_hash", "source_digest", "text_digest", "reviewed_text_digest",
    "confirmed_words", "attention", "claimed_by", "claimed_at",
)  # fmt: skip
_RELATED = ("district", "channel", "complaint_class", "topic", "agency")
_TEXT_FIELDS = ("title", "summary", "response")


def zipped(complaints, subscriptions=()):
    """The bytes of a ZIP archive with data.json and data.html about complaints, and what an address follows."""
    records = [_record(complaint) for complaint in complaints]
    followed = [_followed(subscription) for subscription in subscriptions]
    with translation.override("id"):
        page = render_to_string(
            "complaints_public/admin/personal_export.html",
            {"records": [*map(_readable, records)], "followed": followed, "made_at": timezone.now()},
        )
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        file.writestr("data.html", page)
        file.writestr(
            "data.json",
            json.dumps(
                {"complaints": records, "followed": followed}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2
            ),
        )
    return archive.getvalue()


def _record(complaint):
    return {
        "reference": public_reference(complaint.origin, complaint.number),
        "complaint": {name: _plain(getattr(complaint, name)) for name in FIELDS},
        "has_access_code": bool(complaint.access_code_hash),
        "earlier_numbers": [public_reference(row.origin, row.number) for row in complaint.former_numbers.all()],
        "public_text": _public_text(complaint),
        "events": [_event(row) for row in complaint.events.order_by("sequence").select_related("payload", "agency")],
        "times_read_as_filed": _readings(complaint),
    }


def _followed(subscription):
    followed = subscription.complaint
    names = ("address", "language", "asked_at", "confirmed_at", "told_at")
    return {"reference": public_reference(followed.origin, followed.number)} | {
        name: getattr(subscription, name) for name in names
    }


def _plain(value):
    return str(value) if hasattr(value, "pk") else value


def _public_text(complaint):
    """What was written for the public; its newest draft where that differs."""
    text = PublicText.objects.filter(complaint=complaint).first()
    if text is None:
        return None
    draft = text.get_latest_revision_as_object()
    shown = {"is_published": text.live} | {name: getattr(text, name) for name in _TEXT_FIELDS}
    return shown | {"draft": {name: getattr(draft, name) for name in _TEXT_FIELDS}}


def _event(event):
    """Without the names of staff: they are other persons."""
    payload = event.payload.values if hasattr(event, "payload") else {}
    names = ("kind", "status", "close_reason", "due_on", "occurred_at", "seen_at", "recorded_at")
    return {name: getattr(event, name) for name in names} | {
        "agency": _plain(event.agency),
        "payload": {name: value for name, value in payload.items() if name != "by"},
    }


def _readings(complaint):
    entries = ModelLogEntry.objects.filter(action="complaints_public.read_raw_text", object_id=str(complaint.pk))
    return entries.filter(content_type=ContentType.objects.get_for_model(Complaint)).count()


def _readable(record):
    """record with labels in place of names and codes, for the page."""
    labels = {name: Complaint._meta.get_field(name).verbose_name for name in FIELDS} | {
        "created_at": _("Recorded here")
    }
    complaint = Complaint(**{name: record["complaint"][name] for name in FIELDS if name not in _RELATED})
    values = {name: _display(complaint, name) for name in labels if name not in _RELATED}
    values |= {name: record["complaint"][name] for name in _RELATED}
    events = [
        event | {"label": _event_label(event), "words": [*_words(event["payload"])]} for event in record["events"]
    ]
    return record | {"values": [(labels[name], values[name]) for name in FIELDS if values[name]], "events": events}


def _words(payload):
    labels = {
        "note": _("Note"),
        "reason": _("Reason"),
        "before": _("Before"),
        "after": _("After"),
        "ground": _("Ground"),
    }
    for name, value in payload.items():
        if name in FIELDS:
            labels[name] = Complaint._meta.get_field(name).verbose_name.capitalize()
        yield f"{labels.get(name, name)}: {Ground(value).label if name == 'ground' else value}"


def _event_label(event):
    label = str(TimelineEvent.Kind(event["kind"]).label)
    return f"{label}: {status_label(event['status'], event['close_reason'])}" if event["status"] else label


def _display(complaint, name):
    display = getattr(complaint, f"get_{name}_display", None)
    return display() if display else getattr(complaint, name)
