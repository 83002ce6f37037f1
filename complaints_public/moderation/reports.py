"""Monitoring reports in the admin: Inspektorat and moderators read them, moderators make them."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem

from portal.panels import DayInput
from portal.pdf import is_available

from ..models import Report
from ..monitoring.content import last_complete, make_report
from ..monitoring.files import report_pdf
from ..monitoring.periods import FIRST_YEAR, Period
from ..monitoring.shown import Shown
from ..monitoring.workbook import workbook
from .views import DeskFormView, DeskMixin

_PER_PAGE = 30
_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ReportForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Report.Kind)
    day = forms.DateField(
        label=_("A day in that period"), required=False, widget=DayInput, help_text=_("Empty: the last complete one.")
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        if day and day.year < FIRST_YEAR:
            raise forms.ValidationError(_("This day lies too far back to be true."))
        return day

    @property
    def period(self):
        kind, day = self.cleaned_data["kind"], self.cleaned_data["day"]
        return Period.around(kind, day) if day else last_complete(kind)


class _ReportMixin(DeskMixin):
    permission = "view_report"
    header_icon = "doc-full"

    def get_breadcrumbs_items(self):
        start = {"url": reverse("reports"), "label": _("Monitoring reports")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, start, here]


class ReportsView(_ReportMixin, DeskFormView):
    form_class = ReportForm
    template_name = "complaints_public/admin/reports.html"
    page_title = _("Monitoring reports")

    @property
    def can_make(self):
        return self.request.user.has_perm("complaints_public.add_report")

    def get_form(self, form_class=None):
        return super().get_form(form_class) if self.can_make else None

    def get_context_data(self, **kwargs):
        reports = Report.objects.select_related("made_by").defer("content")
        page = Paginator(reports, _PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "reports": page,
            "can_make": self.can_make,
            "has_pdf": is_available(),
        }

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.can_make else redirect("reports")

    def form_valid(self, form):
        return redirect("report", make_report(form.period, self.request.user).pk)


class ReportView(_ReportMixin, TemplateView):
    template_name = "complaints_public/admin/report.html"

    @cached_property
    def report(self):
        return get_object_or_404(Report, pk=self.kwargs["pk"])

    def get_page_title(self):
        return self.report.title

    def get_page_subtitle(self):
        return self.report.span

    def get_context_data(self, **kwargs):
        own = {"report": self.report, "shown": Shown(self.report), "has_pdf": is_available()}
        return super().get_context_data(**kwargs) | own


class ReportFileView(ReportView):
    def get(self, request, *args, ending, **kwargs):
        shown = Shown(self.report)
        if ending == "pdf" and not is_available():
            raise Http404
        content = report_pdf(shown) if ending == "pdf" else workbook(shown)
        disposition = {"Content-Disposition": f'attachment; filename="{self.report.file_name}.{ending}"'}
        return HttpResponse(content, content_type=_TYPES[ending], headers=disposition)


class ReportsMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("complaints_public.view_report")


urlpatterns = [
    path("complaints/reports/", never_cache(ReportsView.as_view()), name="reports"),
    path("complaints/reports/<int:pk>/", never_cache(ReportView.as_view()), name="report"),
    *[
        path(
            f"complaints/reports/<int:pk>/report.{ending}",
            never_cache(ReportFileView.as_view()),
            {"ending": ending},
            name=f"report_{ending}",
        )
        for ending in _TYPES
    ],
]
