"""Read-only registers and plain tables, shown by wagtail-modeladmin."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, DeleteView, EditView, IndexView

from portal.panels import DayInput

from ..models import (
    Complaint,
    DeadlineRule,
    Holiday,
    ImportFault,
    ImportRun,
    StatusMapping,
    TimelineEvent,
    TimelineHead,
)
from .permissions import ReadOnlyHelper, TimelineHelper


class RegisterIndexView(IndexView):
    """Knows the parameters of its own list and no others.

    modeladmin would take any look-up from the address, as far as other tables' columns, and so answer questions
    about what a user may not see. An unknown parameter, or a value that makes no sense, shows the whole list.
    """

    def dispatch(self, request, *args, **kwargs):
        filters = {f"{name}{way}" for name in self.model_admin.list_filter for way in ("", "__exact", "__isnull")}
        if not set(request.GET) <= {*self.IGNORED_PARAMS, self.PAGE_VAR, self.ERROR_FLAG, *filters}:
            return HttpResponseRedirect(request.path)
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)


class Register(ModelAdmin):
    index_view_class = RegisterIndexView
    history_view_enabled = False
    list_per_page = 50

    def register_admin_url_finders(self):
        """Rows are reached from their list only."""


class ImportRunAdmin(Register):
    model = ImportRun
    menu_label = _("Import runs")
    base_url_path = "complaints/import-runs"
    menu_icon = "history"
    permission_helper_class = ReadOnlyHelper
    inspect_view_enabled = True
    inspect_template_name = "complaints_public/admin/import_run.html"
    list_display = ["started_at", "file_name", "as_of", "rows", "created", "changed", "rejected", "state"]
    list_filter = ["origin"]
    ordering = ["-started_at"]

    def state(self, run):
        return _("finished") if run.finished_at else _("broken off")

    state.short_description = _("state")


class ImportFaultAdmin(Register):
    model = ImportFault
    menu_label = _("Faults in rows")
    base_url_path = "complaints/import-faults"
    menu_icon = "warning"
    permission_helper_class = ReadOnlyHelper
    list_display = ["run", "line", "column", "value", "reason", "outcome"]
    list_filter = ["is_rejected", "column"]
    list_select_related = ["run"]
    ordering = ["-run", "line"]

    def outcome(self, fault):
        return _("rejected") if fault.is_rejected else _("taken over")

    outcome.short_description = _("Row")


class TimelineAdmin(Register):
    model = TimelineEvent
    menu_label = _("Timeline ledger")
    base_url_path = "complaints/timeline"
    menu_icon = "list-ol"
    permission_helper_class = TimelineHelper
    inspect_view_enabled = True
    list_display = ["recorded_at", "complaint", "kind", "status", "seen_at", "short_hash"]
    list_filter = ["kind"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        # The complaint is shown by its reference in the register alone; nothing personal is read for it.
        return super().get_queryset(request).select_related("complaint").only(*_EVENT_COLUMNS, "complaint__id")

    def short_hash(self, event):
        return event.hash[:8]

    short_hash.short_description = _("hash")


class TimelineHeadAdmin(Register):
    model = TimelineHead
    menu_label = _("Daily heads")
    base_url_path = "complaints/timeline-heads"
    menu_icon = "lock"
    permission_helper_class = ReadOnlyHelper
    inspect_view_enabled = True
    inspect_view_fields = ["day", "count", "last_event", "sealed_at", "events_digest", "previous_hash", "hash"]
    list_display = ["day", "count", "sealed_at", "hash"]


_EVENT_COLUMNS = [field.name for field in TimelineEvent._meta.concrete_fields]


class RecomputesDeadlines:
    """A change of what deadlines rest on takes effect at once, and the editor is told how far."""

    def form_valid(self, form):
        response = super().form_valid(form)
        changed = Complaint.objects.recompute_deadlines()
        if changed:
            text = ngettext(
                "The due date of %(count)s open complaint has changed.",
                "The due dates of %(count)s open complaints have changed.",
                changed,
            )
            messages.info(self.request, text % {"count": changed})
        return response


class RecomputingCreateView(RecomputesDeadlines, CreateView):
    pass


class RecomputingEditView(RecomputesDeadlines, EditView):
    pass


class RecomputingDeleteView(DeleteView):
    def delete_instance(self):
        super().delete_instance()
        Complaint.objects.recompute_deadlines()


class DeadlineRegister(Register):
    create_view_class = RecomputingCreateView
    edit_view_class = RecomputingEditView
    delete_view_class = RecomputingDeleteView


class HolidayAdmin(DeadlineRegister):
    model = Holiday
    panels = [FieldPanel("day", widget=DayInput), FieldPanel("name"), FieldPanel("kind"), FieldPanel("decree")]
    menu_label = _("Holidays")
    base_url_path = "complaints/holidays"
    menu_icon = "date"
    list_display = ["day", "name", "kind", "decree"]
    list_filter = ["kind"]
    search_fields = ["name"]
    ordering = ["-day"]


class DeadlineRuleAdmin(DeadlineRegister):
    model = DeadlineRule
    panels = [
        *[FieldPanel(name) for name in ("step", "complaint_class", "working_days", "citation")],
        *[FieldPanel(name, widget=DayInput) for name in ("valid_from", "valid_to")],
    ]
    menu_label = _("Deadline rules")
    base_url_path = "complaints/deadline-rules"
    menu_icon = "time"
    list_display = ["step", "complaint_class", "working_days", "citation", "valid_from", "valid_to"]


class StatusMappingAdmin(Register):
    model = StatusMapping
    menu_label = _("Statuses of sources")
    base_url_path = "complaints/source-statuses"
    menu_icon = "link"
    list_display = ["source_status", "status", "close_reason", "origin"]


REGISTERS = (
    ImportRunAdmin,
    ImportFaultAdmin,
    TimelineAdmin,
    TimelineHeadAdmin,
    HolidayAdmin,
    DeadlineRuleAdmin,
    StatusMappingAdmin,
)
