"""Tells those who are to read it that a report is there. The mail holds no number of any complaint."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from portal.models import SiteSettings
from portal.templatetags.portal_tags import full_url

from .. import statistics
from ..models import Report


def recipients():
    settings = SiteSettings.objects.first()
    return settings.report_addresses if settings else []


@task(backend="queue")
def send_report(pk):
    """Sends a report's address, once, with what everybody may read in numbers anyway."""
    report = Report.objects.get(pk=pk)
    addresses = recipients()
    if not addresses or not Report.objects.filter(pk=pk, mailed_at=None).update(mailed_at=timezone.now()):
        return
    with translation.override("id"):
        context = {
            "report": report,
            "headline": statistics.headline(),
            "address": full_url(reverse("report", args=[report.pk])),
        }
        body = render_to_string("complaints_public/mail/monitoring.txt", context)
        EmailMessage(f"{report.title}, {report.span}", body, bcc=addresses).send()
