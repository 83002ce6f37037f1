"""Merges an agency into another: its complaints move, with their tallies, and what follows leads to the other one."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import Agency

from .importing.lock import one_at_a_time
from .models import Complaint, DueCause, SourceStatement, Tally, TimelineEvent
from .models.complaint import PRIVATE_COLUMNS
from .models.tallies import cells_of
from .models.timeline import decision_payload

_BATCH = 1000


class MergeRefused(Exception):
    """These two cannot be merged; the message says why."""


def merge_agencies(source, target, user=None):
    """Moves every complaint of source to target, all at once, and returns how many those were.

    Exports that still name source bring their complaints to target from then on, and so does an undoing.
    """
    if source == target or source.replaced_by_id or target.replaced_by_id:
        raise MergeRefused(_("An agency cannot be merged into itself, and none that was merged already."))
    with one_at_a_time(), transaction.atomic():
        source.replaced_by = target
        source.save(update_fields=["replaced_by"])
        Agency.objects.filter(replaced_by=source).update(replaced_by=target)
        target.liaisons.add(*source.liaisons.all())
        SourceStatement.objects.filter(agency_id=source.pk).update(agency_id=target.pk)
        count = sum(_move(complaints, source, target, user) for complaints in _batches(source))
        # Rules may be narrowed to one of the two.
        Complaint.objects.filter(agency=target).recompute_deadlines(DueCause.RULES)
    return count


def _batches(source):
    complaints = Complaint.objects.filter(agency=source).select_for_update(of=("self",)).order_by("pk")
    complaints = complaints.select_related("public_text").defer(*PRIVATE_COLUMNS)
    while batch := list(complaints[:_BATCH]):
        yield batch


def _move(complaints, source, target, user):
    tallies, payload = Counter(), decision_payload(user=user, merged=source.name)
    for complaint in complaints:
        tallies.subtract(cells_of(complaint))
        complaint.agency = target
        tallies.update(cells_of(complaint))
    Complaint.objects.filter(pk__in=[complaint.pk for complaint in complaints]).update(agency=target)
    Tally.objects.apply(tallies)
    TimelineEvent.objects.append_many(
        (complaint, TimelineEvent.Kind.MERGED, payload, {"agency_id": target.pk}) for complaint in complaints
    )
    return len(complaints)
