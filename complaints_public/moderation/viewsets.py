"""The register and its public texts as editors see them."""

from django.http import Http404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from ..models import Complaint, PublicText, ReplyTemplate
from ..models.complaint import PRIVATE_COLUMNS
from . import deadlines, former_numbers, imports, queue, receipts, releases, views
from .columns import DayColumn, DueColumn, ReferenceColumn, StatusColumn, TextColumn, TextReferenceColumn
from .filters import ComplaintFilterSet, PublicTextFilterSet
from .forms import PublicTextForm
from .panels import SourceTextPanel
from .permissions import PublicTextPolicy, ReadOnlyPolicy, at_the_desk, only_visible_texts
from .registers import REGISTERS
from .replies import ReplyTextarea


class ComplaintIndexView(generic.IndexView):
    template_name = "complaints_public/admin/complaint_index.html"

    def get_base_queryset(self):
        complaints = Complaint.objects.visible_to(self.request.user)
        related = complaints.select_related("agency", "complaint_class", "public_text")
        return related.defer(*PRIVATE_COLUMNS)


class ComplaintViewSet(ModelViewSet):
    model = Complaint
    icon = "clipboard-list"
    menu_label = _("Complaints")
    url_prefix = "complaints/register"
    add_to_admin_menu = False
    index_view_class = ComplaintIndexView
    inspect_view_class = views.ComplaintView
    inspect_view_enabled = True
    copy_view_enabled = False
    inspect_view_fields = [
        "origin", "status", "close_reason", "source_status", "visibility", "agency", "complaint_class", "topic",
        "channel", "district", "received_at", "resolution_due_on", "source_as_of",
    ]  # fmt: skip
    inspect_template_name = "complaints_public/admin/complaint.html"
    form_fields = []
    filterset_class = ComplaintFilterSet
    search_fields = ["number"]
    search_backend_name = None
    list_export = [
        "number", "received_on", "agency", "complaint_class", "get_status_display", "get_close_reason_display",
        "resolution_due_on",
    ]  # fmt: skip
    export_headings = {
        "received_on": _("Received"),
        "get_status_display": _("Status"),
        "get_close_reason_display": _("Reason for closing"),
    }
    list_per_page = 50
    list_display = [
        ReferenceColumn("reference", label=_("Number"), sort_key="number"),
        DayColumn("received_at", label=_("Received"), sort_key="received_at"),
        Column("agency", label=_("Agency"), accessor="agency.label", sort_key="agency__name"),
        Column("complaint_class", label=_("Class"), accessor="complaint_class.label"),
        StatusColumn("status", label=_("Status"), sort_key="status"),
        DueColumn("resolution_due_on", label=_("Due"), sort_key="resolution_due_on"),
        TextColumn("public_text", label=_("Public text")),
    ]

    @property
    def permission_policy(self):
        return ReadOnlyPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        absent = {f"{view}_url_name": None for view in ("add", "edit", "delete", "history", "usage")}
        return super().get_common_view_kwargs(**absent, **kwargs)

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("write/<int:pk>/", views.write_public_text, name="write"),
            path("step/<int:pk>/", views.RecordStepView.as_view(), name="step"),
            path("urgency/<int:pk>/", deadlines.set_urgency, name="urgency"),
            path("due-dates/<int:pk>/", deadlines.DatesMovedView.as_view(), name="dates_moved"),
            path("code/<int:pk>/", receipts.IssueCodeView.as_view(), name="code"),
            path("receipt/<int:pk>/", receipts.ReceiptView.as_view(), name="receipt"),
            path("numbers/<int:pk>/", former_numbers.FormerNumbersView.as_view(), name="numbers"),
            path(
                "numbers/<int:pk>/remove/<int:number_pk>/",
                former_numbers.RemoveNumberView.as_view(),
                name="remove_number",
            ),
            *imports.urlpatterns,
            path("statistics/publish/", releases.PublishView.as_view(), name="publish"),
            path("queue/", self.queue_view(), name="queue"),
            path("queue/results/", self.queue_view(results_only=True), name="queue_results"),
            path("queue/next/", queue.go_on, name="next"),
            path("queue/<int:pk>/", queue.DecisionView.as_view(), name="decide"),
            path("queue/<int:pk>/preview/", queue.preview, name="preview"),
            path("lift/<int:pk>/", views.LiftView.as_view(), name="lift"),
        ]

    def queue_view(self, **options):
        addresses = {"index_url_name": "complaint:queue", "index_results_url_name": "complaint:queue_results"}
        return queue.QueueView.as_view(
            model=Complaint, permission_policy=self.permission_policy, header_icon="check", **addresses, **options
        )

    def register_admin_url_finder(self):
        """A complaint has no edit page; log entries about one link nowhere."""


