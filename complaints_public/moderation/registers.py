"""Read-only registers and plain tables, shown by wagtail-modeladmin."""

from django.utils.translation import gettext_lazy as _

from ..importing import lock
from ..models import ColumnMapping, ImportFault, ImportRun, Release, StatusMapping, TimelineEvent, TimelineHead
from .deadlines import DeadlineRuleAdmin, HolidayAdmin
from .imports import RunView
from .permissions import ReadOnlyHelper, TimelineHelper
from .plain_tables import Register


class ImportRunAdmin(Register):
    model = ImportRun
    menu_label = _("Import runs")
    base_url_path = "complaints/import-runs"
    menu_icon = "history"
    permission_helper_class = ReadOnlyHelper
    inspect_view_enabled = True
    inspect_view_class = RunView
    inspect_template_name = "complaints_public/admin/import_run.html"
    list_display = ["started_at", "file_name", "as_of", "rows", "created", "changed", "rejected", "state"]
    list_filter = ["origin"]
    ordering = ["-started_at"]

    def state(self, run):
        if run.undone_at:
            return _("undone")
        if run.finished_at:
            return _("finished")
        return _("running") if lock.is_held() else _("broken off")

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


class ReleaseAdmin(Register):
    model = Release
    menu_label = _("Releases of statistics")
    base_url_path = "complaints/releases"
    menu_icon = "calendar-check"
    permission_helper_class = ReadOnlyHelper
    inspect_view_enabled = True
    inspect_view_fields = ["version", "as_of", "made_at", "publish_at", "corrects", "note", "made_by", "data_version"]
    list_display = ["version", "as_of", "publish_at", "corrects", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("corrects").defer("content", "memory")


_EVENT_COLUMNS = [field.name for field in TimelineEvent._meta.concrete_fields]


class ColumnMappingAdmin(Register):
    model = ColumnMapping
    menu_label = _("Columns of sources")
    base_url_path = "complaints/source-columns"
    menu_icon = "table"
    list_display = ["heading", "meaning", "origin"]
    list_filter = ["origin"]

    def meaning(self, mapping):
        return mapping.get_field_display() or _("(passed over)")

    meaning.short_description = _("means")


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
    ReleaseAdmin,
    HolidayAdmin,
    DeadlineRuleAdmin,
    StatusMappingAdmin,
    ColumnMappingAdmin,
)
