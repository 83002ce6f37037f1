import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from portal.models import Agency, ComplaintClass

from ..models import NEEDS_DECISION, Attention, Complaint, PublicText, Status, Visibility

_TEXT_STATES = [
    ("none", _("No public text yet")),
    ("draft", _("Draft, not published")),
    ("live", _("Published")),
    ("review", _("Published, but the source's text has changed")),
]


class ComplaintFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=Status)
    complaint_class = django_filters.ModelChoiceFilter(label=_("Class"), queryset=ComplaintClass.objects.all())
    agency = django_filters.ModelChoiceFilter(label=_("Agency"), queryset=Agency.objects.exclude(complaints=None))
    is_overdue = django_filters.BooleanFilter(label=_("Overdue"), method="filter_overdue")
    visibility = django_filters.ChoiceFilter(label=_("Visibility"), choices=Visibility)
    attention = django_filters.MultipleChoiceFilter(label=_("Needs a decision"), choices=Attention)
    public_text = django_filters.ChoiceFilter(label=_("Public text"), choices=_TEXT_STATES, method="filter_text")

    class Meta:
        model = Complaint
        fields = ["status", "complaint_class", "agency", "is_overdue", "visibility", "attention", "public_text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user and not user.has_perm("complaints_public.view_every_agency"):
            self.filters["agency"].queryset = Agency.objects.filter(liaisons=user)

    def filter_overdue(self, queryset, name, value):
        return queryset.overdue() if value else queryset.exclude(pk__in=queryset.overdue().values("pk"))

    def filter_text(self, queryset, name, value):
        states = {
            "none": {"public_text": None},
            "draft": {"public_text__live": False},
            "live": {"public_text__live": True},
        }
        return queryset.filter(**states[value]) if value in states else queryset.needing_review()


class QueueFilterSet(WagtailFilterSet):
    attention = django_filters.MultipleChoiceFilter(
        label=_("Why"), choices=[(value.value, value.label) for value in NEEDS_DECISION]
    )
    agency = django_filters.ModelChoiceFilter(label=_("Agency"), queryset=Agency.objects.exclude(complaints=None))
    complaint_class = django_filters.ModelChoiceFilter(label=_("Class"), queryset=ComplaintClass.objects.all())

    class Meta:
        model = Complaint
        fields = ["attention", "agency", "complaint_class"]


class PublicTextFilterSet(WagtailFilterSet):
    live = django_filters.BooleanFilter(label=_("Published"))
    has_unpublished_changes = django_filters.BooleanFilter(label=_("Has changes that are not published"))

    class Meta:
        model = PublicText
        fields = ["live", "has_unpublished_changes"]
