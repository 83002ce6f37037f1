import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.encryption import EncryptedTextField, keyed_digest

from .choices import (
    ENDED_STATUSES,
    NEEDS_DECISION,
    PUBLIC_VISIBILITIES,
    Attention,
    CloseReason,
    Origin,
    Status,
    Urgency,
    Visibility,
    WithholdReason,
)
from .deadline_changes import DeadlineQuerySet, DueCause
from .known_days import KnownDays, KnownDaysQuerySet
from .retention import RetentionQuerySet
from .tallies import Tally, cells_of
from .timeline import TimelineEvent, decision_payload

# What the public may read of a complaint; nothing else leaves public().
PUBLIC_FIELDS = {
    "reference_origin": F("origin"),
    "reference_number": F("number"),
    "title": F("public_text__title"),
    "summary": F("public_text__summary"),
    "response": F("public_text__response"),
    "published_at": F("public_text__first_published_at"),
    "text_updated_at": F("public_text__last_published_at"),
    "agency_name": F("agency__name"),
    "agency_slug": F("agency__slug"),
    "topic_slug": F("topic__slug"),
    "topic_name": F("topic__name"),
    "topic_name_en": F("topic__name_en"),
    "class_pk": F("complaint_class_id"),
    "class_slug": F("complaint_class__slug"),
    "class_name": F("complaint_class__name"),
    "class_name_en": F("complaint_class__name_en"),
    "state": F("status"),
    "reason": F("close_reason"),
    "arrived_at": F("received_at"),
    "due_on": F("resolution_due_on"),
    "data_as_of": F("source_as_of"),
    # Which rules apply; shown nowhere.
    "urgency_code": F("urgency"),
    "agency_pk": F("agency_id"),
    "district_pk": F("district_id"),
}
# What its access code opens of a confidential complaint: where it stands, none of its words.
CONFIDENTIAL_FIELDS = {
    name: field
    for name, field in PUBLIC_FIELDS.items()
    if name not in ("title", "summary", "response", "published_at", "text_updated_at")
}
# Decrypting these for every row of a list would be for nothing: defer(*PRIVATE_COLUMNS).
PRIVATE_COLUMNS = ("raw_title", "raw_text", "raw_final_text", "reporter_name", "village", "source_reason")
# Of a person, or made of what a person wrote: what retention and requests erase. No import brings them back.
ERASABLE_FIELDS = (*PRIVATE_COLUMNS, "reporter_digest", "access_code_hash", "text_digest", "reviewed_text_digest")
DUE_SOON = timedelta(days=5)  # calendar days: three working days and a weekend
CLAIM_LASTS = timedelta(minutes=15)  # an open decision page renews it
_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that looks like something else


def free_for(user):
    """The condition that nobody but user has a complaint open for a decision."""
    is_over = Q(claimed_at__lte=timezone.now() - CLAIM_LASTS) | Q(claimed_by__is_active=False)
    return Q(claimed_by=None) | Q(claimed_by=user) | is_over


