from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.panels import DayInput

from ..models import CloseReason, PublicText, Status, TimelineEvent, WithholdReason
from .replies import ReplyTextarea


class PublicTextForm(WagtailAdminModelForm):
    """The form of a public text that liaisons write in: with the reply templates that fit its complaint."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widget = self.fields["response"].widget if "response" in self.fields else None
        if isinstance(widget, ReplyTextarea) and self.instance.complaint_id:
            widget.complaint = self.instance.complaint


class DecisionForm(forms.ModelForm):
    """A public text and what is decided of it. What a decision needs, is asked only where it is made."""

    APPROVE, SAVE, SEND_BACK, WITHHOLD, SECRET = "approve", "save", "send_back", "withhold", "secret"

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *WithholdReason.choices], required=False)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For sending back, withholding and making confidential. Without personal data."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = PublicText
        fields = ["title", "summary", "response", "personal_data_reason"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 6}),
            "response": ReplyTextarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, decision="", **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision
        keeps_text = decision in (self.APPROVE, self.SAVE)
        for name in self.Meta.fields:
            # A text that is not kept need not be in order; a draft need not be whole.
            self.fields[name].required &= decision == self.APPROVE
        if not keeps_text:
            self._post_clean = lambda: None
        self.fields["reason"].required = decision == self.WITHHOLD
        self.fields["response"].widget.complaint = self.instance.complaint

    @property
    def text_values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CommentForm(forms.Form):
    """Why something is decided: for the record, without personal data."""

    comment = forms.CharField(
        label=_("Why"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithholdForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *WithholdReason.choices])
    comment = forms.CharField(label=_("Comment"), required=False, max_length=500)


class StepForm(forms.Form):
    """A step that the desk knows of before, or better than, the next export."""

    status = forms.ChoiceField(label=_("Status"), choices=Status)
    close_reason = forms.ChoiceField(
        label=_("Reason for closing"), choices=[("", "–"), *CloseReason.choices], required=False
    )
    occurred_on = forms.DateField(label=_("Day on which it happened"), widget=DayInput)

    def __init__(self, *args, complaint, **kwargs):
        super().__init__(*args, **kwargs)
        self.complaint = complaint
        # Steps stand in the order in which they happened: after the receipt and the last one that is known.
        self.earliest = TimelineEvent.objects.last_known_moment(complaint)

    def clean_occurred_on(self):
        day = self.cleaned_data["occurred_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        earliest = timezone.localdate(self.earliest)
        if day < earliest:
            raise ValidationError(
                _("The last thing known of this complaint is of %(day)s; the step cannot lie before it."),
                params={"day": date_format(earliest, "j F Y")},
            )
        return day

    def clean(self):
        data = super().clean()
        if (data.get("status"), data.get("close_reason")) == (self.complaint.status, self.complaint.close_reason):
            self.add_error("status", _("The complaint stands there already."))
        has_ended = self.complaint.status in (Status.CLOSED, Status.ARCHIVED)
        if has_ended and data.get("status") not in (Status.CLOSED, Status.ARCHIVED, Status.IN_PROGRESS, None):
            self.add_error("status", _("What is closed or archived can only be taken up again: in progress."))
        is_closed = data.get("status") == Status.CLOSED
        if is_closed and not data.get("close_reason"):
            self.add_error("close_reason", _("A closed complaint needs its reason."))
        if data.get("close_reason") and not is_closed:
            self.add_error("close_reason", _("Only a closed complaint has a reason for closing."))
        return data
