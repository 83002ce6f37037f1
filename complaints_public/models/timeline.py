"""The append-only history of each complaint: a chain of hashes that database triggers keep from being rewritten."""

import json
import secrets
from datetime import UTC, datetime
from hashlib import sha256
from operator import attrgetter
from types import SimpleNamespace

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context

from portal.encryption import EncryptedTextField, keyed_digest

from .choices import CloseReason, Status
from .many_rows import insert, new_keys, update

_BATCH = 2000  # events appended at a time
_PUBLIC_VALUES = ("kind", "status", "close_reason", "occurred_at", "seen_at", "recorded_at", "hash")


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove an event, or the head of a day."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError("What is recorded is never changed.")

    def delete(self):
        raise AppendOnlyError("What is recorded is never removed.")


class AppendOnlyModel(models.Model):
    """Rows of it are added by a method of its manager, and stay; triggers of the database say so too."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        raise AppendOnlyError("What is recorded is never changed; its manager adds to it.")

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("What is recorded is never removed.")


def canonical_digest(values):
    """SHA-256, in hex, over values (JSON-able, days, moments in UTC) as JSON without spaces."""
    return sha256(_as_canonical_json(values).encode()).hexdigest()


def _written(value):
    return moment_text(value) if isinstance(value, datetime) else value.isoformat()


_as_canonical_json = json.JSONEncoder(separators=(",", ":"), default=_written).encode


def moment_text(moment):
    return moment.astimezone(UTC).isoformat()


class TimelineQuerySet(AppendOnlyQuerySet):
    def public(self, complaint_pk):
        """What everyone may know of one complaint's way: codes, moments and hashes only, oldest first."""
        return self._of(complaint_pk, TimelineEvent.PUBLIC_KINDS)

    def public_with_due_changes(self, complaint_pk):
        """The same, and between them what its due date changed to; change holds when and why (see DueChange).

        Without what an import changed and its undoing changed back.
        """
        due = TimelineEvent.Kind.DUE
        change = models.Case(models.When(kind=due, then="payload__content"))
        undone = TimelineEvent.objects.filter(
            complaint=complaint_pk, kind=TimelineEvent.Kind.UNDONE, import_run=OuterRef("import_run")
        )
        events = self._of(complaint_pk, (*TimelineEvent.PUBLIC_KINDS, due))
        events = events.exclude(Exists(undone), kind=due)
        return events.values("due_on", *_PUBLIC_VALUES, change=change)

    def public_of_many(self, complaint_pks):
        """The same as public() for many complaints at once, each row with its complaint_id."""
        events = self.filter(complaint_id__in=complaint_pks, kind__in=TimelineEvent.PUBLIC_KINDS)
        return events._told_in_order("complaint_id", *_PUBLIC_VALUES)

    def _of(self, complaint_pk, kinds):
        return self.filter(complaint_id=complaint_pk, kind__in=kinds)._told_in_order(*_PUBLIC_VALUES)

    def _told_in_order(self, *values):
        ordered = self.standing().order_by(models.functions.Coalesce("occurred_at", "seen_at"), "sequence")
        return ordered.values(*values)

    def standing(self):
        """Without what was told anew later: all of it when an import was undone, the receipt when its day changed."""
        Kind = TimelineEvent.Kind
        later = TimelineEvent.objects.filter(complaint=OuterRef("complaint"), sequence__gt=OuterRef("sequence"))
        anew = later.filter(Q(kind=Kind.UNDONE) | Q(kind=Kind.RECEIVED) & Q(kind=OuterRef("kind")))
        return self.exclude(Exists(anew), kind__in=(Kind.RECEIVED, Kind.SEEN))

    def last_known_moment(self, complaint):
        """When the newest thing on the public way happened or was seen."""
        moments = [event["occurred_at"] or event["seen_at"] for event in self.public(complaint.pk)]
        return max(filter(None, moments), default=complaint.received_at)

    def append(self, complaint, kind, payload=None, **fields):
        """Adds one event to the end of complaint's chain."""
        (event,) = self.append_many([(complaint, kind, payload, fields)])
        return TimelineEvent(**vars(event))

    @transaction.atomic
    def append_many(self, drafts):
        """Adds (complaint, kind, payload or None, fields by column) in order, many complaints in few queries.

        Returns what was added, as plain objects with the columns of TimelineEvent: an import adds a million of them.
        """
        drafts, events = list(drafts), []
        for start in range(0, len(drafts), _BATCH):
            events += self._append_batch(drafts[start : start + _BATCH])
        return events

    def _append_batch(self, drafts):
        ends = ChainEnd.objects.locked({complaint.pk for complaint, *_rest in drafts})
        moved, events, payloads = {}, [], []
        empty = {field.attname: field.get_default() for field in TimelineEvent._meta.concrete_fields}
        empty["recorded_at"] = timezone.now()
        for key, (complaint, kind, payload, fields) in zip(new_keys(self.model, len(drafts)), drafts, strict=True):
            event = SimpleNamespace(**empty | {"id": key, "complaint_id": complaint.pk, "kind": kind} | fields)
            place, event.previous_hash = moved.get(complaint.pk) or ends.get(complaint.pk) or (0, "")
            event.sequence = place + 1
            if payload:
                salt, content = secrets.token_hex(16), json.dumps(payload, sort_keys=True)
                event.commitment = commitment_to(salt, content)
                payloads.append((key, salt, content))
            event.hash = canonical_digest(_said(event))
            moved[complaint.pk] = (event.sequence, event.hash)
            events.append(event)
        insert(TimelineEvent, list(empty), [vars(event).values() for event in events])
        insert(EventPayload, ["event_id", "salt", "content"], payloads, is_coded=True)
        ChainEnd.objects.move(moved, known=ends)
        return events


