"""What an authorised officer does when people ask about their own data: find it, hand it over, erase it.

The one way past the wall: other agencies' and confidential complaints are found here, too. Each step is logged.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log

from ..erasure import Ground, erase
from ..personal_export import zipped
from ..references import public_reference
from .rights_forms import ChosenForm, EraseForm, SearchForm
from .views import DeskFormView

PERMISSION = "handle_rights"


@method_decorator(never_cache, name="dispatch")
class RightsView(DeskFormView):
    permission = PERMISSION
    form_class = SearchForm
    template_name = "complaints_public/admin/rights.html"
    page_title = gettext_lazy("Data of a person")
    header_icon = "user"

    def get_breadcrumbs_items(self):
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form):
        complaints, subscriptions = form.complaints(), form.subscriptions()
        found = [complaint.pk for complaint in complaints]
        data = {"digests": form.digests, "found": found, "followed": len(subscriptions)}
        self.log(self.request.user, "search_person", data)
        return self.show(form, complaints, subscriptions, ChosenForm())

    def show(self, form, complaints, subscriptions, chosen):
        found = _with_references(complaints, subscriptions)
        return self.render_to_response(self.get_context_data(form=form, found=found, chosen=chosen))

    def log(self, instance, action, data):
        log(instance=instance, action=f"complaints_public.{action}", user=self.request.user, data=data)


def _with_references(complaints, subscriptions):
    followed = [(row.complaint, row) for row in subscriptions]
    return {
        "complaints": [(public_reference(row.origin, row.number), row) for row in complaints],
        "subscriptions": [(public_reference(row.origin, row.number), subscription) for row, subscription in followed],
    }


class ChosenView(RightsView):
    """Works with what was ticked; only ever by POST."""

    http_method_names = ["post"]
    form_class = ChosenForm

    def form_invalid(self, form):
        """What was found once more, with what is missing."""
        data = form.cleaned_data
        return self.show(SearchForm(), data["found_complaints"], data["found_subscriptions"], form)

    def log_each(self, form, action):
        data = {"request_reference": form.cleaned_data["request_reference"]}
        for instance in (*form.cleaned_data["complaints"], *form.cleaned_data["subscriptions"]):
            self.log(instance, action, data)


class ExportView(ChosenView):
    def form_valid(self, form):
        self.log_each(form, "export_person")
        archive = zipped(form.cleaned_data["complaints"], form.cleaned_data["subscriptions"])
        name = f"data-pribadi-{timezone.localtime():%Y%m%d-%H%M%S}.zip"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(archive, content_type="application/zip", headers=disposition)


class EraseView(ChosenView):
    """First shows what would be erased and what stays; erases when that is confirmed."""

    def get_form_class(self):
        return EraseForm if "confirmed" in self.request.POST else ChosenForm

    def form_valid(self, form):
        data = form.cleaned_data
        if not isinstance(form, EraseForm):
            return self.ask(EraseForm(initial=data), data)
        pks = [complaint.pk for complaint in data["complaints"]]
        erase(pks, Ground.REQUEST, self.request.user, withdraw=data["withdraw"])
        self.log_each(form, "erase_person")
        data["subscriptions"].delete()
        messages.success(self.request, _("The personal data are erased."))
        return redirect("rights")

    def form_invalid(self, form):
        return self.ask(form, form.cleaned_data) if isinstance(form, EraseForm) else super().form_invalid(form)

    def ask(self, form, data):
        self.template_name = "complaints_public/admin/rights_erase.html"
        chosen = _with_references(data["complaints"], data["subscriptions"])
        return self.render_to_response(self.get_context_data(form=form, chosen=chosen))


class RightsMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(f"complaints_public.{PERMISSION}")


urlpatterns = [
    path("complaints/rights/", RightsView.as_view(), name="rights"),
    path("complaints/rights/export/", ExportView.as_view(), name="rights_export"),
    path("complaints/rights/erase/", EraseView.as_view(), name="rights_erase"),
]