class ComplaintQuerySet(DeadlineQuerySet, KnownDaysQuerySet, RetentionQuerySet):
    def public(self):
        """The one allow-list: rows (as dictionaries) of what everyone may read, of what a moderator approved."""
        approved = self.filter(visibility__in=PUBLIC_VISIBILITIES, public_text__live=True, is_void=False)
        return approved.values("pk", **PUBLIC_FIELDS)

    def with_last_change(self):
        """Rows of public(), each with changed_at: when the newest thing on its public way happened or was seen."""
        events = TimelineEvent.objects.filter(complaint=OuterRef("pk"), kind__in=TimelineEvent.PUBLIC_KINDS)
        moment = Coalesce("occurred_at", "seen_at")
        newest = events.standing().order_by(moment.desc(nulls_last=True)).values(moment=moment)[:1]
        return self.annotate(changed_at=Subquery(newest))

    def numbered(self, origin, number):
        return self.filter(origin=origin, number=number)

    def once_numbered(self, origin, number):
        """The one that had this number before. The number of a confidential complaint leads to no other."""
        confidential = Complaint.objects.numbered(origin, number).filter(visibility=Visibility.SECRET)
        return self.filter(~Exists(confidential), former_numbers__origin=origin, former_numbers__number=number)

    def visible_to(self, user):
        """What this member of staff may see: everything, or a liaison's own agencies, or nothing."""
        counted = self.filter(is_void=False)
        if user.has_perm("complaints_public.view_every_agency"):
            return counted
        return counted.filter(agency__liaisons=user) if user.is_active else self.none()

    def needing_decision(self):
        """What waits for a moderator, the oldest deadline first.

        Before all others stands what a reader reported, behind them what has ended and so has no deadline any more.
        """
        waiting = self.filter(attention__in=NEEDS_DECISION, is_void=False)
        group = Case(When(attention=Attention.REPORTED, then=0), When(status__in=ENDED_STATUSES, then=2), default=1)
        return waiting.order_by(group, F("resolution_due_on").asc(nulls_last=True), "received_at", "pk")

    def needing_review(self):
        """Published complaints whose text changed at the source after a moderator approved the public one."""
        return self.filter(public_text__live=True).exclude(reviewed_text_digest=F("text_digest"))

    def overdue(self, today=None):
        return self.open().filter(resolution_due_on__lt=today or timezone.localdate())


