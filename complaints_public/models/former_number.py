from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import Origin


class FormerNumber(models.Model):
    """A number that a complaint had before it was filed anew or joined with another; it never stops leading to it."""

    complaint = models.ForeignKey(
        "Complaint", models.CASCADE, related_name="former_numbers", verbose_name=_("complaint")
    )
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.SP4N)
    number = models.CharField(_("number"), max_length=30)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("added by"))

    class Meta:
        ordering = ["origin", "number"]
        verbose_name = _("earlier number")
        verbose_name_plural = _("earlier numbers")
        constraints = [
            models.UniqueConstraint(fields=["origin", "number"], name="former_number_leads_to_one_complaint")
        ]

    def __str__(self):
        # Reaches log labels, like a complaint's own: never the number.
        return _("Earlier number of register entry %(pk)s") % {"pk": self.complaint_id}
