"""Read-only registers and plain tables, shown by wagtail-modeladmin."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from ..models import DeadlineRule, Holiday, ImportFault, ImportRun, StatusMapping, TimelineEvent
from .permissions import ReadOnlyHelper, TimelineHelper


class ForgivingIndexView(IndexView):
    """An unknown parameter in the address shows the whole list, not an error."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)


class Register(ModelAdmin):
    index_view_class = ForgivingIndexView
    history_view_enabled = False
    list_per_page = 50

    def register_admin_url_finders(self):
        """Rows are reached from their list only."""


class ImportRunAdmin(Register):
    model = ImportRun
    base_url_path = "complaints/import-runs"
    menu_icon = "history"
    permission_helper_class = ReadOnlyHelper
    inspect_view_enabled = True
    inspect_template_name = "complaints_public/admin/import_run.html"
    list_display = ["started_at", "file_name", "as_of", "rows", "created", "changed", "rejected", "faults_found"]
    list_filter = ["origin"]
    ordering = ["-started_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(fault_count=Count("faults"))

    def faults_found(self, run):
        return run.fault_count

    faults_found.short_description = _("faults in rows")


class ImportFaultAdmin(Register):
    model = ImportFault
    base_url_path = "complaints/import-faults"
    menu_icon = "warning"
    permission_helper_class = ReadOnlyHelper
    list_display = ["run", "line", "column", "value", "reason", "is_rejected"]
    list_filter = ["is_rejected", "column"]
    list_select_related = ["run"]
    ordering = ["-run", "line"]


class TimelineAdmin(Register):
    model = TimelineEvent
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


_EVENT_COLUMNS = [field.name for field in TimelineEvent._meta.concrete_fields]


class HolidayAdmin(Register):
    model = Holiday
    base_url_path = "complaints/holidays"
    menu_icon = "date"
    list_display = ["day", "name", "kind", "decree"]
    list_filter = ["kind"]
    search_fields = ["name"]
    ordering = ["-day"]


class DeadlineRuleAdmin(Register):
    model = DeadlineRule
    base_url_path = "complaints/deadline-rules"
    menu_icon = "time"
    list_display = ["step", "complaint_class", "working_days", "citation", "valid_from", "valid_to"]


class StatusMappingAdmin(Register):
    model = StatusMapping
    base_url_path = "complaints/source-statuses"
    menu_icon = "link"
    list_display = ["source_status", "status", "close_reason", "origin"]


REGISTERS = (ImportRunAdmin, ImportFaultAdmin, TimelineAdmin, HolidayAdmin, DeadlineRuleAdmin, StatusMappingAdmin)
