"""Who follows a complaint by mail: an address, as long as it is needed and no longer."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.encryption import EncryptedTextField, keyed_digest

from .choices import Status
from .complaint import Complaint
from .timeline import TimelineEvent

CONFIRM_WITHIN = timedelta(hours=48)
# From here on nothing more happens by itself; answered ones wait for the reporter's reply.
_OVER = (Status.CLOSED, Status.ARCHIVED)
_AFTER_OVER = timedelta(days=settings.FOLLOWING_DAYS_AFTER_CLOSING)
_HIDDEN_FOR_GOOD = timedelta(days=90)
_LAST_MAIL_WITHIN = timedelta(days=7)
_FIRST_PAUSE, _LONGEST_PAUSE, _ENOUGH_ATTEMPTS = timedelta(minutes=5), timedelta(days=1), 30  # about three weeks
_HIDING = [TimelineEvent.Kind[name] for name in ("WITHDRAWN", "VISIBILITY", "WITHHELD", "REPORTED", "UNDONE")]

# What the follower was told last is what everyone can read now.
_IS_TOLD = Q(
    complaint__status=F("told_status"),
    complaint__close_reason=F("told_close_reason"),
    complaint__public_text__last_published_at=F("told_text_at"),
)


def _is_public():
    return Q(complaint__in=Complaint.objects.public().values("pk"))


def _state_of(row):
    return {
        "told_status": row["state"],
        "told_close_reason": row["reason"],
        "told_text_at": row["text_updated_at"],
    }


def address_digest(address):
    """By which an address is found: however it is written, it is one."""
    return keyed_digest(f"follower:{address.strip().casefold()}")


class SubscriptionQuerySet(models.QuerySet):
    def of(self, address):
        """All that is kept of this mail address, to be shown to whom it belongs, or deleted."""
        return self.filter(address_digest=address_digest(address))

    def ask(self, complaint_pk, address, language):
        """Somebody asks for news at address. Asked again, another mail to confirm goes out; confirmed, none does.

        One statement in each case, so that its time does not tell who follows what.
        """
        now = timezone.now()
        asked = Subscription(
            complaint_id=complaint_pk,
            address=address.strip(),
            address_digest=address_digest(address),
            language=language,
            asked_at=now,
            next_attempt_at=now,
        )
        self.bulk_create(
            [asked], update_conflicts=True, unique_fields=["complaint", "address_digest"], update_fields=["asked_at"]
        )

    def due(self):
        """Those a mail is due to now. About a complaint that is not public, none ever is."""
        now = timezone.now()
        to_confirm = Q(confirmed_at=None, asked_at__gt=now - CONFIRM_WITHIN)
        to_confirm &= Q(told_at=None) | Q(told_at__lt=F("asked_at"))
        is_over = Q(told_status__in=_OVER, told_at__lte=now - _AFTER_OVER)
        has_news = Q(confirmed_at__isnull=False) & (~_IS_TOLD | is_over)
        return self.filter(_is_public(), to_confirm | has_news, next_attempt_at__lte=now).order_by("next_attempt_at")

    def claim(self, pk):
        """The subscription pk if it is due and no other worker has it; its next turn comes if this one fails."""
        subscription = self.due().filter(pk=pk).first()
        if subscription is None:
            return None
        pause = min(_FIRST_PAUSE * 2 ** min(subscription.attempts, 20), _LONGEST_PAUSE)
        claimed = self.filter(pk=pk, next_attempt_at=subscription.next_attempt_at).update(
            next_attempt_at=timezone.now() + pause, attempts=F("attempts") + 1
        )
        return subscription if claimed else None

    def purge(self):
        """Deletes the addresses that are no longer needed, and returns how many."""
        now = timezone.now()
        unconfirmed = Q(confirmed_at=None, asked_at__lte=now - CONFIRM_WITHIN)
        unreachable = Q(attempts__gte=_ENOUGH_ATTEMPTS)
        # Their last mail was due and could not be sent, for want of a mail server or because the text is offline.
        over = Q(told_status__in=_OVER, complaint__status=F("told_status"))
        over &= Q(told_at__lte=now - _AFTER_OVER - _LAST_MAIL_WITHIN)
        lately = TimelineEvent.objects.filter(
            complaint=OuterRef("complaint"), kind__in=_HIDING, recorded_at__gt=now - _HIDDEN_FOR_GOOD
        )
        hidden = ~_is_public() & ~Q(Exists(lately))
        return self.filter(unconfirmed | unreachable | over | hidden).delete()[0]


class Subscription(models.Model):
    """One address that follows one complaint. Pending until confirmed; deleted, not marked, when it ends."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="subscriptions", verbose_name=_("complaint"))
    address = EncryptedTextField(_("e-mail"))
    address_digest = models.CharField(max_length=64, db_index=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    asked_at = models.DateTimeField(_("last asked for at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    # What the last mail said, and when; of a pending one only when the mail to confirm went out.
    told_at = models.DateTimeField(null=True)
    told_status = models.CharField(max_length=12, choices=Status, blank=True)
    told_close_reason = models.CharField(max_length=12, blank=True)
    told_text_at = models.DateTimeField(null=True)

    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # its index would keep a trace of who followed what

    class Meta:
        verbose_name = _("follower by mail")
        verbose_name_plural = _("followers by mail")
        constraints = [
            models.UniqueConstraint(fields=["complaint", "address_digest"], name="one_subscription_per_address")
        ]

    def __str__(self):
        return f"Subscription {self.pk}"

    @property
    def is_expired(self):
        """Whether it was not confirmed in time."""
        return self.confirmed_at is None and self.asked_at <= timezone.now() - CONFIRM_WITHIN

    @property
    def is_over(self):
        """Whether the follower has long known that the complaint is over."""
        return self.told_status in _OVER and self.told_at <= timezone.now() - _AFTER_OVER

    def knows(self, row):
        """Whether the follower was told what row, of Complaint.objects.public(), says."""
        return all(getattr(self, name) == value for name, value in _state_of(row).items())

    def told(self, row):
        """Puts on record that the follower knows now what row, of Complaint.objects.public(), says."""
        self._mark(told_at=timezone.now(), **_state_of(row))

    def confirm(self, row):
        """Begins the news. What row says can be read on the page; without a row the first news tells it."""
        now = timezone.now()
        self._mark(confirmed_at=now, told_at=now, **(_state_of(row) if row else {}))

    def mailed(self):
        """Puts on record that the mail to confirm went out."""
        self._mark(told_at=timezone.now())

    def _mark(self, **fields):
        # By a query, so that one deleted meanwhile stays deleted.
        Subscription.objects.filter(pk=self.pk).update(attempts=0, next_attempt_at=timezone.now(), **fields)
