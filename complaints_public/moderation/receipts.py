"""What the desk hands to a reporter: a receipt to print, for a confidential complaint with its access code."""

from urllib.parse import urlencode

import segno
from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from portal.models import SiteSettings
from portal.templatetags.portal_tags import full_url

from ..models import Complaint, TimelineEvent, Visibility
from ..references import public_reference
from .views import DeskFormView


class ComplaintFormView(DeskFormView):
    """A form about one complaint, for those who record what happens to it."""

    permission = "record_progress"

    @cached_property
    def complaint(self):
        return get_object_or_404(Complaint.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    @property
    def reference(self):
        return public_reference(self.complaint.origin, self.complaint.number)

    def get_page_subtitle(self):
        return self.reference


class IssueForm(forms.Form):
    # How many codes there were when the form was opened, so that loading the receipt again does not issue another.
    issued_before = forms.IntegerField(widget=forms.HiddenInput, required=False)


class IssueCodeView(ComplaintFormView):
    """Asks, then issues a new access code and shows it once, on a receipt. The one issued before stops working."""

    form_class = IssueForm
    template_name = "complaints_public/admin/issue_code.html"
    page_title = gettext_lazy("Access code")
    header_icon = "key"

    def dispatch(self, request, *args, **kwargs):
        if request.user.has_perm("complaints_public.record_progress") and not self.is_confidential:
            messages.error(request, _("Only a confidential complaint needs an access code."))
            return redirect("complaint:inspect", self.complaint.pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_confidential(self):
        return self.complaint.visibility == Visibility.SECRET

    def issued(self):
        return TimelineEvent.objects.filter(complaint=self.complaint, kind=TimelineEvent.Kind.CODE_ISSUED)

    def get_initial(self):
        return {"issued_before": self.issued().count()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"last_issued": self.issued().order_by("-sequence").first()}

    @transaction.atomic
    def form_valid(self, form):
        Complaint.objects.select_for_update(of=("self",)).only("pk").get(pk=self.complaint.pk)
        if form.cleaned_data["issued_before"] not in (None, self.issued().count()):
            messages.warning(self.request, _("This code was shown already and cannot be shown again."))
            return redirect("complaint:code", self.complaint.pk)
        code = self.complaint.issue_access_code()
        log(instance=self.complaint, action="complaints_public.code_issued", user=self.request.user)
        return _receipt(self.request, self.complaint, code)


class ReceiptView(ComplaintFormView):
    """The receipt of a complaint that is not confidential. It holds no code, so it can be shown at any time."""

    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        if self.complaint.visibility == Visibility.SECRET:
            return redirect("complaint:code", self.complaint.pk)
        return _receipt(request, self.complaint)


def _receipt(request, complaint, code=""):
    """The page to print. For citizens, so in Indonesian, whatever language the desk works in."""
    reference = public_reference(complaint.origin, complaint.number)
    with translation.override("id"):
        lookup_url = full_url(reverse("lookup"))
    context = {
        "complaint": complaint,
        "reference": reference,
        "code": code,
        "site": SiteSettings.for_request(request),
        "lookup_url": lookup_url,
        # Never with the code: addresses are kept by browsers, proxies and whoever looks over a shoulder.
        "picture": _picture(f"{lookup_url}?{urlencode({'nomor': reference})}"),
    }
    response = render(request, "complaints_public/admin/receipt.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _picture(address):
    """A QR code as SVG that takes its size from the style sheet."""
    code = segno.make_qr(address, error="m")
    return mark_safe(code.svg_inline(border=2, omitsize=True, svgclass="receipt__picture", lineclass=None))  # noqa: S308
