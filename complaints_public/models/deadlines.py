from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..deadlines import add_working_days

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

    class Meta:
        ordering = ["-day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {self.name}"

    @classmethod
    def by_day(cls):
        """{date: name} of every holiday known."""
        return dict(cls.objects.values_list("day", "name"))


class DeadlineRule(models.Model):
    """How many working days one step may take for one class of complaint, and who says so."""

    class Step(models.TextChoices):
        VERIFY = "verify", _("Verify and forward")
        FIRST_RESPONSE = "first_response", _("First response")
        RESOLUTION = "resolution", _("Answer")
        REPORTER_REPLY = "reporter_reply", _("Reply by the reporter")

    step = models.CharField(_("step"), max_length=20, choices=Step)
    complaint_class = models.ForeignKey(
        "portal.ComplaintClass",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("class"),
        help_text=_("Empty: every class."),
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
        ordering = ["step", "complaint_class", "-valid_from"]
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")

    def __str__(self):
        scope = self.complaint_class or _("every class")
        return f"{self.get_step_display()}: {scope}"

    def clean(self):
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The rule would end before it begins.")})
        others = DeadlineRule.objects.filter(step=self.step, complaint_class=self.complaint_class).exclude(pk=self.pk)
        if any(self.overlaps(other) for other in others):
            raise ValidationError(
                _("Another rule for this step and class is valid at the same time: end that one first.")
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
        self.holidays = Holiday.by_day()
        rules = DeadlineRule.objects.filter(Q(step=DeadlineRule.Step.RESOLUTION))
        self.rules = list(rules.order_by("-valid_from"))

    def resolution_rule(self, complaint_class_id, received_on):
        """The rule for this class on that day, else the one for every class, else None."""
        valid = [rule for rule in self.rules if rule.applies_on(received_on)]
        for wanted in (complaint_class_id, None):
            for rule in valid:
                if rule.complaint_class_id == wanted:
                    return rule
        return None

    def resolution_sum(self, complaint_class_id, received_on):
        """(DeadlineSum, rule), or (None, rule or None) where the class is unknown or has no time limit."""
        if complaint_class_id is None:
            return None, None
        rule = self.resolution_rule(complaint_class_id, received_on)
        if rule is None or rule.working_days is None:
            return None, rule
        return add_working_days(received_on, rule.working_days, self.holidays), rule
