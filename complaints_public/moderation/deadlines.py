"""What deadlines rest on, as editors see it: the holidays and the rules."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from portal.panels import DayInput

from ..models import Complaint, DeadlineRule, DueCause, Holiday
from .plain_tables import Register


class RecomputesDeadlines:
    """A change of what deadlines rest on takes effect at once, or not at all, and the editor is told how far."""

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        self.recompute()
        return response

    def recompute(self):
        changed = Complaint.objects.recompute_deadlines(self.model_admin.cause)
        if changed:
            text = ngettext(
                "The due date of %(count)s open complaint has changed.",
                "The due dates of %(count)s open complaints have changed.",
                changed,
            )
            messages.info(self.request, text % {"count": changed})


class RecomputingCreateView(RecomputesDeadlines, CreateView):
    pass


class RecomputingEditView(RecomputesDeadlines, EditView):
    pass


class RecomputingDeleteView(RecomputesDeadlines, DeleteView):
    def delete_instance(self):
        super().delete_instance()
        self.recompute()


class DeadlineRegister(Register):
    create_view_class = RecomputingCreateView
    edit_view_class = RecomputingEditView
    delete_view_class = RecomputingDeleteView


class HolidayAdmin(DeadlineRegister):
    model = Holiday
    cause = DueCause.HOLIDAYS
    panels = [
        FieldPanel("day", widget=DayInput),
        *[FieldPanel(name) for name in ("name", "kind", "decree", "is_estimate")],
    ]
    menu_label = _("Holidays")
    base_url_path = "complaints/holidays"
    menu_icon = "date"
    list_display = ["day", "name", "kind", "decree", "is_estimate"]
    list_filter = ["kind", "is_estimate"]
    search_fields = ["name"]
    ordering = ["-day"]


class DeadlineRuleAdmin(DeadlineRegister):
    model = DeadlineRule
    cause = DueCause.RULES
    panels = [
        *[FieldPanel(name) for name in ("step", "working_days", "citation")],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("complaint_class", "urgency", "agency", "district")],
            heading=_("Which complaints it is for"),
            help_text=_(
                "The rule that is narrowed by more of these comes first; of two narrowed by equally many, the one "
                "for an urgency, then for an agency, then for a district, then for a class."
            ),
        ),
        FieldRowPanel(
            [FieldPanel(name, widget=DayInput) for name in ("valid_from", "valid_to")], heading=_("Validity")
        ),
    ]
    menu_label = _("Deadline rules")
    base_url_path = "complaints/deadline-rules"
    menu_icon = "time"
    list_display = ["step", "narrowed_to", "working_days", "citation", "valid_from", "valid_to"]
    list_filter = ["step"]
    list_select_related = ["complaint_class", "agency", "district"]

    def narrowed_to(self, rule):
        return rule.narrowed_to

    narrowed_to.short_description = _("For")
