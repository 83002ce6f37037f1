"""The way of an export into the register, page by page: choose, see what would change, import or not, undo."""

from datetime import datetime

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail_modeladmin.views import InspectView

from portal.models import Agency, Channel, ComplaintClass, District, Topic

from ..importing import background, lock
from ..importing.columns import simple_heading
from ..importing.preview import NAMED, SHOWN
from ..importing.refusals import ImportRefused
from ..importing.undo import NOT_TO_BE_UNDONE, Verdict, foresee
from ..models import CloseReason, ColumnMapping, Complaint, ImportRun, Status, Upload, Visibility
from ..models.choices import ExportColumn
from .import_forms import ColumnsForm, ImportForm
from .views import DeskFormView, DeskMixin

_STANDS_STILL = 3 * 60  # seconds without any progress
_SECONDS_TO_NEXT_LOOK = 2
_FAULTS_SHOWN = 500
State = Upload.State


class ImportView(DeskFormView):
    """Takes an export in; nothing of it is in the register before its preview was confirmed."""

    permission = "add_importrun"
    form_class = ImportForm
    template_name = "complaints_public/admin/import.html"
    page_title = gettext_lazy("Import an export")
    header_icon = "upload"

    def get_context_data(self, **kwargs):
        waiting = Upload.objects.exclude(state__in=(State.IMPORTED, State.REFUSED)).order_by("-created_at")
        last_run = ImportRun.objects.dating().order_by("-finished_at").first()
        return super().get_context_data(**kwargs) | {"last_run": last_run, "waiting": waiting}

    def form_valid(self, form):
        data = form.cleaned_data
        upload = Upload.objects.keep(data["file"], origin=data["origin"], as_of=data["as_of"], user=self.request.user)
        background.check(upload)
        if upload.state == State.REFUSED:
            form.add_error("file", upload.refusal)
            upload.delete()
            return self.form_invalid(form)
        return _to(upload)


def _to(upload):
    return redirect("complaint:columns" if upload.state == State.UNKNOWN_COLUMNS else "complaint:upload", upload.pk)