# What an event's hash covers, in the order of docs/data-dictionary.md.
_said = attrgetter(
    "complaint_id", "sequence", "kind", "status", "close_reason", "agency_id", "due_on", "occurred_at", "seen_at",
    "recorded_at", "import_run_id", "commitment", "previous_hash",
)  # fmt: skip


class TimelineEvent(AppendOnlyModel):
    """One thing that happened to a complaint: codes, moments and a commitment to its payload, no personal text."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        SEEN = "seen", _("Status seen in an export")
        STEP = "step", _("Step recorded by the desk")
        TEXT_CHANGED = "text_changed", _("Text changed at the source")
        VISIBILITY = "visibility", _("Visibility changed")
        PUBLISHED = "published", _("Public text approved")
        WITHDRAWN = "withdrawn", _("Public text withdrawn")
        CODE_ISSUED = "code_issued", _("Access code issued")
        DUE = "due", _("Deadline set")
        SENT_BACK = "sent_back", _("Public text sent back")
        WITHHELD = "withheld", _("Kept from the public")
        RELEASED = "released", _("No longer kept from the public")
        REPORTED = "reported", _("Taken offline at a reader's report")
        UNDONE = "undone", _("Import undone")
        ERASED = "erased", _("Personal data erased")
        MERGED = "merged", _("Agency merged into another")

    PUBLIC_KINDS = (Kind.RECEIVED, Kind.SEEN, Kind.STEP)

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="events", verbose_name=_("complaint"))
    sequence = models.PositiveIntegerField(_("place in the chain"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=Status, blank=True)
    close_reason = models.CharField(_("reason for closing"), max_length=12, choices=CloseReason, blank=True)
    agency = models.ForeignKey("portal.Agency", models.PROTECT, null=True, verbose_name=_("agency"))
    due_on = models.DateField(_("due on"), null=True)
    occurred_at = models.DateTimeField(_("happened at"), null=True, help_text=_("Empty where nobody says."))
    seen_at = models.DateTimeField(_("seen in data as of"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    import_run = models.ForeignKey("ImportRun", models.PROTECT, null=True, verbose_name=_("import run"))
    commitment = models.CharField(_("commitment to the payload"), max_length=64, blank=True)
    previous_hash = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    objects = TimelineQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("timeline event")
        verbose_name_plural = _("timeline ledger")
        constraints = [models.UniqueConstraint(fields=["complaint", "sequence"], name="one_event_per_place_in_chain")]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.complaint_id}/{self.sequence})"

    def compute_hash(self):
        """What the event says and the hash before it."""
        return canonical_digest(_said(self))


class ChainEndManager(models.Manager):
    def locked(self, complaint_pks):
        """complaint pk → (sequence, hash) of those that have a chain; nobody else can append to them meanwhile."""
        ends = self.select_for_update().filter(complaint__in=complaint_pks).order_by("complaint")
        return {pk: (sequence, digest) for pk, sequence, digest in ends.values_list("pk", "sequence", "hash")}

    def move(self, ends, known):
        """Puts complaint pk → (sequence, hash) down, sealed; known are those that have an end already."""
        sealed = [(sequence, digest, seal_of(pk, sequence, digest), pk) for pk, (sequence, digest) in ends.items()]
        names = ["sequence", "hash", "seal"]
        insert(ChainEnd, [*names, "complaint_id"], [row for row in sealed if row[-1] not in known])
        update(ChainEnd, names, [row for row in sealed if row[-1] in known])


def seal_of(complaint_pk, sequence, digest):
    return keyed_digest(f"end of chain {complaint_pk} {sequence} {digest}")


class ChainEnd(models.Model):
    """Where the chain of a complaint ends, sealed with DATA_KEY: who has only the database cannot cut it short."""

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="chain_end")
    sequence = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    objects = ChainEndManager()

    def __str__(self):
        return f"End of chain {self.pk}"

    def compute_seal(self):
        return seal_of(self.complaint_id, self.sequence, self.hash)


def decision_payload(note="", user=None, **codes):
    """Who decided (user, else whoever the present request is of), and why: the payload of a decision's event."""
    user = user or get_active_log_context().user
    payload = {"by": user.get_username() if user else "", "note": note.strip(), **codes}
    return {name: value for name, value in payload.items() if value}


class EventPayload(models.Model):
    """What an event says beyond codes. Erasing it leaves the chain whole: the event holds a salted commitment."""

    event = models.OneToOneField(TimelineEvent, models.PROTECT, primary_key=True, related_name="payload")
    salt = models.CharField(max_length=32)
    content = EncryptedTextField()

    def __str__(self):
        return f"Payload of {self.pk}"

    @property
    def values(self):
        return json.loads(self.content) if self.content else {}


def commitment_to(salt, content):
    return sha256(f"{salt}{content}".encode()).hexdigest()
