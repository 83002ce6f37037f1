"""Templates for answers: a choice above the field of the answer, wherever one is written."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from ..models import ReplyTemplate
from ..references import public_reference


def values_of(complaint):
    """What the placeholders of a template become for one complaint; all of it is public once the text is."""
    due = complaint.resolution_due_on
    return {
        "agency": complaint.agency or "",
        "topic": complaint.topic or "",
        "number": public_reference(complaint.origin, complaint.number),
        "received": date_format(timezone.localdate(complaint.received_at), "j F Y"),
        "due": date_format(due, "j F Y") if due else "–",
    }


class ReplyTextarea(forms.Textarea):
    """A text area with the reply templates that fit the complaint; desk.js puts the chosen one into the text."""

    template_name = "complaints_public/admin/reply_textarea.html"
    complaint = None

    class Media:
        js = ["complaints_public/admin/desk.js"]
        css = {"all": ["complaints_public/admin/desk.css"]}

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"replies": self.replies}

    @property
    def replies(self):
        if self.complaint is None:
            return []
        values = values_of(self.complaint)
        templates = ReplyTemplate.objects.for_complaint(self.complaint)
        return [(template.name, template.filled(values)) for template in templates]
