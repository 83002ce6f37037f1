"""What an authorised officer does when people ask about their own data: find it, hand it over, erase it.

The one way past the wall: other agencies' and confidential complaints are found here, too. Each step is logged.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log

from ..erasure import Ground, erase
from ..models import Complaint
from ..models.complaint import PRIVATE_COLUMNS
from ..personal_export import zipped
from ..references import parse_reference, public_reference
from .views import DeskFormView

PERMISSION = "handle_rights"
_MOST_NAMES = 10


class SearchForm(forms.Form):
    names = forms.CharField(
        label=gettext_lazy("Name of the person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("As it was written when filing; each other spelling on a line of its own."),
    )
    numbers = forms.CharField(
        label=gettext_lazy("Numbers of complaints"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Separated by commas."),
    )

    def clean_names(self):
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) > _MOST_NAMES:
            raise forms.ValidationError(_("At most %(count)s spellings at a time.") % {"count": _MOST_NAMES})
        return names

    def clean_numbers(self):
        typed = [number for number in self.cleaned_data["numbers"].split(",") if number.strip()]
        references = [parse_reference(number) for number in typed]
        if None in references:
            raise forms.ValidationError(_("One of these is no complaint number."))
        return references

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["names"] or data["numbers"]):
            raise forms.ValidationError(_("Give a name or a number."))
        return data

    @property
    def digests(self):
        return [Complaint.reporter_digest_of(name) for name in self.cleaned_data["names"]]


class ChosenForm(forms.Form):
    """Complaints ticked in what was found, and for which request."""

    found = forms.ModelMultipleChoiceField(
        Complaint.objects.defer(*PRIVATE_COLUMNS).select_related("agency", "district").order_by("received_at", "pk"),
        required=False,
        widget=forms.MultipleHiddenInput,
    )
    complaints = forms.ModelMultipleChoiceField(
        Complaint.objects.order_by("received_at", "pk"),
        error_messages={"required": gettext_lazy("Tick at least one complaint.")},
    )
    request_reference = forms.CharField(
        label=gettext_lazy("Reference of the request"),
        max_length=100,
        help_text=gettext_lazy("For example the number of the letter. It goes into the log: write no name."),
        error_messages={"required": gettext_lazy("Say which request this is for.")},
    )


class EraseForm(ChosenForm):
    found = None
    complaints = forms.ModelMultipleChoiceField(Complaint.objects.all(), widget=forms.MultipleHiddenInput)
    request_reference = forms.CharField(max_length=100, widget=forms.HiddenInput)
    withdraw = forms.BooleanField(
        label=gettext_lazy("Take the public texts of these complaints offline and erase them, too"),
        required=False,
        help_text=gettext_lazy("They hold nothing personal if they were moderated well, and normally stay."),
    )
    is_sure = forms.BooleanField(label=gettext_lazy("I have checked who asks, and that these are that person's"))


@method_decorator(never_cache, name="dispatch")
class RightsView(DeskFormView):
    """Finds what is kept of a person. What was typed is in no address and no log."""

    permission = PERMISSION
    form_class = SearchForm
    template_name = "complaints_public/admin/rights.html"
    page_title = gettext_lazy("Data of a person")
    header_icon = "user"

    def get_breadcrumbs_items(self):
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form):
        found = _found_by(form)
        log(
            instance=self.request.user,
            action="complaints_public.search_person",
            user=self.request.user,
            data={"digests": form.digests, "found": [complaint.pk for complaint in found]},
        )
        return self.render_to_response(self.get_context_data(form=form, found=_described(found), chosen=ChosenForm()))


def _found_by(form):
    complaints = Complaint.objects.defer(*PRIVATE_COLUMNS).select_related("agency", "district", "public_text")
    found = set(complaints.filter(reporter_digest__in=form.digests)) if form.digests else set()
    for reference in form.cleaned_data["numbers"]:
        found |= {*complaints.numbered(*reference), *complaints.filter(**_once_numbered(*reference))}
    return sorted(found, key=lambda complaint: (complaint.received_at, complaint.pk))


def _once_numbered(origin, number):
    return {"former_numbers__origin": origin, "former_numbers__number": number}


def _described(complaints):
    return [
        {"complaint": complaint, "reference": public_reference(complaint.origin, complaint.number)}
        for complaint in complaints
    ]


class ChosenView(RightsView):
    """Works with complaints ticked in what was found; only ever by POST."""

    http_method_names = ["post"]
    form_class = ChosenForm

    def form_invalid(self, form):
        """What was found again, with what is missing."""
        found = form.cleaned_data.get("found") or form.cleaned_data.get("complaints") or []
        again = {"form": SearchForm(), "form_action": reverse("rights"), "found": _described(found), "chosen": form}
        return self.render_to_response(self.get_context_data(**again))


class ExportView(ChosenView):
    def form_valid(self, form):
        complaints = form.cleaned_data["complaints"]
        for complaint in complaints:
            self.log(complaint, "export_person", form)
        response = HttpResponse(zipped(complaints), content_type="application/zip")
        name = f"data-pribadi-{timezone.localtime():%Y%m%d-%H%M%S}.zip"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def log(self, complaint, action, form):
        log(
            instance=complaint,
            action=f"complaints_public.{action}",
            user=self.request.user,
            data={"request_reference": form.cleaned_data["request_reference"]},
        )


class EraseView(ExportView):
    """First shows what would be erased and what stays; erases when that is confirmed."""

    template_name = "complaints_public/admin/rights.html"

    def get_form_class(self):
        return EraseForm if "confirmed" in self.request.POST else ChosenForm

    def form_valid(self, form):
        complaints = form.cleaned_data["complaints"]
        if not isinstance(form, EraseForm):
            return self.ask(EraseForm(initial=form.cleaned_data), complaints)
        pks = [complaint.pk for complaint in complaints]
        count = erase(pks, Ground.REQUEST, self.request.user, withdraw=form.cleaned_data["withdraw"])
        for complaint in complaints:
            self.log(complaint, "erase_person", form)
        text = ngettext(
            "The personal data of %(count)s complaint are erased.",
            "The personal data of %(count)s complaints are erased.",
            count,
        )
        messages.success(self.request, text % {"count": count})
        return redirect("rights")

    def form_invalid(self, form):
        if isinstance(form, EraseForm) and form.cleaned_data.get("complaints"):
            return self.ask(form, form.cleaned_data["complaints"])
        return super().form_invalid(form)

    def ask(self, form, complaints):
        self.template_name = "complaints_public/admin/rights_erase.html"
        return self.render_to_response(self.get_context_data(form=form, complaints=_described(complaints)))


class RightsMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(f"complaints_public.{PERMISSION}")


urlpatterns = [
    path("complaints/rights/", RightsView.as_view(), name="rights"),
    path("complaints/rights/export/", ExportView.as_view(), name="rights_export"),
    path("complaints/rights/erase/", EraseView.as_view(), name="rights_erase"),
]
