"""Warns the desk when nothing was imported for too long."""

from datetime import timedelta

from django.utils import timezone
from wagtail.admin.ui.components import Component

from portal.models import SiteSettings

from ..models import ImportRun


def stale_import(request):
    """Template context of the warning for this user; empty where there is nothing to warn of."""
    days = SiteSettings.for_request(request).stale_after_days
    if not days or not request.user.has_perm("complaints_public.add_importrun"):
        return {}
    last = ImportRun.objects.dating().order_by("-finished_at").first()
    if last and last.finished_at >= timezone.now() - timedelta(days=days):
        return {}
    return {"is_stale": True, "last": last, "days_ago": (timezone.now() - last.finished_at).days if last else None}


class StaleImportPanel(Component):
    """On the admin's first page, above what waits."""

    order = 50
    template_name = "complaints_public/admin/stale_import.html"

    def get_context_data(self, parent_context):
        return stale_import(parent_context["request"])
