from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ..monitoring.periods import MONTHLY, WEEKLY, YEARLY, Period


class ReportQuerySet(models.QuerySet):
    def of_ended(self, period):
        """Those of a period that were made when it was over; one of the days so far stands for none of them."""
        over = timezone.make_aware(datetime.combine(period.next.first, time()))
        return self.filter(kind=period.kind, first_day=period.first, made_at__gte=over)


class Report(models.Model):
    """A monitoring report for Inspektorat and leaders, as it was made: its figures are kept and never counted anew."""

    class Kind(models.TextChoices):
        WEEKLY = WEEKLY, _("weekly")
        MONTHLY = MONTHLY, _("monthly")
        YEARLY = YEARLY, _("yearly")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("made by"), related_name="+"
    )
    mailed_at = models.DateTimeField(_("mailed at"), null=True)
    content = models.JSONField()  # as monitoring/content.py makes it

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("monitoring report")
        verbose_name_plural = _("monitoring reports")

    def __str__(self):
        return f"{self.get_kind_display()} {self.period.name}"

    @property
    def period(self):
        return Period(self.kind, self.first_day)

    @property
    def title(self):
        return {
            WEEKLY: _("Weekly monitoring of complaints"),
            MONTHLY: _("Monthly monitoring of complaints"),
            YEARLY: _("Yearly monitoring of complaints"),
        }[self.kind]

    @property
    def span(self):
        return f"{date_format(self.first_day, 'j F Y')} – {date_format(self.last_day, 'j F Y')}"

    @property
    def file_name(self):
        return f"pemantauan-{self.period.name.lower()}-{self.pk}"
