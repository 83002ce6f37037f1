"""Erases what the register keeps of persons. Codes, dates and counts stay, and so does what a moderator published."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import ModelLogEntry, Revision, TaskState, WorkflowState

from .models import Attention, Complaint, EarlierState, EventPayload, PublicText, TimelineEvent
from .models.complaint import ERASABLE_FIELDS
from .models.timeline import decision_payload


class Ground(models.TextChoices):
    RETENTION = "retention", _("Its retention period is over")
    REQUEST = "request", _("The person asked for it")


@transaction.atomic
def erase(pks, ground, user=None, withdraw=False):
    """Erases personal data of the complaints pks that still have it, and returns how many those were.

    withdraw takes their public texts offline, too; else what is published stays, without its drafts.
    """
    waiting = Complaint.objects.select_for_update(of=("self",)).filter(pk__in=pks, erased_at=None)
    complaints = list(waiting.only("pk").order_by("pk"))
    pks = [complaint.pk for complaint in complaints]
    _erase_texts(PublicText.objects.filter(complaint__in=pks).select_related("complaint"), user, withdraw)
    _erase_words_of_logs(Complaint, pks)
    EventPayload.objects.filter(event__complaint__in=pks).delete()
    EarlierState.objects.filter(complaint__in=pks).delete()
    erased = Complaint.objects.filter(pk__in=pks)
    erased.update(**dict.fromkeys(ERASABLE_FIELDS, ""), erased_at=timezone.now(), claimed_by=None, claimed_at=None)
    # Without its text nobody could decide anything any more but on what a reader reported.
    erased.exclude(attention=Attention.REPORTED).update(attention=Attention.NONE)
    payload = decision_payload(user=user, ground=str(ground))
    TimelineEvent.objects.append_many((complaint, TimelineEvent.Kind.ERASED, payload, {}) for complaint in complaints)
    return len(complaints)


def _erase_texts(texts, user, withdraw):
    for text in texts:
        if text.current_workflow_state:
            text.current_workflow_state.cancel(user=user)
        if withdraw and text.live:
            UnpublishAction(text, user=user).execute(skip_permission_checks=True)  # the caller asked for permission
    pks = [text.pk for text in texts]
    text_type = ContentType.objects.get_for_model(PublicText)
    here = {"content_type": text_type, "object_id__in": map(str, pks)}
    texts = PublicText.objects.filter(pk__in=pks)
    shown = texts.filter(live=True)
    texts.filter(live=False).update(title="", summary="", response="", personal_data_reason="", latest_revision=None)
    shown.update(latest_revision=models.F("live_revision"))
    texts.update(has_unpublished_changes=False, go_live_at=None)
    Revision.objects.filter(**here).exclude(pk__in=shown.values("live_revision")).delete()
    TaskState.objects.filter(workflow_state__in=WorkflowState.objects.filter(**here)).update(comment="")
    _erase_words_of_logs(PublicText, pks)


def _erase_words_of_logs(model, pks):
    """Who did what and when stays in the histories; what they wrote beside it goes."""
    entries = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    entries.filter(object_id__in=map(str, pks)).update(data={})
