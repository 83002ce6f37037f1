from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..deadlines import WorkingDayCalendar
from .choices import Urgency

LONGEST_LIMIT = 500  # working days, about two years


class Holiday(models.Model):
    """A day on which no time limit runs. Filled by load_holidays; next year's are partly estimates: edit them."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("National holiday")
        COLLECTIVE_LEAVE = "collective_leave", _("Collective leave (cuti bersama)")

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NATIONAL)
    decree = models.CharField(_("set by"), max_length=200, blank=True, help_text=_("The joint decree (SKB)."))
    is_estimate = models.BooleanField(
        _("estimate"), default=False, help_text=_("No decree has set this day yet. Untick it once one has.")
    )

    class Meta:
        ordering = ["-day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {self.name}"

    @classmethod
    def by_day(cls):
        """{date: name} of every holiday known; an estimate is named as one."""
        rows = cls.objects.values_list("day", "name", "is_estimate")
        return {day: gettext("%(name)s (estimate)") % {"name": name} if is_estimate else name
                for day, name, is_estimate in rows}  # fmt: skip


class Scope(NamedTuple):
    """What a rule can be narrowed to, and what one complaint is in it; first what decides between equal rules.

    A rule leaves a place empty that it is not narrowed by; a complaint leaves one empty that nobody knows.
    """

    urgency: str = Urgency.ORDINARY
    agency: int | None = None
    district: int | None = None
    complaint_class: int | None = None

    @classmethod
    def of(cls, row):
        """Of a complaint or of a rule."""
        return cls(row.urgency, row.agency_id, row.district_id, row.complaint_class_id)

    def may_cover(self, other):
        """Whether a rule of this scope is for a complaint of the other, as far as its class is known."""
        class_of_other = other.complaint_class or self.complaint_class
        wanted = other._replace(complaint_class=class_of_other)
        return all(mine in ("", None, theirs) for mine, theirs in zip(self, wanted, strict=True))

    @property
    def rank(self):
        """The more places are filled the narrower; of equally many, the first place filled decides."""
        filled = [place not in ("", None) for place in self]
        return sum(filled), filled


class DeadlineRule(models.Model):
    """How many working days one step may take for the complaints it is narrowed to, and who says so."""

    class Step(models.TextChoices):
        VERIFY = "verify", _("Verify and forward")
        FIRST_RESPONSE = "first_response", _("First response")
        RESOLUTION = "resolution", _("Answer")
        REPORTER_REPLY = "reporter_reply", _("Reply by the reporter")

    step = models.CharField(_("step"), max_length=20, choices=Step)
    complaint_class = models.ForeignKey(
        "portal.ComplaintClass",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("class"),
        help_text=_("Empty: every class."),
    )
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=Urgency, blank=True, help_text=_("Empty: every urgency.")
    )
    agency = models.ForeignKey(
        "portal.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("agency"),
        help_text=_("Empty: every agency."),
    )
    district = models.ForeignKey(
        "portal.District",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("district"),
        help_text=_("Empty: every district."),
    )
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_LIMIT)],
        help_text=_("Empty: no time limit."),
    )
    citation = models.CharField(_("legal place"), max_length=255)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["step", "complaint_class", "urgency", "agency", "district", "-valid_from"]
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")

    def __str__(self):
        return f"{self.get_step_display()}: {self.narrowed_to}"

    @property
    def narrowed_to(self):
        """In words: "every class", or the class, urgency, agency and district it is for."""
        named = [
            str(self.complaint_class or _("every class")),
            self.get_urgency_display(),
            self.agency.label if self.agency else "",
            str(self.district or ""),
        ]
        return ", ".join(filter(None, named))

    def clean(self):
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The rule would end before it begins.")})
        scope = Scope.of(self)
        others = DeadlineRule.objects.filter(step=self.step, **scope._asdict()).exclude(pk=self.pk)
        if any(self.overlaps(other) for other in others):
            raise ValidationError(
                _(
                    "Another rule for this step, class, urgency, agency and district is valid at the same time: "
                    "end that one first."
                )
            )

    def overlaps(self, other):
        begins_before_other_ends = not (self.valid_from and other.valid_to) or self.valid_from <= other.valid_to
        ends_after_other_begins = not (self.valid_to and other.valid_from) or other.valid_from <= self.valid_to
        return begins_before_other_ends and ends_after_other_begins

    def applies_on(self, day):
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)


class DeadlineTable:
    """The rules and holidays read once, to answer for many complaints."""

    def __init__(self):
        holidays = Holiday.by_day()
        self.calendar, self._years = WorkingDayCalendar(holidays), {day.year for day in holidays}
        self.rules = [(rule, Scope.of(rule)) for rule in DeadlineRule.objects.order_by("pk")]
        # Many complaints are of one day and scope. The limit keeps the memory flat in the largest imports.
        self.limit = lru_cache(20_000)(self._limit)

    def rule(self, step, scope, day):
        """The narrowest rule for a complaint of this scope on that day (of equally narrow ones, see Scope.rank).

        None where there is none, and where the class is not known and the narrowest is for one class.
        """
        fitting = [
            (own.rank, rule)
            for rule, own in self.rules
            if rule.step == step and rule.applies_on(day) and own.may_cover(scope)
        ]
        _rank, narrowest = max(fitting, key=lambda pair: pair[0], default=(None, None))
        is_doubtful = narrowest and narrowest.complaint_class_id and not scope.complaint_class
        return None if is_doubtful else narrowest

    def _limit(self, step, scope, day):
        """(DeadlineSum from that day on, rule), or (None, rule or None) where there is no limit or none is known."""
        rule = self.rule(step, scope, day)
        if rule is None or rule.working_days is None:
            return None, rule
        return self.calendar.add(day, rule.working_days), rule

    def due_on(self, scope, received_on):
        """The day by which a complaint of this scope is to be answered, or None."""
        deadline_sum, _rule = self.limit(DeadlineRule.Step.RESOLUTION, scope, received_on)
        return deadline_sum.due_on if deadline_sum else None

    def years_without_holidays(self, first_day, last_day):
        """The years between two days of which the table knows no holiday: sums over them may still change."""
        return [year for year in range(first_day.year, last_day.year + 1) if year not in self._years]
