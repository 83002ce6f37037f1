"""Decides for each entry of the content files whether to make, renew or leave what it describes."""

from collections import Counter

from home.models import LoadedContent

from .digests import digest

OUTCOMES = ("created", "updated", "unchanged", "edited", "deleted", "occupied", "unavailable")


class Ledger:
    def __init__(self, changed):
        self.changed = changed
        self.records = {record.key: record for record in LoadedContent.objects.all()}
        self.counts = Counter()
        self.found = {}
        self.left = []  # (outcome, key) of what an editor's work kept us from touching

    def load(self, key, source, things):
        """The object behind the key, or None if there is none; `things` knows how to find, make and renew it."""
        source_digest = digest(source)
        record = self.records.get(key)
        if record is None:
            return self._first_time(key, source_digest, things)
        found = things.find(record.object_id)
        if found is None:
            return self._note("deleted", key)
        if things.digest(found) != record.object_digest:
            return self._note("edited", key, found)
        if source_digest == record.source_digest:
            return self._note("unchanged", key, found)
        things.renew(found)
        self._remember(key, source_digest, found, things)
        return self._note("updated", key, found)

    def _first_time(self, key, source_digest, things):
        occupant = things.occupant()
        if occupant is not None:
            return self._note("occupied", key, occupant)
        made = things.make()
        if made is None:
            return self._note("unavailable", key)
        self._remember(key, source_digest, made, things)
        return self._note("created", key, made)

    def _remember(self, key, source_digest, made, things):
        found = things.find(made.pk)
        self.changed.append(found)
        values = {"object_id": made.pk, "source_digest": source_digest, "object_digest": things.digest(found)}
        self.records[key], _created = LoadedContent.objects.update_or_create(key=key, defaults=values)

    def _note(self, outcome, key, found=None):
        self.counts[outcome] += 1
        if found is not None:
            self.found[key] = found
        if outcome not in {"created", "updated", "unchanged"}:
            self.left.append((outcome, key))
        return found
