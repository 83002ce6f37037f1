"""The moderation desk: one queue of what needs a decision, and one page to make it on."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import Attention, Complaint, PublicText
from ..models.complaint import PRIVATE_COLUMNS, free_for
from ..models.public_text import ClaimLock
from ..references import public_reference
from . import decisions
from .columns import DayColumn, DueColumn, HolderColumn, QueueReferenceColumn, StatusColumn
from .filters import QueueFilterSet
from .forms import DecisionForm
from .panels import proposed, source_text

DECIDES = "complaints_public.publish_publictext"
_LOOK_AHEAD = 500  # places in the queue that "skip" looks through


def waiting_for(user):
    return Complaint.objects.visible_to(user).needing_decision()


class QueueView(generic.IndexView):
    """What needs a decision, the oldest deadline first. Where it may be made, each number leads to its page."""

    page_title = gettext_lazy("Needs a decision")
    template_name = "complaints_public/admin/queue.html"
    filterset_class = QueueFilterSet
    default_ordering = None
    paginate_by = 50
    is_searchable = False
    list_display = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="complaint"),
        QueueReferenceColumn("reference", label=gettext_lazy("Number")),
        Column("attention", label=gettext_lazy("Why"), accessor="get_attention_display"),
        DueColumn("resolution_due_on", label=gettext_lazy("Due")),
        DayColumn("received_at", label=gettext_lazy("Received")),
        Column("agency", label=gettext_lazy("Agency"), accessor="agency.label"),
        StatusColumn("status", label=gettext_lazy("Status")),
        HolderColumn("holder", label=gettext_lazy("Open at")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(DECIDES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return waiting_for(self.request.user).select_related("agency", "claimed_by").defer(*PRIVATE_COLUMNS)

    def order_queryset(self, queryset):
        return queryset


def next_in_queue(request, after=None):
    """The first complaint that waits (behind after) in the queue as filtered, and that nobody else has open."""
    waiting = QueueFilterSet(request.GET, queryset=waiting_for(request.user), request=request).qs
    pks = list(waiting.filter(free_for(request.user)).values_list("pk", flat=True)[:_LOOK_AHEAD])
    behind = pks[pks.index(after) + 1 :] if after in pks else pks
    return next((pk for pk in behind if pk != after), None)


def go_on(request, after=None):
    """To the next decision, or to the queue where there is none left."""
    if not request.user.has_perm(DECIDES):
        raise PermissionDenied
    pk = next_in_queue(request, after or _as_pk(request.GET.get("after")))
    query = urlencode([(name, value) for name, value in request.GET.lists() for value in value if name != "after"])
    if pk is None:
        messages.success(request, _("There is nothing further to decide here."))
    address = reverse("complaint:decide", args=[pk]) if pk else reverse("complaint:queue")
    return redirect(f"{address}?{query}" if query else address)


def _as_pk(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


_DONE = {
    DecisionForm.APPROVE: gettext_lazy("Complaint %(number)s is published."),
    DecisionForm.SAVE: gettext_lazy("The draft for complaint %(number)s is kept; nothing is decided."),
    DecisionForm.SEND_BACK: gettext_lazy("The text of complaint %(number)s went back to its author."),
    DecisionForm.WITHHOLD: gettext_lazy("Complaint %(number)s is kept from the public."),
    DecisionForm.SECRET: gettext_lazy("Complaint %(number)s is confidential now."),
}


class DecisionView(WagtailAdminTemplateMixin, FormView):
    """As filed, proposal and public preview side by side, above the form that is decided on."""

    form_class = DecisionForm
    template_name = "complaints_public/admin/decision.html"
    header_icon = "check"
    page_title = gettext_lazy("Decide")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(DECIDES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def complaint(self):
        visible = Complaint.objects.visible_to(self.request.user)
        return get_object_or_404(visible.select_related("agency", "topic", "complaint_class"), pk=self.kwargs["pk"])

    @cached_property
    def is_mine(self):
        return self.complaint.claim_for(self.request.user)

    @cached_property
    def text(self):
        text = PublicText.objects.filter(complaint=self.complaint).first()
        return text.get_latest_revision_as_object() if text else PublicText(complaint=self.complaint)

    def _lock(self):
        """Why this user can only read it, in a sentence; "" where nothing is in the way."""
        if not self.is_mine:
            return ClaimLock(self.text).get_message(self.request.user)
        if self.text.locked and self.text.locked_by != self.request.user:
            return _("%(name)s has locked this text.") % {"name": get_user_display_name(self.text.locked_by)}
        return ""

    def get_page_subtitle(self):
        return public_reference(self.complaint.origin, self.complaint.number)

    def get_breadcrumbs_items(self):
        queue = {"url": reverse("complaint:queue"), "label": _("Needs a decision")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), queue, here]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "instance": self.text,
            "decision": self.request.POST.get("decision", ""),
            # A reason for keeping personal data is the moderator's own, not the author's.
            "initial": {"seen": decisions.state_of(self.complaint), "personal_data_reason": ""},
        }

    def form_valid(self, form):
        data, user, pk = form.cleaned_data, self.request.user, self.complaint.pk
        seen, comment = data["seen"], data["comment"]
        make = {
            form.APPROVE: lambda: decisions.approve(pk, user, form.text_values, seen),
            form.SAVE: lambda: decisions.save_draft(pk, user, form.text_values, seen),
            form.SEND_BACK: lambda: decisions.send_back(pk, user, comment, seen),
            form.WITHHOLD: lambda: decisions.withhold(pk, user, data["reason"], comment, seen),
            form.SECRET: lambda: decisions.mark_secret(pk, user, comment, seen),
        }.get(form.decision)
        if make is None:
            form.add_error(None, _("Choose what is to be done."))
            return self.form_invalid(form)
        try:
            make()
        except decisions.Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _DONE[form.decision] % {"number": self.get_page_subtitle()})
        return go_on(self.request, after=pk)

    def form_invalid(self, form):
        # What is shown anew rests on the newest state, so that the next try can succeed.
        form.data = form.data.copy()
        form.data["seen"] = decisions.state_of(Complaint.objects.get(pk=self.complaint.pk))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        complaint = self.complaint
        source = source_text(complaint, self.request.user)
        return (
            super().get_context_data(**kwargs)
            | source
            | {
                "complaint": complaint,
                "proposal": {name: proposed(source[name]) for name in ("title", "text")}
                if source["may_read"]
                else None,
                "authors_reason": self.text.personal_data_reason,
                "lock": self._lock(),
                "waiting": waiting_for(self.request.user)[:_LOOK_AHEAD].count(),
                "is_submitted": complaint.attention == Attention.SUBMITTED,
                "query": self.request.GET.urlencode(),
                "earlier": list(decisions.earlier(complaint)),
                "action": self.request.get_full_path(),
            }
        )


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, pk):
    """The public page as it would look with what stands in the form (by POST), or with the newest draft."""
    if not request.user.has_perm(DECIDES):
        raise PermissionDenied
    complaint = get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)
    text = PublicText.objects.filter(complaint=complaint).first()
    text = text.get_latest_revision_as_object() if text else PublicText(complaint=complaint)
    if request.method == "POST":
        complaint.claim_for(request.user)
        for name in ("title", "summary", "response"):
            setattr(text, name, request.POST.get(name, "")[:20_000])
    response = text.make_preview_request(request)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # it is shown beside the form
    response.headers["Cache-Control"] = "no-store"
    return response