class _UploadMixin:
    permission = "add_importrun"

    @cached_property
    def upload(self):
        return get_object_or_404(Upload, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return self.upload.file_name


class UploadView(_UploadMixin, DeskMixin, TemplateView):
    """One upload: progress while it is worked on, then what would change, with what can be done."""

    template_name = "complaints_public/admin/upload.html"
    page_title = gettext_lazy("Import an export")
    header_icon = "upload"

    def get(self, request, *args, **kwargs):
        if self.upload.run:
            return redirect(run_url(self.upload.run))
        if self.upload.state == State.UNKNOWN_COLUMNS:
            return _to(self.upload)
        response = super().get(request, *args, **kwargs)
        if self.is_moving:
            response["Refresh"] = _SECONDS_TO_NEXT_LOOK
        return response

    @property
    def is_moving(self):
        return self.upload.state in (State.CHECKING, State.IMPORTING)

    @property
    def stands_still(self):
        return self.is_moving and (timezone.now() - self.upload.since).total_seconds() > _STANDS_STILL

    def get_context_data(self, **kwargs):
        upload = self.upload
        return super().get_context_data(**kwargs) | {
            "upload": upload,
            "is_moving": self.is_moving,
            "stands_still": self.stands_still,
            "percent": 100 * upload.done // upload.total if upload.total else 0,
            "preview": _readable(upload.preview) if upload.state == State.CHECKED else None,
        }

    def post(self, request, *args, **kwargs):
        upload = self.upload
        if "cancel" in request.POST:
            return self._cancel()
        if "check" in request.POST and upload.go_to(State.CHECKING, State.CHECKING, State.CHECKED):
            background.check(upload)
        if "import" in request.POST and self._may_land():
            background.land(upload)
            if upload.run:
                messages.success(request, _("The export was taken over."))
        return redirect("complaint:upload", upload.pk)

    def _may_land(self):
        counts = self.upload.preview.get("counts", {"rows": 0, "rejected": 0})
        if counts["rows"] == counts["rejected"]:
            return False
        dead = [State.IMPORTING] if self.stands_still and not lock.is_held() else []
        return self.upload.go_to(State.IMPORTING, State.CHECKED, *dead)

    def _cancel(self):
        is_gone, _rows = Upload.objects.filter(
            pk=self.upload.pk, state__in=(State.CHECKING, State.CHECKED, State.UNKNOWN_COLUMNS, State.REFUSED)
        ).delete()
        if is_gone:
            messages.success(self.request, _("The file is deleted; nothing was imported."))
            return redirect("complaint:import")
        messages.warning(self.request, _("It is too late for that: see what came of it. The import can be undone."))
        return redirect("complaint:upload", self.upload.pk)


class ColumnsView(_UploadMixin, DeskFormView):
    """Says what the columns of a file mean; remembered for every further file of the same origin."""

    form_class = ColumnsForm
    template_name = "complaints_public/admin/columns.html"
    page_title = gettext_lazy("What the columns mean")
    header_icon = "table"

    def get_form_kwargs(self):
        preview = self.upload.preview
        known = {heading: field for field, heading in preview.get("used", {}).items()}
        headings = {heading: known.get(heading, "") for heading in [*known, *preview.get("unused", [])]}
        return super().get_form_kwargs() | {"headings": headings}

    def form_valid(self, form):
        for heading, field in form.meanings().items():
            name = simple_heading(heading)
            ColumnMapping.objects.update_or_create(origin=self.upload.origin, heading=name, defaults={"field": field})
        if self.upload.go_to(State.CHECKING, State.UNKNOWN_COLUMNS, State.CHECKED):
            background.check(self.upload)
        return _to(self.upload)


class UndoView(DeskMixin, TemplateView):
    """Asks before a whole run is taken back, and says what that would do."""

    permission = "undo_importrun"
    template_name = "complaints_public/admin/undo_import.html"
    page_title = gettext_lazy("Undo an import")
    header_icon = "undo"

    @cached_property
    def run(self):
        return get_object_or_404(ImportRun, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.run)

    def get(self, request, *args, **kwargs):
        if not self.run.can_be_undone:
            messages.error(request, NOT_TO_BE_UNDONE)
            return redirect(run_url(self.run))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        foreseen = foresee(self.run)
        counts = {verdict.value: foreseen[verdict] for verdict in Verdict}
        return super().get_context_data(**kwargs) | {"run": self.run, "counts": counts}

    def post(self, request, *args, **kwargs):
        try:
            background.take_back(self.run, request.user)
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
        else:
            self.run.refresh_from_db()
            if self.run.undone_at:
                messages.success(request, _("The import is undone."))
        return redirect(run_url(self.run))


class RunView(InspectView):
    """One run with its faults, and the way to undo it."""

    def get_context_data(self, **kwargs):
        run = self.instance
        is_being_undone = bool(run.undo_asked_at) and not run.undone_at and run.can_be_undone
        can_undo = self.request.user.has_perm("complaints_public.undo_importrun") and run.can_be_undone
        faults = list(run.faults.all()[:_FAULTS_SHOWN])
        own = {"is_being_undone": is_being_undone, "can_undo": can_undo, "faults": faults}
        return super().get_context_data(**kwargs) | own

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        run = self.instance
        if run.undo_asked_at and not run.undone_at and run.can_be_undone:
            response["Refresh"] = _SECONDS_TO_NEXT_LOOK
        return response


def run_url(run):
    return reverse("complaints_import-runs_modeladmin_inspect", args=[run.pk])


# How a preview reads


def _readable(preview):
    """The preview with the names of fields and the words of their values in place of what the register keeps."""
    words = _Words()
    return preview | {
        "as_of": datetime.fromisoformat(preview["as_of"]),
        "fields": [(words.field(name), count) for name, count in preview["fields"]],
        "changed": [
            (
                number,
                [
                    (words.field(name), words.value(name, before), words.value(name, after), name in NAMED)
                    for name, before, after in differences
                ],
            )
            for number, differences in preview["changed"]
        ],
        "new": [(number, {name: words.value(name, said[name]) for name in SHOWN}) for number, said in preview["new"]],
        "missing": [ExportColumn(name).label for name in preview["missing"]],
        "is_void": preview["counts"]["rows"] == preview["counts"]["rejected"],  # see _may_land()
        "says_who_is_confidential": "visibility" in preview["used"],
        "used": [(heading, ExportColumn(field).label) for field, heading in preview["used"].items()],
    }


class _Words:
    _LISTS = {
        "complaint_class_id": ComplaintClass, "agency_id": Agency, "topic_id": Topic, "channel_id": Channel,
        "district_id": District,
    }  # fmt: skip
    _CHOICES = {"status": Status, "close_reason": CloseReason, "source_visibility": Visibility}
    _FIELDS = {"text_digest": gettext_lazy("text as filed"), "reporter_digest": gettext_lazy("name of the reporter")}

    def __init__(self):
        self.lists = {name: {row.pk: str(row) for row in model.objects.all()} for name, model in self._LISTS.items()}

    def field(self, name):
        return self._FIELDS.get(name) or Complaint._meta.get_field(name.removesuffix("_id")).verbose_name

    def value(self, name, value):
        if value in (None, ""):
            return "–"
        if name in self.lists:
            return self.lists[name].get(value, "–")
        if name in self._CHOICES:
            return self._CHOICES[name](value).label
        if name == "received_at":
            return date_format(timezone.localtime(datetime.fromisoformat(value)), "j M Y H:i")
        return value


urlpatterns = [
    path("import/", ImportView.as_view(), name="import"),
    path("import/<int:pk>/", UploadView.as_view(), name="upload"),
    path("import/<int:pk>/columns/", ColumnsView.as_view(), name="columns"),
    path("import/runs/<int:pk>/undo/", UndoView.as_view(), name="undo"),
]
