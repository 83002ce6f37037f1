"""Reads the whole timeline and finds what was changed, removed, added or moved behind the register's back."""

from contextlib import contextmanager
from datetime import timedelta
from heapq import merge
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import ExpressionWrapper, F, TextField

from portal.encryption import decrypt

from .models import ChainEnd, Complaint, TimelineEvent, TimelineHead
from .models.timeline import commitment_to
from .models.timeline_head import EventsDigest

_AT_A_TIME = 2000


class Finding(NamedTuple):
    """Something that does not fit. place is the key of the event it concerns, or of one near to it."""

    place: int
    text: str


@contextmanager
def one_state():
    """All that is read inside is one state of the register, while others go on writing to it."""
    if connection.in_atomic_block:  # a test's
        yield
        return
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


class Verification:
    """findings() goes through everything once; events and heads then say how much that was."""

    def __init__(self, kept=()):
        """kept: (day, hash) of heads that somebody outside has kept."""
        self.kept, self.events, self.heads = kept, 0, 0

    def findings(self):
        for complaint_pk, is_registered, end, events in _chains():
            self.events += len(events)
            yield from _follow(complaint_pk, events)
            yield from _compare_end(complaint_pk, is_registered, end, events)
            yield from _check_payloads(events)
        yield from self._check_heads()
        yield from self._compare_kept()

    def _check_heads(self):
        previous = None
        for head in TimelineHead.objects.order_by("day").iterator(chunk_size=_AT_A_TIME):
            self.heads += 1
            yield from _check_head(head, previous)
            previous = head

    def _compare_kept(self):
        for day, kept_hash in self.kept:
            head = TimelineHead.objects.filter(day=day).first()
            if head is None:
                yield Finding(0, f"There is no head of {day}, of which one was kept.")
            elif head.hash != kept_hash:
                yield Finding(head.last_event, f"The head of {day} is not the one that was kept.")


def _chains():
    """(key of the complaint, whether it is there, end of its chain or None, its events in order) of each complaint."""
    events = TimelineEvent.objects.order_by("complaint_id", "sequence", "pk").annotate(
        payload_salt=F("payload__salt"),
        # As it stands in the database: one that cannot be read must be found, not end the search.
        payload_token=ExpressionWrapper(F("payload__content"), output_field=TextField()),
    )
    known = Complaint.objects.order_by("pk").values_list("pk", flat=True)
    ends = ChainEnd.objects.order_by("complaint_id")
    rows = merge(
        ((pk, None) for pk in known.iterator(chunk_size=_AT_A_TIME)),
        ((end.complaint_id, end) for end in ends.iterator(chunk_size=_AT_A_TIME)),
        ((event.complaint_id, event) for event in events.iterator(chunk_size=_AT_A_TIME)),
        key=itemgetter(0),
    )
    for complaint_pk, group in groupby(rows, key=itemgetter(0)):
        found = [row for _pk, row in group]
        end = next((row for row in found if isinstance(row, ChainEnd)), None)
        yield complaint_pk, None in found, end, [row for row in found if isinstance(row, TimelineEvent)]


def _name(event):
    return f"Event {event.pk} (register entry {event.complaint_id}, place {event.sequence})"


def _follow(complaint_pk, events):
    """Each event against itself and against the one before it."""
    for before, event in pairwise([None, *events]):
        is_itself = event.hash == event.compute_hash()
        if not is_itself:
            yield Finding(event.pk, f"{_name(event)} was changed.")
        place, previous_hash, last_pk = (before.sequence, before.hash, before.pk) if before else (0, "", 0)
        if event.sequence > place + 1:
            yield Finding(last_pk, f"Register entry {complaint_pk}, place {place + 1}: the event was removed.")
        elif event.sequence <= place or event.pk < last_pk:
            yield Finding(event.pk, f"{_name(event)} was moved or added.")
        elif is_itself and event.previous_hash != previous_hash:
            yield Finding(last_pk, f"{_name(before or event)} was rewritten: the next one remembers another hash.")


def _compare_end(complaint_pk, is_registered, end, events):
    last = events[-1] if events else None
    place, last_pk = (last.sequence, last.pk) if last else (0, 0)
    if not is_registered:
        yield Finding(last_pk, f"Register entry {complaint_pk} was removed from the register.")
    if end is None:
        what = "was added: the register does not know its end" if last else "was removed"
        yield Finding(last_pk, f"The whole chain of register entry {complaint_pk} {what}.")
    elif end.seal != end.compute_seal():
        yield Finding(last_pk, f"The end of the chain of register entry {complaint_pk} was rewritten.")
    elif end.sequence > place:
        yield Finding(last_pk, f"Register entry {complaint_pk}, place {place + 1}: the event was removed.")
    elif end.sequence < place:
        added = next(event for event in events if event.sequence > end.sequence)
        yield Finding(added.pk, f"{_name(added)} was added.")
    elif end.hash != last.hash:
        yield Finding(last_pk, f"{_name(last)} was rewritten.")


def _check_payloads(events):
    missing = []
    for event in events:
        if event.kind == TimelineEvent.Kind.ERASED:
            missing.clear()  # it says that the payloads before it are gone
        if event.payload_salt is None:
            missing += [event] if event.commitment else []
        elif event.commitment != _commitment(event):
            yield Finding(event.pk, f"{_name(event)}: its payload was changed.")
    for event in missing:
        yield Finding(event.pk, f"{_name(event)}: its payload was removed, and no erasure is on record.")


def _commitment(event):
    try:
        return commitment_to(event.payload_salt, event.payload_token and decrypt(event.payload_token))
    except ImproperlyConfigured:  # unreadable: changed, or encrypted with a key that is not there
        return None


def _check_head(head, previous):
    start, previous_hash = (previous.last_event, previous.hash) if previous else (0, "")
    if head.hash != head.compute_hash():
        yield Finding(head.last_event, f"The head of {head.day} was changed.")
    elif head.previous_hash != previous_hash or (previous and head.day != previous.day + timedelta(days=1)):
        what = f"not the one that the head of {head.day} remembers" if previous else "missing"
        yield Finding(start, f"The head before {head.day} is {what}: it was removed or rewritten.")
        return
    events = TimelineEvent.objects.filter(pk__gt=start, pk__lte=head.last_event).order_by("pk")
    digest = EventsDigest(head.salt, events.values_list("pk", "hash").iterator(chunk_size=_AT_A_TIME))
    sealed = (head.count, head.last_event, head.events_digest)
    if (digest.count, digest.last_event or start, digest.hexdigest()) != sealed:
        yield Finding(head.last_event, _difference(head, digest))


def _difference(head, digest):
    if digest.count != head.count:
        return f"Day {head.day}: {head.count} events were sealed, {digest.count} are there."
    return f"Day {head.day}: its events are not those that were sealed, or not in their order."
