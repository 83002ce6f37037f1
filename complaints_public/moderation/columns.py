from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from ..models.public_complaint import status_label
from ..references import public_reference


class ReferenceColumn(TitleColumn):
    def __init__(self, name, **kwargs):
        super().__init__(name, get_url=lambda row: reverse("complaint:inspect", args=[row.pk]), **kwargs)

    def get_value(self, instance):
        return public_reference(instance.origin, instance.number)


class StatusColumn(Column):
    def get_value(self, instance):
        return status_label(instance.status, instance.close_reason)


class DueColumn(StatusTagColumn):
    """The due date; one that has passed is marked by a word too, not by its colour alone."""

    def __init__(self, name, **kwargs):
        super().__init__(name, primary=lambda row: row.is_overdue, **kwargs)

    def get_value(self, instance):
        due = instance.resolution_due_on
        if not due:
            return "–"
        return _("%(day)s, overdue") % {"day": due.isoformat()} if instance.is_overdue else due.isoformat()


class TextColumn(Column):
    def get_value(self, instance):
        text = getattr(instance, "public_text", None)
        if text is None:
            return "–"
        if text.live and instance.reviewed_text_digest != instance.text_digest:
            return _("live, source changed")
        return text.status_string
