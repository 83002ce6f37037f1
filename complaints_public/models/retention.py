"""How long the register keeps what it holds of persons."""

from datetime import datetime, time

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.models import ComplaintClass

from .choices import ENDED_STATUSES, WithholdReason
from .timeline import TimelineEvent


class RetentionQuerySet(models.QuerySet):
    def expired(self, today=None):
        """Ended for longer than the retention period of their class, and not erased yet.

        Without a class the longest period holds. What is part of legal proceedings stays until a moderator says
        that it is not any more.
        """
        moment = Coalesce("occurred_at", "seen_at")
        known = TimelineEvent.objects.filter(complaint=OuterRef("pk"), kind__in=TimelineEvent.PUBLIC_KINDS)
        newest = known.annotate(moment=moment).order_by(moment.desc(nulls_last=True)).values("moment")[:1]
        ended = self.filter(Q(status__in=ENDED_STATUSES) | Q(is_void=True), erased_at=None)
        ended = ended.exclude(withheld=WithholdReason.PROCEEDINGS)
        ended = ended.annotate(last_known_at=Coalesce(Subquery(newest), "received_at"))
        return ended.filter(_is_over(today or timezone.localdate()))


def _is_over(today):
    """A condition on complaints with last_known_at. received_at stands first, since there is an index on it."""
    years = dict(ComplaintClass.objects.values_list("pk", "retention_years"))
    condition = Q(pk=None)
    for class_pk, period in [*years.items(), (None, max(years.values(), default=5))]:
        over = timezone.make_aware(datetime.combine(_years_before(today, period), time()))
        condition |= Q(complaint_class=class_pk, received_at__lt=over, last_known_at__lt=over)
    return condition


def _years_before(day, years):
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
