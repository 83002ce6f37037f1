"""What an import would do, told before it is done: which complaints are new, which change, and from what to what.

Of texts and persons it says only that they change.
"""

from collections import Counter
from datetime import datetime

from ..models import Complaint

MOST_SHOWN = 100  # complaints of each kind
SHOWN = (
    "received_at", "status", "close_reason", "source_status", "source_visibility", "complaint_class_id", "agency_id",
    "topic_id", "channel_id", "district_id", "rating",
)  # fmt: skip
NAMED = ("text_digest", "reporter_digest", "village", "source_reason")


class Preview:
    """Listens to a check. new: (number, field → value) each; changed: (number, [field, before, after]s) each."""

    def __init__(self):
        self.new, self.changed, self.fields = [], [], Counter()

    def note(self, found):
        """Takes in one batch of drafts, as register.Sorted has sorted them."""
        for draft in [*found.new, *found.revived][: MOST_SHOWN - len(self.new)]:
            self.new.append((draft.number, {name: _plain(draft.fields[name]) for name in SHOWN}))
        numbers = {found.known[draft.number].pk: draft for draft in found.changed}
        for before in Complaint.objects.filter(pk__in=numbers).values("pk", *SHOWN, *NAMED):
            draft = numbers[before["pk"]]
            differences = list(_differences(before, draft.fields))
            self.fields.update(name for name, _before, _after in differences)
            if len(self.changed) < MOST_SHOWN:
                self.changed.append((draft.number, differences))

    def as_json(self):
        return {"new": self.new, "changed": self.changed, "fields": self.fields.most_common()}


def _differences(before, said):
    # Where the source's words stay, so does what the desk has recorded since: as landing does it.
    is_silent = all(before[name] == said[name] for name in ("source_status", "agency_id"))
    for name in SHOWN:
        if before[name] != said[name] and not (is_silent and name in ("status", "close_reason")):
            yield name, _plain(before[name]), _plain(said[name])
    for name in NAMED:
        if before[name] != said[name]:
            yield name, None, None


def _plain(value):
    return value.isoformat() if isinstance(value, datetime) else value
