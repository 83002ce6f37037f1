"""Makes a release: takes the figures as they are, hides what must be hidden, and keeps both."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from .disclosure import THRESHOLD, Layout, Unprotectable, is_small, joined, protect, rounded
from .importing.lock import hold
from .live_figures import LEAVES, live_figures
from .models import Punctuality, Release
from .models.recount import one_snapshot
from .public_tables import AGES, DERIVED, NO, OPEN, PUBLIC_TABLES, YES, is_possible, name_of, tables_of

FARTHEST = timedelta(days=366)  # ahead that a release is announced


class AlreadyRunning(Exception):
    """Another release is being made."""


def publish(publish_at=None, corrects=None, note="", user=None, base=0):
    """Makes a release of the present figures and returns it; None where the newest one says the same already.

    publish_at: when readers are to see it; corrects: the Release that it puts right, as note says; base: the multiple
    to which everything is rounded, 0 for exact numbers.
    """
    with hold("release") as is_ours:
        if not is_ours:
            raise AlreadyRunning
        with one_snapshot():
            figures = live_figures()
        data_version = figures.data_version(base=base)
        newest = Release.objects.order_by("-version").first()
        # One that is only announced is no reason not to publish now.
        said = newest if publish_at else Release.objects.public().first()
        if said and said.data_version == data_version and not corrects:
            return None
        hidden, memory = protected(figures, newest.memory if newest else {})
        return Release.objects.add(
            version=(Release.objects.aggregate(last=Max("version"))["last"] or 0) + 1,
            as_of=figures.as_of,
            publish_at=publish_at or timezone.now(),
            corrects=corrects,
            note=note,
            made_by=user.get_username() if user else "",
            data_version=data_version,
            content=content_of(figures, hidden, base),
            memory=memory,
        )


@task(backend="queue")
def publish_soon():
    publish()


def protected(figures, memory):
    """(the cells to hide, the memory for the next release)."""
    past = _Past(memory)
    hidden = _protect_everybody(figures, past)
    for universe, domains in _further_universes(figures, past):
        hidden |= _protect_universe(figures, past, universe, domains, hidden)
    hidden |= set(_beside_hidden_totals(figures, hidden))
    return hidden, past.and_now(figures.counts, hidden)


class _Past:
    """What earlier releases printed and hid: table → [values, …] in JSON, cells here."""

    def __init__(self, memory):
        self.printed = {_cell(key): [tuple(pair) for pair in pairs] for key, pairs in memory.get("printed", [])}
        self.hidden = {_cell(key): count for key, count in memory.get("hidden", [])}

    def is_told_by_change(self, cell, count, published):
        """Whether the change since some release would tell of 1 to 4 complaints that are not public.

        Nobody keeps which public ones were there before and which came since: either may be.
        """
        for before, published_before in self.printed.get(cell, ()):
            ends = sorted([count - before, count - before - published + published_before])
            if count != before and any(map(is_small, range(max(ends[0], -THRESHOLD), min(ends[1], THRESHOLD) + 1))):
                return True
        return False

    def is_printed(self, cell, count):
        return any(before == count for before, _published in self.printed.get(cell, ()))

    def stays_hidden(self, cell, count):
        """Else what is hidden in one release and printed in the next would be known of both."""
        return self.hidden.get(cell) == count

    def and_now(self, counts, hidden):
        printed = defaultdict(list, {cell: list(pairs) for cell, pairs in self.printed.items()})
        for cell, pair in counts.items():
            if cell not in hidden and pair not in printed[cell]:
                printed[cell].append(pair)
        for cell in self.printed.keys() - counts.keys() - hidden:
            if (0, 0) not in printed[cell]:
                printed[cell].append((0, 0))
        return {
            "printed": [
                [_key(cell), pairs] for cell, pairs in sorted(printed.items(), key=lambda item: _key(item[0]))
            ],
            "hidden": [[_key(cell), counts.get(cell, (0, 0))[0]] for cell in sorted(hidden, key=_key)],
        }


def _key(cell):
    return [name_of(cell[0]), *map(str, cell[1])]


def _cell(key):
    """The other way; numbers are keys of short lists."""
    name, *values = key
    dimensions = tuple(name.split("-")) if name != "total" else ()
    return dimensions, tuple(
        int(value) if dimension in ("agency", *LEAVES) else value
        for dimension, value in zip(dimensions, values, strict=True)
    )


def _of(tables, counts, past):
    """The cells of tables that are counted now or were printed before → (count, published)."""
    cells = {*counts, *past.printed, *past.hidden}
    return {cell: counts.get(cell, (0, 0)) for cell in cells if cell[0] in tables}


def _hide(layout, records, counts, past, hidden=(), printed=()):
    sensitive, hidden, printed, sizes = set(), set(hidden), set(printed), {}
    for cell, (count, published) in counts.items():
        sizes[cell] = count
        if is_small(count - published) or past.is_told_by_change(cell, count, published):
            sensitive.add(cell)
        if past.stays_hidden(cell, count):
            hidden.add(cell)
        if past.is_printed(cell, count):
            printed.add(cell)
    return protect(layout, records, sensitive, sizes, hidden, printed)


def _protect_everybody(figures, past):
    tables = tables_of("all")
    counts = _of(tables, figures.counts, past)
    records = {}
    for parts in figures.parts.values():
        records |= joined(parts)
    domains = {name: _values(counts, name) for name in ("month", "agency", "outcome", "punctuality", *LEAVES)}
    if len(domains["punctuality"]) < 2:
        domains["punctuality"] = ["", *Punctuality.values]
    places = {name: place for place, name in enumerate(domains)}

    def can_be(record):
        return is_possible(record[places["outcome"]], record[places["punctuality"]])

    return _hide(Layout(tables, domains, DERIVED, can_be), records, counts, past)


def _values(counts, dimension):
    return sorted({values[table.index(dimension)] for table, values in counts if dimension in table})


def _further_universes(figures, past):
    """(name, domains) of tables about some of the complaints, whose total another table shows.

    What was counted once belongs to a domain for good: that it is empty now may tell of somebody, too.
    """
    yield "age", {"age": [name for _days, name in AGES]}
    yield "overdue", {"overdue": [YES, NO]}
    months = _values(_of(tables_of("end_month"), figures.counts, past), "end_month")
    yield "end_month", {"end_month": months if len(months) != 1 else [f"{int(months[0][:4]) - 1}-12", *months]}
    years = _values(_of((("year",), *tables_of("responded")), figures.counts, past), "year")
    yield "responded", {"year": years, "responded": [YES, NO]}


def _protect_universe(figures, past, universe, domains, hidden):
    tables = tables_of(universe)
    counts = _of(tables, figures.counts, past)
    finest = max(tables, key=len)
    records = {v: count - published for (table, v), (count, published) in counts.items() if table == finest}
    # What of it is printed of everybody, too: no witness may change that.
    elsewhere = tuple((dimension,) for dimension in domains if (dimension,) in tables_of("all"))
    known = {cell for cell in figures.counts if cell[0] in elsewhere}
    layout = Layout((*tables, *elsewhere), domains, {}, may_vanish=False)
    try:
        return _hide(layout, records, counts, past, hidden & known, known - hidden)
    except Unprotectable:  # so few that no other register is thinkable: nothing of these tables is printed
        return set(counts)


def _beside_hidden_totals(figures, hidden):
    """Tables that would add up to a total that is hidden elsewhere."""
    totals = {"age": (("stage",), (OPEN,)), "overdue": (("stage",), (OPEN,)), "end_month": (("known_end",), (YES,))}
    for cell in figures.counts:
        table, values = cell
        total = totals.get(table[0]) if len(table) == 1 else None
        if total is None and "responded" in table:
            total = (("year",), values[:1]) if len(table) == 2 else ((), ())
        if total and total in hidden:
            yield cell


def content_of(figures, hidden=frozenset(), base=0):
    """What readers get: each table's [*values, count or null where it is hidden]; names as they were; durations."""
    tables = {table.name: [] for table in PUBLIC_TABLES}
    for cell in sorted({*figures.counts, *hidden}, key=_key):
        count, _published = figures.counts.get(cell, (0, 0))
        tables[name_of(cell[0])].append([*cell[1], None if cell in hidden else rounded(count, base)])
    return {
        "tables": tables,
        "durations": [
            [kind, year, rounded(count, base), *days]
            for kind, year, count, *days in figures.durations
            if _basis(kind, year) not in hidden
        ],
        "names": figures.names,
        "rounded_to": base,
    }


def _basis(kind, year):
    """The cell that says on how many complaints a duration rests."""
    dimension = "responded" if kind == "response" else "known_end"
    return (("year", dimension), (year, YES)) if year else ((dimension,), (YES,))
