from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Complaint, Subscription
from ..models.complaint import PRIVATE_COLUMNS
from ..references import parse_reference

_MOST_NAMES = 10
COMPLAINTS = Complaint.objects.order_by("received_at", "pk")
LISTED = COMPLAINTS.defer(*PRIVATE_COLUMNS).select_related("agency", "district", "public_text")
SUBSCRIPTIONS = Subscription.objects.order_by("pk").select_related("complaint")
SUBSCRIPTIONS = SUBSCRIPTIONS.defer(*(f"complaint__{name}" for name in PRIVATE_COLUMNS))


class SearchForm(forms.Form):
    """What a person gives of itself. Nothing of it goes into an address or a log."""

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
    address = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Finds the complaints that are followed from it."),
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
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_("Give a name, a number or an address."))
        return data

    @property
    def digests(self):
        """Of what was typed, for the log."""
        return [Complaint.reporter_digest_of(name) for name in self.cleaned_data["names"]]

    def complaints(self):
        found = set(LISTED.filter(reporter_digest__in=self.digests))
        for origin, number in self.cleaned_data["numbers"]:
            found |= set(LISTED.filter(origin=origin, number=number))
            found |= set(LISTED.filter(former_numbers__origin=origin, former_numbers__number=number))
        return sorted(found, key=lambda complaint: (complaint.received_at, complaint.pk))

    def subscriptions(self):
        address = self.cleaned_data["address"]
        return list(SUBSCRIPTIONS & Subscription.objects.of(address)) if address else []


class ChosenForm(forms.Form):
    """What was ticked of all that was found, and for which request."""

    found_complaints = forms.ModelMultipleChoiceField(LISTED, required=False)
    found_subscriptions = forms.ModelMultipleChoiceField(SUBSCRIPTIONS, required=False)
    complaints = forms.ModelMultipleChoiceField(COMPLAINTS, required=False, widget=forms.MultipleHiddenInput)
    subscriptions = forms.ModelMultipleChoiceField(SUBSCRIPTIONS, required=False, widget=forms.MultipleHiddenInput)
    request_reference = forms.CharField(
        label=gettext_lazy("Reference of the request"),
        max_length=100,
        help_text=gettext_lazy("For example the number of the letter. It goes into the log: write no name."),
        error_messages={"required": gettext_lazy("Say which request this is for.")},
    )

    def clean(self):
        data = super().clean()
        if not (data.get("complaints") or data.get("subscriptions")):
            raise forms.ValidationError(_("Tick at least one line."))
        return data


class EraseForm(ChosenForm):
    """The same once more, with what must be confirmed."""

    found_complaints = found_subscriptions = None
    request_reference = forms.CharField(max_length=100, widget=forms.HiddenInput)
    withdraw = forms.BooleanField(
        label=gettext_lazy("Take the public texts of these complaints offline and erase them, too"),
        required=False,
        help_text=gettext_lazy("They hold nothing personal if they were moderated well, and normally stay."),
    )
    is_sure = forms.BooleanField(label=gettext_lazy("I have checked who asks, and that these are that person's"))
