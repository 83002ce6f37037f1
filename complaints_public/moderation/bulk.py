"""Decisions on many complaints of the queue at once. Each is made as on its own page, or left with its reason."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from ..models import Complaint
from ..models.complaint import PRIVATE_COLUMNS
from ..references import public_reference
from . import decisions
from .filters import QueueFilterSet
from .forms import CommentForm, WithholdForm
from .queue import DECIDES, waiting_for

_MOST = 500  # complaints at once


class DecisionAction(BulkAction):
    """Only what waits for this user's decision can be chosen; anything else is as if it were not there."""

    template_name = "complaints_public/admin/bulk_decision.html"
    models = [Complaint]
    question = done = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(DECIDES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classproperty
    def aria_label(cls):
        return cls.display_name

    def get_all_objects_in_listing_query(self, parent_id):
        """As the queue is filtered where the user chose everything."""
        chosen = QueryDict(urlsplit(self.next_url).query)
        waiting = QueueFilterSet(chosen, queryset=waiting_for(self.request.user), request=self.request).qs
        return [*waiting.values_list("pk", flat=True)[:_MOST]]

    def get_queryset(self, model, object_ids):
        chosen = [int(pk) for pk in object_ids if str(pk).isascii() and str(pk).isdigit() and len(str(pk)) < 19]
        waiting = waiting_for(self.request.user).select_related("agency").defer(*PRIVATE_COLUMNS)
        return list(waiting.filter(pk__in=chosen)[:_MOST])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        references = [public_reference(entry["item"].origin, entry["item"].number) for entry in context["items"]]
        return context | {"title": self.display_name, "question": self.question, "references": references}

    def get_execution_context(self):
        return {"view": self}

    @classmethod
    def execute_action(cls, objects, view, **kwargs):
        decided, left = 0, []
        for complaint in objects:
            try:
                view.decide(complaint.pk, view.request.user, view.cleaned_form.cleaned_data)
                decided += 1
            except decisions.Refused as refusal:
                left.append(f"{public_reference(complaint.origin, complaint.number)}: {refusal}")
        for sentence in left[:50]:
            messages.warning(view.request, sentence)
        return decided, 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        if not num_parent_objects:
            return None
        text = ngettext("%(count)s complaint decided.", "%(count)s complaints decided.", num_parent_objects)
        return text % {"count": num_parent_objects}


class ApproveAction(DecisionAction):
    display_name = gettext_lazy("Approve")
    action_type = "approve"
    action_priority = 10
    question = gettext_lazy("The newest draft of each is published. One without title and summary is left.")

    def decide(self, pk, user, data):
        decisions.approve(pk, user)


class SendBackAction(DecisionAction):
    display_name = gettext_lazy("Send back")
    action_type = "send-back"
    action_priority = 20
    form_class = CommentForm
    question = gettext_lazy("What was submitted goes back to its author with your comment.")

    def decide(self, pk, user, data):
        decisions.send_back(pk, user, data["comment"])


class WithholdAction(DecisionAction):
    display_name = gettext_lazy("Withhold")
    action_type = "withhold"
    action_priority = 30
    form_class = WithholdForm
    question = gettext_lazy("They are kept from the public; what was published of them is withdrawn.")

    def decide(self, pk, user, data):
        decisions.withhold(pk, user, data["reason"], data["comment"])


class MarkSecretAction(DecisionAction):
    display_name = gettext_lazy("Make confidential")
    action_type = "mark-secret"
    action_priority = 40
    form_class = CommentForm
    question = gettext_lazy("They exist for nobody without an access code, whatever their source says.")

    def decide(self, pk, user, data):
        decisions.mark_secret(pk, user, data["comment"])


ACTIONS = (ApproveAction, SendBackAction, WithholdAction, MarkSecretAction)
