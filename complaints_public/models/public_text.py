import json
import re
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name
from wagtail.locks import BaseLock
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from portal.redaction import find_personal_data

from .complaint import PUBLIC_FIELDS, Complaint, Visibility
from .public_complaint import PublicComplaint
from .tallies import Tally, cells_of
from .timeline import TimelineEvent, decision_payload

_WORDS = ("title", "summary", "response")  # what readers see of it
_SHORTEST_REASON = 10  # characters; a dash is no reason
KINDS_OF_PERSONAL_DATA = {
    "nik": _("identity number"),
    "kk": _("family card number"),
    "mail": _("e-mail address"),
    "phone": _("telephone number"),
    "plate": _("number plate"),
    "account": _("bank account number"),
    "address": _("home address"),
    "name": _("name of a person"),
}


class ClaimLock(BaseLock):
    def for_user(self, user):
        return self.object.complaint.holder != user

    def get_message(self, user):
        if not self.for_user(user):
            return None
        holder = get_user_display_name(self.object.complaint.holder)
        return gettext("%(name)s has this complaint open for a decision.") % {"name": holder}

    get_description = get_message


class PublicText(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """What a moderator wrote for everyone to read. Nothing of the source is copied into it or its revisions."""

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, related_name="public_text", editable=False, verbose_name=_("complaint")
    )
    title = models.CharField(
        _("public title"), max_length=150, help_text=_("What it is about, without a name, number or address.")
    )
    summary = models.TextField(
        _("public summary"),
        max_length=5_000,
        help_text=_("In your own words, so that nobody can be recognised by it."),
    )
    response = models.TextField(_("answer of the agency"), max_length=10_000, blank=True)
    personal_data_reason = models.CharField(
        _("reason for keeping what looks like personal data"),
        max_length=255,
        blank=True,
        help_text=_("Only where a hit is a false alarm or public by its nature, such as an office's telephone."),
    )
    live = models.BooleanField(_("live"), default=False, editable=False)  # private until a moderator approves it

    class Meta:
        verbose_name = _("public text")
        verbose_name_plural = _("public texts")

    def __str__(self):
        return gettext("Public text of register entry %(pk)s") % {"pk": self.complaint_id}

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Keeps the tallies and the timeline in step whenever the text goes public or is withdrawn."""
        if "live" not in (kwargs.get("update_fields") or ["live"]):
            # A draft or a lock: whether readers see the text is not touched, even if this copy of it is out of date.
            return super().save(*args, **kwargs)
        complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=self.complaint_id)
        before = PublicText.objects.filter(pk=self.pk, live=True).only("live_revision_id").first()
        goes_public = self.live and (before is None or self.live_revision_id != before.live_revision_id)
        if self.live:
            self.clean()
        if goes_public:
            self.refuse_publication(complaint)
        super().save(*args, **kwargs)
        self._keep_in_step(complaint, before is not None, goes_public)
        return None

    def _keep_in_step(self, complaint, was_live, goes_public):
        if self.live:
            decided = {"reviewed_text_digest": complaint.text_digest, "reported_at": None}
            if complaint.reported_at:
                decided["confirmed_words"] = self.words_digest
            Complaint.objects.filter(pk=complaint.pk).update(**decided)
        if self.live != was_live:
            Tally.objects.move(cells_of(complaint, was_live), cells_of(complaint, self.live))
        if goes_public:
            reason = decision_payload(self.personal_data_reason)
            TimelineEvent.objects.append(complaint, TimelineEvent.Kind.PUBLISHED, reason)
        elif was_live and not self.live:
            TimelineEvent.objects.append(complaint, TimelineEvent.Kind.WITHDRAWN, decision_payload())
        Complaint.objects.get(pk=complaint.pk).refresh_attention()

    @property
    def words_digest(self):
        """Changes when anything that readers see of it does."""
        return sha256(json.dumps([self.title, self.summary, self.response]).encode()).hexdigest()

    @staticmethod
    def refuse_publication(complaint):
        """Raises ValidationError where the complaint is one whose text may not go public, whatever it says."""
        if complaint.visibility == Visibility.SECRET:
            raise ValidationError(gettext("A confidential complaint is never published."))
        if complaint.withheld:
            raise ValidationError(gettext("This complaint is kept from the public. Take that back first."))

    @property
    def has_personal_data(self):
        return any(self.personal_kinds(getattr(self, name)) for name in _WORDS)

    def clean(self):
        """Refuses what looks like personal data, unless a reason for it is on record, and words that are none."""
        errors = {}
        if self.personal_kinds(self.personal_data_reason):
            errors["personal_data_reason"] = gettext("This looks like personal data. A reason must do without.")
        for name in ("title", "summary"):
            words = getattr(self, name)
            if words and not any(letter.isalnum() for letter in words):
                errors[name] = gettext("There is nothing to read in it.")
        for name in _WORDS:
            kinds = self.personal_kinds(getattr(self, name) or "")
            reason = self.personal_data_reason.strip()
            if kinds and len(reason) < _SHORTEST_REASON:
                found = ", ".join(sorted(str(KINDS_OF_PERSONAL_DATA[kind]) for kind in kinds))
                errors[name] = gettext(
                    "This looks like personal data (%(found)s). Take it out, or give a reason below for keeping it."
                ) % {"found": found}
                if reason:
                    errors["personal_data_reason"] = gettext(
                        "This is too short for a reason: say in %(length)s characters or more why it may stay."
                    ) % {"length": _SHORTEST_REASON}
        if errors:
            raise ValidationError(errors)

    def personal_kinds(self, text):
        """Kinds of personal data in text; the name of this complaint's own reporter is one of them."""
        kinds = {hit.kind for hit in find_personal_data(text)}
        names = {word for word in self.complaint.reporter_name.casefold().split() if len(word) > 3}
        if names & set(re.findall(r"\w+", text.casefold())):
            kinds.add("name")
        return kinds

    def get_lock(self):
        """While a moderator has the complaint open for a decision, nobody else changes its text."""
        return ClaimLock(self) if self.complaint.holder and not self.locked else super().get_lock()

    def get_preview_template(self, request, mode_name):
        return "complaints_public/complaint.html"

    def get_preview_context(self, request, mode_name):
        row = Complaint.objects.filter(pk=self.complaint_id).values("pk", **PUBLIC_FIELDS).get()
        row |= {"title": self.title, "summary": self.summary, "response": self.response}
        return {"request": request, "complaint": PublicComplaint(row)}
