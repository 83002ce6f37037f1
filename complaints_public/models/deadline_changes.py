"""Due dates that move: counted anew, put on record with what they were before and why they changed."""

from collections import defaultdict

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .choices import ENDED_STATUSES
from .deadlines import DeadlineTable, Scope
from .timeline import TimelineEvent

_BATCH = 500  # below what SQLite takes as parameters of one query


class DueCause(models.TextChoices):
    """What a changed due date is put down to, as the end of a sentence."""

    HOLIDAYS = "holidays", _("because the list of holidays changed")
    RULES = "rules", _("because the rules for time limits changed")
    URGENCY = "urgency", _("because the complaint desk set its urgency anew")
    SOURCE = "source", _("because the source's data changed")
    REOPENED = "reopened", _("because it was taken up again, and holidays or rules had changed since")


def due_event(complaint, before, after, cause="", details=None, **fields):
    """A due date's change as TimelineEvent.objects.append_many() takes it."""
    payload = {"before": _iso(before), "after": _iso(after), "cause": cause, **(details or {})}
    return complaint, TimelineEvent.Kind.DUE, payload, {"due_on": after, **fields}


def _iso(day):
    return day.isoformat() if day else None


class DeadlineQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status__in=ENDED_STATUSES)

    def recompute_deadlines(self, cause="", details=None):
        """Sets the due dates of open complaints anew, each change on record, and returns how many changed.

        cause is a DueCause, details what is to be known of it: {"pk": …, "days": [iso, …]}, never personal.
        One transaction for each batch: run again, it goes on where it was cut off.
        """
        table, changed, last_pk = DeadlineTable(), 0, 0
        while True:
            with transaction.atomic():
                batch = list(self._open_after(last_pk))
                if not batch:
                    return changed
                events = list(_due_events(batch, table, cause, details))
                self._take_over(events)
                changed += len(events)
                last_pk = batch[-1].pk

    def _open_after(self, pk):
        # The personal columns stay unread: they would only be decrypted for nothing.
        rows = self.open().filter(pk__gt=pk).select_for_update(of=("self",)).order_by("pk")
        return rows.only("pk", "received_at", "status", "resolution_due_on", *Scope._fields)[:_BATCH]

    def _take_over(self, events):
        pks_by_day = defaultdict(list)
        for complaint, _kind, _payload, fields in events:
            pks_by_day[fields["due_on"]].append(complaint.pk)
        for due_on, pks in pks_by_day.items():
            self.model.objects.filter(pk__in=pks).update(resolution_due_on=due_on)
        TimelineEvent.objects.append_many(events)


def _due_events(complaints, table, cause, details):
    for complaint in complaints:
        due_on = table.due_on(Scope.of(complaint), complaint.received_on)
        if due_on != complaint.resolution_due_on:
            yield due_event(complaint, complaint.resolution_due_on, due_on, cause, details)