class PublicTextIndexView(IndexView):
    def dispatch(self, request, *args, **kwargs):
        if "export" in request.GET:  # texts are read here, not carried away
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self):
        # There is no bulk action that a public text allows, so nothing to tick.
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]


class PublicTextEditView(EditView):
    """For writing and handing in; what Wagtail would let moderators decide here is decided at the desk."""

    def get_available_actions(self):
        return [action for action in super().get_available_actions() if action not in ("publish", "workflow-action")]


# Their addresses stay, since Wagtail's panels link to them.
_DECIDING_VIEWS = ("unpublish", "revisions_unschedule", "workflow_action", "collect_workflow_action_data")


class PublicTextViewSet(SnippetViewSet):
    model = PublicText
    icon = "doc-full-inverse"
    menu_label = _("Public texts")
    base_url_path = "complaints/texts"
    add_to_admin_menu = False
    copy_view_enabled = False
    index_view_class = PublicTextIndexView
    edit_view_class = PublicTextEditView
    filterset_class = PublicTextFilterSet
    list_display = [
        TextReferenceColumn("reference", label=_("Number"), sort_key="complaint__number"),
        Column("title", label=_("Public title")),
        Column("agency", label=_("Agency"), accessor="complaint.agency.label"),
        BooleanColumn("live", label=_("Published"), sort_key="live"),
    ]
    search_fields = ["title", "summary"]
    search_backend_name = None
    ordering = ["-pk"]
    edit_handler = ObjectList(
        [
            SourceTextPanel(heading=_("As filed")),
            FieldPanel("title"),
            FieldPanel("summary"),
            FieldPanel("response", widget=ReplyTextarea),
            FieldPanel("personal_data_reason"),
        ],
        base_form_class=PublicTextForm,
    )

    @property
    def permission_policy(self):
        return PublicTextPolicy(self.model)

    def get_queryset(self, request):
        visible = Complaint.objects.visible_to(request.user)
        return PublicText.objects.filter(complaint__in=visible).select_related("complaint__agency")

    def get_urlpatterns(self):
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            view = at_the_desk(pattern.callback) if pattern.name in _DECIDING_VIEWS else pattern.callback
            pattern.callback = only_visible_texts(view)
        return patterns


class ReplyTemplateViewSet(SnippetViewSet):
    model = ReplyTemplate
    icon = "openquote"
    menu_label = _("Reply templates")
    base_url_path = "complaints/replies"
    add_to_admin_menu = False
    copy_view_enabled = False
    list_display = ["name", "agency", "complaint_class"]
    search_fields = ["name", "text"]
    search_backend_name = None
    panels = [FieldPanel(name) for name in ("name", "text", "agency", "complaint_class")]


class PermittedMenuItem(MenuItem):
    """An item for those who have permission."""

    def __init__(self, *args, permission, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


class RegisterGroup(SnippetViewSetGroup):
    """One menu for all of it: viewsets for what is worked on, read-only registers and plain tables below."""

    items = (ComplaintViewSet, PublicTextViewSet, ReplyTemplateViewSet)
    menu_label = _("Complaints register")
    menu_icon = "clipboard-list"
    menu_order = 150

    @cached_property
    def registers(self):
        return [register() for register in REGISTERS]

    def get_submenu_items(self):
        items = super().get_submenu_items()
        waiting = {"icon_name": "check", "order": 0, "permission": queue.DECIDES}
        importing = {"icon_name": "upload", "order": 90, "permission": "complaints_public.add_importrun"}
        publishing = {"icon_name": "calendar-check", "order": 91, "permission": "complaints_public.add_release"}
        items += [
            PermittedMenuItem(_("Needs a decision"), reverse("complaint:queue"), **waiting),
            PermittedMenuItem(_("Import an export"), reverse("complaint:import"), **importing),
            PermittedMenuItem(_("Publish the statistics"), reverse("complaint:publish"), **publishing),
        ]
        return items + [register.get_menu_item(order=100 + n) for n, register in enumerate(self.registers)]

    def on_register(self):
        super().on_register()
        for register in self.registers:
            register.add_to_admin_menu = False  # its item stands in this group
            register.register_with_wagtail()
