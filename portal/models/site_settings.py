from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What makes the portal one regency's: everything a page says of its owner comes from here."""

    regency = models.CharField(_("regency"), max_length=120, default="Kabupaten")
    portal_name = models.CharField(_("name of the portal"), max_length=120, default="Portal Pengaduan")
    owner = models.CharField(_("responsible agency"), max_length=200, blank=True)
    contact_address = models.TextField(_("postal address"), blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    filing_name = models.CharField(_("where complaints are filed"), max_length=120, default="SP4N-LAPOR!")
    filing_url = models.URLField(_("address where complaints are filed"), default="https://www.lapor.go.id/")
    objection_name = models.CharField(_("where to object"), max_length=200, default="Ombudsman Republik Indonesia")
    objection_url = models.URLField(_("address where to object"), default="https://ombudsman.go.id/")
    security_contact = models.CharField(
        _("contact for security reports"),
        max_length=200,
        blank=True,
        help_text=_("mailto: or https: address"),
    )
    stale_after_days = models.PositiveSmallIntegerField(
        _("days without an import after which the desk is warned"), default=7, help_text=_("0: never.")
    )
    reports_per_hour = models.PositiveSmallIntegerField(
        _("public texts that readers together may take offline in an hour"),
        default=20,
        help_text=_("Beyond that they are asked to call or write to you."),
    )
    report_recipients = models.TextField(
        _("who is told of monitoring reports"),
        blank=True,
        help_text=_("E-mail addresses, one on each line. The mail holds the report's address, not the report."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("regency"), FieldPanel("portal_name"), FieldPanel("owner")], heading=_("Identity")
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_address"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("security_contact"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("filing_name"),
                FieldPanel("filing_url"),
                FieldPanel("objection_name"),
                FieldPanel("objection_url"),
            ],
            heading=_("Where complaints and objections go"),
        ),
        MultiFieldPanel(
            [FieldPanel("stale_after_days"), FieldPanel("reports_per_hour"), FieldPanel("report_recipients")],
            heading=_("Complaints register"),
        ),
    ]

    class Meta:
        verbose_name = _("portal settings")

    def clean(self):
        for address in self.report_addresses:
            try:
                validate_email(address)
            except ValidationError:
                text = _("%(address)s is no e-mail address.") % {"address": address}
                raise ValidationError({"report_recipients": text}) from None

    @property
    def report_addresses(self):
        return self.report_recipients.split()

    @property
    def filing_host(self):
        """The address where complaints are filed as people say it: lapor.go.id."""
        return urlsplit(self.filing_url).netloc.removeprefix("www.")
