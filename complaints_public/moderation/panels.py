from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.log_actions import log

from portal.redaction import find_personal_data

from ..models import Visibility
from ..models.public_text import KINDS_OF_PERSONAL_DATA
from ..references import public_reference


class SourceTextPanel(Panel):
    """The complaint as it was filed, beside the form: for those who may read it, and every reading is logged."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "complaints_public/admin/source_text_panel.html"

        def is_shown(self):
            return bool(self.instance.complaint_id)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            complaint = self.instance.complaint
            links = {
                "reference": public_reference(complaint.origin, complaint.number),
                "is_confidential": complaint.visibility == Visibility.SECRET,
                "complaint_url": reverse("complaint:inspect", args=[complaint.pk]),
            }
            return context | links | source_text(complaint, self.request.user)


def source_text(complaint, user):
    """Template context of the raw text, with personal data marked; empty for those who may not read it."""
    if not user.has_perm("complaints_public.view_raw_text"):
        return {"may_read": False}
    log(instance=complaint, action="complaints_public.read_raw_text", user=user)
    texts = {"title": complaint.raw_title, "text": complaint.raw_final_text or complaint.raw_text}
    return {"may_read": True, **{name: list(marked(text)) for name, text in texts.items()}}


def marked(text):
    """(piece, name of the kind of personal data it is or "") of text, in order."""
    position = 0
    for hit in find_personal_data(text):
        yield text[position : hit.start], ""
        yield text[hit.start : hit.end], KINDS_OF_PERSONAL_DATA[hit.kind]
        position = hit.end
    yield text[position:], ""


def proposed(pieces):
    """A public text to begin with: the marked pieces without what was found, whose kind stands in its place."""
    return "".join(f"[{kind}]" if kind else piece for piece, kind in pieces)