class Complaint(models.Model):
    """What the source says of one complaint. Private: only public() leaves the house."""

    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.SP4N)
    number = models.CharField(_("number"), max_length=30)
    received_at = models.DateTimeField(_("received at"))
    status = models.CharField(_("status"), max_length=12, choices=Status)
    close_reason = models.CharField(_("reason for closing"), max_length=12, choices=CloseReason, blank=True)
    source_status = models.CharField(_("status in the source's words"), max_length=100, blank=True)
    source_reason = EncryptedTextField(_("reason for postponing or archiving"), blank=True)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility)
    agency = models.ForeignKey(
        "portal.Agency", models.PROTECT, null=True, blank=True, verbose_name=_("agency"), related_name="complaints"
    )
    topic = models.ForeignKey("portal.Topic", models.PROTECT, null=True, blank=True, verbose_name=_("topic"))
    complaint_class = models.ForeignKey(
        "portal.ComplaintClass", models.PROTECT, null=True, blank=True, verbose_name=_("class")
    )
    channel = models.ForeignKey("portal.Channel", models.PROTECT, null=True, blank=True, verbose_name=_("channel"))
    district = models.ForeignKey("portal.District", models.PROTECT, null=True, blank=True, verbose_name=_("district"))
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=Urgency, default=Urgency.ORDINARY, help_text=_("Set by the desk.")
    )
    rating = models.PositiveSmallIntegerField(_("rating by the reporter (1–5)"), null=True, blank=True)
    resolution_due_on = models.DateField(_("due on"), null=True, blank=True)
    # Kept by refresh_known_days(), since the durations are counted by them.
    responded_on = models.DateField(_("first answered on"), null=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)
    response_days = models.PositiveSmallIntegerField(
        _("working days to the first response"), null=True, editable=False
    )
    resolution_days = models.PositiveSmallIntegerField(_("working days to the end"), null=True, editable=False)

    # Of a person, or written by one: unreadable in the database.
    raw_title = EncryptedTextField(_("title as filed"), blank=True)
    raw_text = EncryptedTextField(_("text as filed"), blank=True)
    raw_final_text = EncryptedTextField(_("text as last edited at the source"), blank=True)
    reporter_name = EncryptedTextField(_("reporter"), blank=True)
    reporter_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    village = EncryptedTextField(_("village"), blank=True)
    access_code_hash = models.CharField(max_length=64, blank=True, editable=False)

    # Which state of the source this is, and whether the text changed since a moderator approved one.
    source_as_of = models.DateTimeField(_("data as of"))
    source_visibility = models.CharField(
        _("visibility in the source"), max_length=10, choices=Visibility, default=Visibility.SECRET
    )
    source_digest = models.CharField(max_length=64, editable=False)
    text_digest = models.CharField(max_length=64, editable=False)
    reviewed_text_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # What the desk decided; no import touches it.
    marked_secret = models.BooleanField(_("made confidential by the desk"), default=False, editable=False)
    withheld = models.CharField(
        _("kept from the public"), max_length=12, choices=WithholdReason, blank=True, editable=False
    )
    reported_at = models.DateTimeField(_("reported by a reader at"), null=True, editable=False)
    # Of the words that a moderator approved again after a reader's report: further reports leave them online.
    confirmed_words = models.CharField(max_length=64, blank=True, editable=False)
    attention = models.PositiveSmallIntegerField(
        _("needs a decision"), choices=Attention, default=Attention.NEW, editable=False
    )
    # Who has it open for a decision, so that two moderators don't decide on the same one.
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="claimed_complaints"
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    # The import that brought it was undone: it counts nowhere and is shown nowhere, until an import brings it again.
    is_void = models.BooleanField(default=False, editable=False)
    # When what it held of persons was erased; no import brings that back.
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        permissions = [
            ("view_every_agency", "Can see the complaints of every agency"),
            ("view_raw_text", "Can read complaints as they were filed"),
            ("record_progress", "Can record steps and issue access codes"),
            ("handle_rights", "Can find, export and erase a person's data"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["origin", "number"], name="complaint_once_per_origin"),
            models.CheckConstraint(
                condition=Q(close_reason="") | Q(status=Status.CLOSED), name="close_reason_only_when_closed"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "resolution_due_on"]),
            models.Index(fields=["agency", "status"]),
            models.Index(fields=["received_at"]),
            models.Index(fields=["attention", "resolution_due_on"]),
        ]

    def __str__(self):
        # Reaches log labels, reports and mails: never the number, never a title.
        return _("Register entry %(pk)s") % {"pk": self.pk or "–"}

    @property
    def received_on(self):
        return timezone.localdate(self.received_at)

    @property
    def known_days(self):
        return KnownDays(*(getattr(self, name) for name in KnownDays._fields))

    @known_days.setter
    def known_days(self, days):
        for name, value in days._asdict().items():
            setattr(self, name, value)

    @property
    def has_ended(self):
        return self.status in ENDED_STATUSES

    @property
    def is_overdue(self):
        due = self.resolution_due_on
        return bool(due and self.status not in ENDED_STATUSES and due < timezone.localdate())

    @property
    def is_due_soon(self):
        """Not overdue yet, but within DUE_SOON days."""
        due, today = self.resolution_due_on, timezone.localdate()
        return bool(due and self.status not in ENDED_STATUSES and today <= due <= today + DUE_SOON)

    @property
    def holder(self):
        """Who has it open for a decision now, or None."""
        is_held = self.claimed_at and self.claimed_at > timezone.now() - CLAIM_LASTS
        return self.claimed_by if is_held and self.claimed_by and self.claimed_by.is_active else None

    def claim_for(self, user):
        """Takes it up for user, who lets go of any other; False where somebody else has it open."""
        now = timezone.now()
        Complaint.objects.filter(claimed_by=user).exclude(pk=self.pk).update(claimed_by=None, claimed_at=None)
        is_mine = Complaint.objects.filter(free_for(user), pk=self.pk).update(claimed_by=user, claimed_at=now) == 1
        self.refresh_from_db(fields=["claimed_by", "claimed_at"])
        return is_mine

    def as_far_as_kept(self, fields):
        """What an import may put on this complaint: what was erased of it stays away."""
        return fields | dict.fromkeys(fields.keys() & {*ERASABLE_FIELDS}, "") if self.erased_at else fields

    def current_attention(self):
        """The Attention that the present state asks for. Reads the public text and its workflow, changes nothing."""
        if self.is_void or self.visibility == Visibility.SECRET:
            return Attention.NONE
        if self.reported_at:
            return Attention.REPORTED
        text = getattr(self, "public_text", None)
        workflow = text.current_workflow_state if text else None
        if workflow:
            return Attention.SUBMITTED if workflow.status == workflow.STATUS_IN_PROGRESS else Attention.SENT_BACK
        if self.withheld or self.erased_at or (text and text.live):
            return Attention.NONE if self.text_digest == self.reviewed_text_digest else Attention.CHANGED
        return Attention.NEW

    def refresh_attention(self):
        """Call it after anything that current_attention() looks at has changed."""
        self.attention = self.current_attention()
        Complaint.objects.filter(pk=self.pk).update(attention=self.attention)

    @transaction.atomic
    def take_offline(self):
        """A reader says that the public text identifies somebody: it goes offline at once, and first in the queue.

        Only words that a moderator approved after such a report before stay online until they are looked at again.
        Says whether they do.
        """
        locked = Complaint.objects.select_for_update(of=("self",)).get(pk=self.pk)
        text = locked.public_text
        if not locked.reported_at:
            locked.reported_at = timezone.now()
            locked.save(update_fields=["reported_at"])
            TimelineEvent.objects.append(locked, TimelineEvent.Kind.REPORTED)
        if text.live and text.words_digest != locked.confirmed_words:
            text.unpublish()
        locked.refresh_attention()
        return text.live

    @transaction.atomic
    def record_status(self, status, close_reason="", occurred_at=None):
        """A step the desk itself knows of, with its tally and its event."""
        locked = Complaint.objects.select_for_update().get(pk=self.pk)
        before, was_over = cells_of(locked), locked.has_ended
        self.status, self.close_reason = locked.status, locked.close_reason = status, close_reason
        locked.save(update_fields=["status", "close_reason"])
        Tally.objects.move(before, cells_of(locked))
        TimelineEvent.objects.append(
            locked, TimelineEvent.Kind.STEP, status=status, close_reason=close_reason, occurred_at=occurred_at
        )
        Complaint.objects.refresh_known_days([self.pk])
        if was_over and locked.resolution_due_on:
            # It stood still while it had ended; holidays and rules may have changed since.
            self._recompute_deadline(DueCause.REOPENED)

    @transaction.atomic
    def set_urgency(self, urgency):
        """How pressing the desk finds it; where a rule is narrowed to it, the due date of an open complaint moves."""
        Complaint.objects.filter(pk=self.pk).update(urgency=urgency)
        self.urgency = urgency
        self._recompute_deadline(DueCause.URGENCY)

    def _recompute_deadline(self, cause):
        Complaint.objects.filter(pk=self.pk).recompute_deadlines(cause)
        self.refresh_from_db(fields=["resolution_due_on"])

    @transaction.atomic
    def issue_access_code(self):
        """A new code of 80 bits for a confidential complaint; it is shown once and kept only as a digest."""
        code = "".join(secrets.choice(_CODE_ALPHABET) for _letter in range(16))
        self.access_code_hash = keyed_digest(code)
        self.save(update_fields=["access_code_hash"])
        TimelineEvent.objects.append(self, TimelineEvent.Kind.CODE_ISSUED, decision_payload())
        return "-".join(code[start : start + 4] for start in range(0, 16, 4))

    @staticmethod
    def reporter_digest_of(name):
        """By which the complaints of a person are found; case and spaces do not matter."""
        words = " ".join(name.casefold().split())
        return keyed_digest(words) if words else ""

    @staticmethod
    def access_code_digest(typed):
        """The digest of a code as a person types it: case, spaces, hyphens and look-alikes forgiven."""
        code = "".join(letter for letter in typed.upper()[:60] if letter.isascii() and letter.isalnum())
        return keyed_digest(code.translate(str.maketrans("OIL", "011")))


__all__ = ["CloseReason", "Complaint", "Origin", "Status", "Visibility"]
