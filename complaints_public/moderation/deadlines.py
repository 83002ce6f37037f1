"""What deadlines rest on, as editors see it: the holidays and the rules, and what a change of them moved."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages as admin_messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import LogFormatter, log
from wagtail.models import ModelLogEntry
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from portal.panels import DayInput

from ..models import Complaint, DeadlineRule, DueCause, Holiday, TimelineEvent, Urgency
from ..models.complaint import PRIVATE_COLUMNS
from ..models.deadline_changes import DueChange
from ..references import public_reference
from .plain_tables import Register

DATES_MOVED, URGENCY_SET = "complaints_public.dates_moved", "complaints_public.urgency_set"


class RecomputesDeadlines:
    """A change of what deadlines rest on takes effect at once or not at all; the editor is shown what it moved."""

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        self.recompute({form.initial.get("day"), getattr(self.instance, "day", None)})
        return response

    def recompute(self, days):
        """days: the holidays it is about, for whoever asks why a date moved."""
        details = {"pk": self.instance.pk, "days": sorted(day.isoformat() for day in days if day)}
        last_before = _last_event()
        count = Complaint.objects.recompute_deadlines(self.model_admin.cause, details)
        if count:
            places = {"after": last_before, "until": _last_event()}
            entry = log(instance=self.instance, action=DATES_MOVED, data={"count": count, **places})
            link = admin_messages.button(reverse("complaint:dates_moved", args=[entry.pk]), _("See which"))
            admin_messages.info(self.request, moved_text(count), buttons=[link])


def moved_text(count):
    text = ngettext(
        "The due date of %(count)s open complaint has changed.",
        "The due dates of %(count)s open complaints have changed.",
        count,
    )
    return text % {"count": count}


class DatesMovedFormatter(LogFormatter):
    label = gettext_lazy("Move due dates")

    def format_message(self, log_entry):
        return moved_text(log_entry.data["count"])


def _last_event():
    return TimelineEvent.objects.aggregate(last=Max("pk"))["last"] or 0


class RecomputingCreateView(RecomputesDeadlines, CreateView):
    pass


class RecomputingEditView(RecomputesDeadlines, EditView):
    pass


class RecomputingDeleteView(RecomputesDeadlines, DeleteView):
    def delete_instance(self):
        pk = self.instance.pk
        super().delete_instance()
        self.instance.pk = pk  # the log still names it
        self.recompute({getattr(self.instance, "day", None)})


class DeadlineRegister(Register):
    create_view_class = RecomputingCreateView
    edit_view_class = RecomputingEditView
    delete_view_class = RecomputingDeleteView


class HolidayAdmin(DeadlineRegister):
    model = Holiday
    cause = DueCause.HOLIDAYS
    panels = [
        FieldPanel("day", widget=DayInput),
        *[FieldPanel(name) for name in ("name", "kind", "decree", "is_estimate")],
    ]
    menu_label = gettext_lazy("Holidays")
    base_url_path = "complaints/holidays"
    menu_icon = "date"
    index_template_name = "complaints_public/admin/holidays.html"
    list_display = ["day", "name", "kind", "decree", "estimate"]
    list_filter = ["kind", "is_estimate"]
    search_fields = ["name"]
    ordering = ["-day"]

    def estimate(self, holiday):
        return gettext_lazy("estimate") if holiday.is_estimate else ""

    estimate.short_description = gettext_lazy("estimate")


class DeadlineRuleAdmin(DeadlineRegister):
    model = DeadlineRule
    cause = DueCause.RULES
    panels = [
        *[FieldPanel(name) for name in ("step", "working_days", "citation")],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("complaint_class", "urgency", "agency", "district")],
            heading=gettext_lazy("Which complaints it is for"),
            help_text=gettext_lazy(
                "The rule that is narrowed by more of these comes first; of two narrowed by equally many, the one "
                "for an urgency, then for an agency, then for a district, then for a class."
            ),
        ),
        FieldRowPanel(
            [FieldPanel(name, widget=DayInput) for name in ("valid_from", "valid_to")],
            heading=gettext_lazy("Validity"),
        ),
    ]
    menu_label = gettext_lazy("Deadline rules")
    base_url_path = "complaints/deadline-rules"
    menu_icon = "time"
    list_display = ["step", "narrowed_to", "working_days", "citation", "validity"]
    list_filter = ["step"]
    list_select_related = ["complaint_class", "agency", "district"]

    def narrowed_to(self, rule):
        return rule.narrowed_to

    narrowed_to.short_description = gettext_lazy("For")

    def validity(self, rule):
        ends = [date_format(day, "j M Y") if day else "" for day in (rule.valid_from, rule.valid_to)]
        return " – ".join(ends) if any(ends) else ""

    validity.short_description = gettext_lazy("Validity")


class DatesMovedView(WagtailAdminTemplateMixin, TemplateView):
    """The complaints whose due date one change of holidays or rules moved: from when to when."""

    template_name = "complaints_public/admin/dates_moved.html"
    page_title = gettext_lazy("Changed due dates")
    header_icon = "date"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("complaints_public.view_complaint"):
            raise PermissionDenied
        self.entry = get_object_or_404(ModelLogEntry, pk=kwargs["pk"], action=DATES_MOVED)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.entry.label

    def get_breadcrumbs_items(self):
        register = HolidayAdmin() if self.entry.content_type.model_class() is Holiday else DeadlineRuleAdmin()
        listed = {"url": register.url_helper.index_url, "label": register.menu_label}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), listed, here]

    def get_context_data(self, **kwargs):
        page_obj = Paginator(self._events(), 50).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "text": moved_text(self.entry.data["count"]),
            "page_obj": page_obj,
            "rows": [_moved(event) for event in page_obj],
        }

    def _events(self):
        places = self.entry.data
        moved = TimelineEvent.objects.filter(
            kind=TimelineEvent.Kind.DUE, import_run=None, pk__gt=places["after"], pk__lte=places["until"]
        )
        visible = moved.filter(complaint__in=Complaint.objects.visible_to(self.request.user))
        hidden = [f"complaint__{name}" for name in PRIVATE_COLUMNS]
        return visible.select_related("complaint__agency", "payload").defer(*hidden).order_by("pk")


def _moved(event):
    change = event.payload.content if hasattr(event, "payload") else ""
    told = DueChange.told_by({"change": change, "due_on": event.due_on, "recorded_at": event.recorded_at})
    complaint = event.complaint
    return {"complaint": complaint, "reference": public_reference(complaint.origin, complaint.number), "change": told}


@require_POST
def set_urgency(request, pk):
    """How pressing the desk finds a complaint."""
    if not request.user.has_perm("complaints_public.record_progress"):
        raise PermissionDenied
    complaint = get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)
    urgency = request.POST.get("urgency")
    if urgency not in Urgency.values:
        messages.error(request, _("Choose how urgent it is."))
    elif urgency != complaint.urgency:
        with transaction.atomic():
            complaint.set_urgency(urgency)
            log(instance=complaint, action=URGENCY_SET, data={"urgency": urgency})
        messages.success(request, _("The urgency is set."))
    return redirect("complaint:inspect", pk)


def holiday_warnings(user):
    """Template context of what the list of holidays lacks; empty for those who do not keep it."""
    if not user.has_perm("complaints_public.change_holiday"):
        return {}
    years = [timezone.localdate().year, timezone.localdate().year + 1]
    holidays = Holiday.objects.filter(day__year__in=years).order_by("day")
    return {
        "missing_years": sorted({*years} - {holiday.day.year for holiday in holidays}),
        "estimates": [holiday for holiday in holidays if holiday.is_estimate],
        "holidays_url": HolidayAdmin().url_helper.index_url,
    }


class HolidayPanel(Component):
    """On the admin's first page, above what waits."""

    order = 55
    template_name = "complaints_public/admin/holiday_warnings.html"

    def get_context_data(self, parent_context):
        return holiday_warnings(parent_context["request"].user)
