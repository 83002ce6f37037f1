"""Numbers that a complaint had before: kept by the desk so that they never stop working."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ..models import Complaint, FormerNumber, Origin, Visibility
from ..references import clean_number
from .receipts import ComplaintFormView


class FormerNumberForm(forms.ModelForm):
    class Meta:
        model = FormerNumber
        fields = ["origin", "number"]

    def clean(self):
        data = super().clean()
        origin, typed = data.get("origin"), data.get("number")
        if origin and typed:
            data["number"] = number = clean_number(origin, typed)
            mistake = self._mistake(origin, number)
            if mistake:
                self.add_error("number", mistake)
        return data

    def _mistake(self, origin, number):
        if number is None:
            return _("This cannot be a number of %(origin)s.") % {"origin": Origin(origin).label}
        present = Complaint.objects.numbered(origin, number).only("pk", "visibility").first()
        if present and present.pk == self.instance.complaint_id:
            return _("The complaint has this number now.")
        if present and present.visibility == Visibility.SECRET:
            return _("This is the number of a confidential complaint; it must lead nowhere.")
        if FormerNumber.objects.filter(origin=origin, number=number).exists():
            return _("This number leads to a complaint already.")
        return ""


class FormerNumbersView(ComplaintFormView):
    form_class = FormerNumberForm
    template_name = "complaints_public/admin/former_numbers.html"
    page_title = gettext_lazy("Earlier numbers")
    header_icon = "link"

    def get_form_kwargs(self):
        number = FormerNumber(complaint=self.complaint, added_by=self.request.user)
        return super().get_form_kwargs() | {"instance": number}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "numbers": self.complaint.former_numbers.select_related("added_by")
        }

    def form_valid(self, form):
        form.save()
        log(instance=self.complaint, action="complaints_public.number_added", user=self.request.user)
        messages.success(self.request, _("The earlier number leads to this complaint now."))
        return redirect("complaint:numbers", self.complaint.pk)


class RemoveNumberView(ComplaintFormView):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        get_object_or_404(self.complaint.former_numbers, pk=kwargs["number_pk"]).delete()
        log(instance=self.complaint, action="complaints_public.number_removed", user=request.user)
        messages.success(request, _("The earlier number leads nowhere any more."))
        return redirect("complaint:numbers", self.complaint.pk)
