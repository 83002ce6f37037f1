"""Due dates that move: counted anew, put on record with what they were before and why they changed."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import ENDED_STATUSES
from .deadlines import DeadlineTable, Scope
from .tallies import Tally, cells_of
from .timeline import TimelineEvent, decision_payload

_READ = (
    "pk", "received_at", "status", "close_reason", "visibility", "is_void", "topic", "channel", "resolution_due_on",
    "ended_on", "response_days", "resolution_days", "public_text__live",
)  # fmt: skip
_BATCH = 500  # below what SQLite takes as parameters of one query


class DueCause(models.TextChoices):
    """What a changed due date is put down to, as the end of a sentence."""

    HOLIDAYS = "holidays", gettext_lazy("because the list of holidays changed")
    RULES = "rules", gettext_lazy("because the rules for time limits changed")
    URGENCY = "urgency", gettext_lazy("because the complaint desk set its urgency anew")
    SOURCE = "source", gettext_lazy("because the source's data changed")
    UNDONE = "undone", gettext_lazy("because an import was undone")
    REOPENED = "reopened", gettext_lazy("because it was taken up again, and holidays or rules had changed since")


def due_event(complaint, before, after, cause="", details=None, **fields):
    """A due date's change as TimelineEvent.objects.append_many() takes it."""
    payload = decision_payload(before=_iso(before), after=_iso(after), cause=str(cause), **(details or {}))
    return complaint, TimelineEvent.Kind.DUE, payload, {"due_on": after, **fields}


def _iso(day):
    return day.isoformat() if day else ""


@dataclass(frozen=True)
class DueChange:
    """What an event of kind DUE says, for everyone to read."""

    before: date | None
    after: date | None
    cause: str
    days: list
    recorded_at: datetime

    @classmethod
    def told_by(cls, event):
        """Of a row of TimelineEvent.objects.public_with_due_changes(); one whose payload was erased says no why."""
        said = json.loads(event["change"] or "{}")
        days = [date.fromisoformat(day) for day in said.get("days", [])]
        return cls(_day(said.get("before")), event["due_on"], said.get("cause", ""), days, event["recorded_at"])

    @property
    def text(self):
        """A sentence: from when to when, and why."""
        before, after = (date_format(day, "j F Y") if day else "" for day in (self.before, self.after))
        if before and after:
            change = _("The due date changed from %(before)s to %(after)s")
        elif after:
            change = _("The due date was set to %(after)s")
        else:
            change = _("There is no due date any more")
        change %= {"before": before, "after": after}
        return f"{change}, {self.why}." if self.why else f"{change}."

    @property
    def why(self):
        if self.cause not in DueCause.values:
            return ""
        days = ", ".join(date_format(day, "j F Y") for day in self.days)
        return f"{DueCause(self.cause).label}{f' ({days})' if days else ''}"


def _day(text):
    # Earlier events say "None" where there was no due date.
    return date.fromisoformat(text) if text and text != "None" else None


class DeadlineQuerySet(models.QuerySet):
    def open(self):
        return self.filter(is_void=False).exclude(status__in=ENDED_STATUSES)

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
                    break
                events = list(_due_events(batch, table, cause, details))
                self._take_over(events)
                changed += len(events)
                last_pk = batch[-1].pk
        if cause in ("", DueCause.HOLIDAYS):
            days = [date.fromisoformat(day) for day in (details or {}).get("days", [])]
            self.refresh_every_known_day(min(days, default=None), max(days, default=None))
        return changed

    def _open_after(self, pk):
        # The personal columns stay unread: they would only be decrypted for nothing.
        rows = self.open().filter(pk__gt=pk).select_for_update(of=("self",)).order_by("pk")
        return rows.select_related("public_text").only(*_READ, *Scope._fields)[:_BATCH]

    def _take_over(self, events):
        pks_by_day, tallies = defaultdict(list), Counter()
        for complaint, _kind, _payload, fields in events:
            pks_by_day[fields["due_on"]].append(complaint.pk)
            tallies.subtract(cells_of(complaint))
            complaint.resolution_due_on = fields["due_on"]
            tallies.update(cells_of(complaint))
        Tally.objects.apply(tallies)
        for due_on, pks in pks_by_day.items():
            self.model.objects.filter(pk__in=pks).update(resolution_due_on=due_on)
        TimelineEvent.objects.append_many(events)


def _due_events(complaints, table, cause, details):
    for complaint in complaints:
        due_on = table.due_on(Scope.of(complaint), complaint.received_on)
        if due_on != complaint.resolution_due_on:
            yield due_event(complaint, complaint.resolution_due_on, due_on, cause, details)
