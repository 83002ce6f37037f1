from datetime import datetime, time

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..importing.parsing import JAKARTA
from ..models import NEEDS_DECISION, Complaint, PublicText, TimelineEvent, Visibility
from ..references import public_reference
from . import decisions
from .forms import CommentForm, StepForm
from .panels import source_text


def _visible_complaint(request, pk):
    return get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)


def _require(request, permission):
    if not request.user.has_perm(f"complaints_public.{permission}"):
        raise PermissionDenied


class ComplaintView(generic.InspectView):
    """One complaint on the desk: what the source says, the text as filed, its way, and what can be done."""

    def get_object(self, queryset=None):
        return _visible_complaint(self.request, self.pk)

    def get_received_at_display_value(self):
        return date_format(timezone.localtime(self.object.received_at), "j F Y H:i")

    def get_source_as_of_display_value(self):
        return date_format(timezone.localtime(self.object.source_as_of), "j F Y H:i")

    def get_context_data(self, **kwargs):
        complaint, user = self.object, self.request.user
        text = PublicText.objects.filter(complaint=complaint).first()
        return (
            super().get_context_data(**kwargs)
            | source_text(complaint, user)
            | {
                "reference": public_reference(complaint.origin, complaint.number),
                "public_text": text,
                "can_write": user.has_perm("complaints_public.change_publictext"),
                "can_record": user.has_perm("complaints_public.record_progress"),
                "needs_decision": complaint.attention in NEEDS_DECISION,
                "can_decide": user.has_perm("complaints_public.publish_publictext"),
                "is_confidential": complaint.visibility == Visibility.SECRET,
                "decisions": list(decisions.earlier(complaint)),
                "events": TimelineEvent.objects.filter(complaint=complaint).order_by("sequence"),
                "followers": complaint.subscriptions.exclude(confirmed_at=None).count(),
            }
        )


@require_POST
def write_public_text(request, pk):
    """Begins the public text of a complaint, or goes on with it."""
    _require(request, "change_publictext")
    complaint = _visible_complaint(request, pk)
    text, _is_new = PublicText.objects.get_or_create(complaint=complaint)
    return redirect(reverse(PublicText.snippet_viewset.get_url_name("edit"), args=[quote(text.pk)]))


class DeskMixin(WagtailAdminTemplateMixin):
    """A page of its own under the register; permission names what it needs."""

    permission = ""

    def dispatch(self, request, *args, **kwargs):
        _require(request, self.permission)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        register = {"url": reverse("complaint:index"), "label": _("Complaints")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), register, here]


class DeskFormView(DeskMixin, FormView):
    """The same with a form."""


class RecordStepView(DeskFormView):
    permission = "record_progress"
    form_class = StepForm
    template_name = "complaints_public/admin/form.html"
    page_title = gettext_lazy("Record a step")
    header_icon = "form"

    @cached_property
    def complaint(self):
        return _visible_complaint(self.request, self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.complaint)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"complaint": self.complaint}

    def get_initial(self):
        return {"status": self.complaint.status, "close_reason": self.complaint.close_reason}

    def form_valid(self, form):
        # Noon of the day, but never before what is known to have come first, nor in the future.
        noon = datetime.combine(form.cleaned_data["occurred_on"], time(12), tzinfo=JAKARTA)
        occurred_at = min(max(noon, form.earliest), timezone.now())
        self.complaint.record_status(form.cleaned_data["status"], form.cleaned_data["close_reason"], occurred_at)
        messages.success(self.request, _("The step is recorded."))
        return redirect("complaint:inspect", self.complaint.pk)


class LiftView(DeskFormView):
    """Takes back that a complaint is withheld, or that the desk made it confidential."""

    permission = "publish_publictext"
    form_class = CommentForm
    template_name = "complaints_public/admin/form.html"
    page_title = gettext_lazy("Decide anew")
    header_icon = "undo"

    @cached_property
    def complaint(self):
        return _visible_complaint(self.request, self.kwargs["pk"])

    def get_page_subtitle(self):
        return public_reference(self.complaint.origin, self.complaint.number)

    def form_valid(self, form):
        try:
            decisions.lift(self.complaint.pk, self.request.user, form.cleaned_data["comment"])
        except decisions.Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The complaint waits for a new decision."))
        return redirect("complaint:inspect", self.complaint.pk)
