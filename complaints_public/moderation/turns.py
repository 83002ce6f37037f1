"""Keeps a complaint's place in the queue in step with the workflow of its public text, whatever view drives it."""

from wagtail.signals import workflow_approved, workflow_cancelled, workflow_rejected, workflow_submitted

from ..models import PublicText


def _follow(sender, instance, **kwargs):
    text = instance.content_object
    if isinstance(text, PublicText):
        text.complaint.__class__.objects.get(pk=text.complaint_id).refresh_attention()


def follow_workflow():
    for signal in (workflow_submitted, workflow_approved, workflow_rejected, workflow_cancelled):
        signal.connect(_follow, dispatch_uid="complaint_attention")
