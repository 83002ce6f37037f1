"""Says in plain words what a run did."""

SENTENCES = {
    "edited": "kept because edited",
    "deleted": "not brought back because deleted",
    "occupied": "kept because it was there already",
    "unavailable": "left out because what it needs is missing",
}


def summary(ledger):
    counts = ledger.counts
    yield ", ".join(f"{counts[name]} {name}" for name in ("created", "updated", "unchanged"))
    for outcome, sentence in SENTENCES.items():
        keys = [key for left, key in ledger.left if left == outcome]
        if keys:
            yield f"{len(keys)} {sentence}: {_some(keys)}"


def _some(keys, limit=8):
    rest = len(keys) - limit
    return ", ".join(keys[:limit]) + (f" and {rest} more" if rest > 0 else "")
