from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_user_display_name

from ..models.public_complaint import status_label
from ..references import public_reference


class ReferenceColumn(TitleColumn):
    def __init__(self, name, **kwargs):
        address = {"get_url": lambda row: reverse("complaint:inspect", args=[row.pk])}
        super().__init__(name, classname="w-whitespace-nowrap", **address, **kwargs)

    def get_value(self, instance):
        return public_reference(instance.origin, instance.number)


class QueueReferenceColumn(ReferenceColumn):
    """Leads to the page on which it is decided, with the filters of the queue. Names the checkbox beside it."""

    def get_link_url(self, instance, parent_context):
        query = parent_context["request"].GET.urlencode()
        address = reverse("complaint:decide", args=[instance.pk])
        return f"{address}?{query}" if query else address

    def get_title_id(self, instance, parent_context):
        return f"complaint_{instance.pk}_title"


class HolderColumn(Column):
    def get_value(self, instance):
        return get_user_display_name(instance.holder) if instance.holder else "–"


class TextReferenceColumn(TitleColumn):
    """A public text by the number of its complaint, leading to its form."""

    def __init__(self, name, **kwargs):
        address = {"get_url": lambda row: reverse(row.snippet_viewset.get_url_name("edit"), args=[quote(row.pk)])}
        super().__init__(name, classname="w-whitespace-nowrap", **address, **kwargs)

    def get_value(self, instance):
        return public_reference(instance.complaint.origin, instance.complaint.number)


class DayColumn(Column):
    def get_value(self, instance):
        return date_format(timezone.localtime(super().get_value(instance)), "j M Y")


class StatusColumn(Column):
    def get_value(self, instance):
        return status_label(instance.status, instance.close_reason)


class DueColumn(Column):
    """The due date; one that has passed or soon will is marked by a word too, not by its colour alone."""

    cell_template_name = "complaints_public/admin/due_cell.html"

    def get_value(self, instance):
        due = instance.resolution_due_on
        if not due:
            return "–"
        day = date_format(due, "j M Y")
        if instance.is_overdue:
            return _("%(day)s, overdue") % {"day": day}
        return _("%(day)s, due soon") % {"day": day} if instance.is_due_soon else day


class TextColumn(Column):
    def get_value(self, instance):
        text = getattr(instance, "public_text", None)
        if text is None:
            return "–"
        if text.live and instance.reviewed_text_digest != instance.text_digest:
            return _("live, source changed")
        return text.status_string
