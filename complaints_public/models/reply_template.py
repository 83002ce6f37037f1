import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PLACES = ("{agency}", "{topic}", "{number}", "{received}", "{due}")


class ReplyTemplateQuerySet(models.QuerySet):
    def for_complaint(self, complaint):
        """What fits this complaint: templates for everyone, or for its agency, or for its class."""
        agency = Q(agency=None) | Q(agency=complaint.agency_id)
        complaint_class = Q(complaint_class=None) | Q(complaint_class=complaint.complaint_class_id)
        return self.filter(agency, complaint_class)


class ReplyTemplate(models.Model):
    """A text that answers of agencies begin with. Holds nothing of any complaint."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    text = models.TextField(
        _("text"),
        help_text=_("{agency}, {topic}, {number}, {received} and {due} become those of the complaint."),
    )
    agency = models.ForeignKey(
        "portal.Agency",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("agency"),
        help_text=_("Empty: every agency."),
    )
    complaint_class = models.ForeignKey(
        "portal.ComplaintClass",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("class"),
        help_text=_("Empty: every class."),
    )

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")

    def __str__(self):
        return self.name

    def clean(self):
        unknown = [name for name in re.findall(r"\{[^{}\n]*\}?", self.text) if name not in PLACES]
        if unknown:
            words = _("%(place)s would stay in the reply as it is. Known are: %(known)s.")
            raise ValidationError({"text": words % {"place": unknown[0], "known": ", ".join(PLACES)}})

    def filled(self, values):
        """The text with {name} of values in place."""
        text = self.text
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text
