"""Keeps a complaint's place in the queue in step with the workflow of its public text, whatever view drives it."""

from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from ..models import Complaint, PublicText


def _follow(sender, instance, **kwargs):
    workflow_state = getattr(instance, "workflow_state", instance)
    text = workflow_state.content_object
    if isinstance(text, PublicText):
        Complaint.objects.get(pk=text.complaint_id).refresh_attention()


def follow_workflow():
    # A text that was sent back and is handed in again is a task submitted, and no workflow.
    for signal in (task_submitted, workflow_submitted, workflow_approved, workflow_rejected, workflow_cancelled):
        signal.connect(_follow, dispatch_uid="complaint_attention")
