from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from portal.models import SiteSettings
from portal.pdf import pdf

from ..charts.picture import svg

_SHEET = Path(__file__).with_name("report.css")


def report_pdf(shown):
    """A report as tagged PDF, in the language of the moment."""
    chart = mark_safe(svg(shown.trend_chart))  # noqa: S308  drawn here, from escaped texts
    site = SiteSettings.objects.first() or SiteSettings()
    context = {"shown": shown, "report": shown.report, "chart": chart, "site": site}
    return pdf(render_to_string("complaints_public/monitoring_report.html", context), _SHEET.read_text())
