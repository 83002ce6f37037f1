"""Small-number suppression. Pure functions: no ORM, no Django.

The attacker knows every public complaint, so what a printed count gives away is its non-public part. One of 1 to
THRESHOLD - 1 is never to be worked out, by whatever sums and differences of whatever tables.

It is proved one cell at a time, by a witness: another register, with non-public complaints moved or exchanged, that
differs in this cell and prints exactly the same numbers everywhere. Every cell that the witness changes is hidden.
Whoever reads the numbers cannot tell which of the two registers is the true one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

THRESHOLD = 5
_TRIED = 12  # values tried for one attribute; more would find little better
_OF_ONE_CELL = 3  # complaints of it that are tried
_TOTAL_WEIGHS, _EMPTY_WEIGHS, _PRINTED_WEIGHS = 8, 25, 1e6


Record = tuple  # one value of each attribute
Cell = tuple  # (dimensions of its table, one value of each)


class Unprotectable(ValueError):
    """There is no other register that would print the same."""


def is_small(count: int) -> bool:
    return 0 < abs(count) < THRESHOLD


def rounded(count: int, base: int) -> int:
    """The nearest multiple of base, for those who want coarse numbers: of what is printed, never instead of hiding."""
    return (count + base // 2) // base * base if base else count


@dataclass(frozen=True)
class Layout:
    """Which tables are printed of complaints with these attributes.

    A table is a tuple of dimensions, () being the grand total; a dimension is an attribute or, by derived, made of
    one. domains: the values of each attribute. may_vanish: whether the number of all is printed nowhere else.
    """

    tables: tuple[tuple[str, ...], ...]
    domains: Mapping[str, Sequence]
    derived: Mapping[str, tuple[str, Callable]]
    is_possible: Callable[[Record], bool] = lambda record: True
    may_vanish: bool = True

    @cached_property
    def places(self):
        return {attribute: place for place, attribute in enumerate(self.domains)}

    def base(self, dimension: str) -> str:
        return self.derived[dimension][0] if dimension in self.derived else dimension

    @cached_property
    def readers(self):
        """dimension → (place in a record, function or None)."""
        own = {attribute: (place, None) for attribute, place in self.places.items()}
        return own | {name: (self.places[base], function) for name, (base, function) in self.derived.items()}

    def values(self, record: Record, dimensions: Sequence[str]) -> tuple:
        found = []
        for dimension in dimensions:
            place, function = self.readers[dimension]
            found.append(function(record[place]) if function else record[place])
        return tuple(found)

    def cells(self, record: Record) -> list[Cell]:
        return [(table, self.values(record, table)) for table in self.tables]

    def put(self, record: Record, attribute: str, value) -> Record:
        place = self.places[attribute]
        return (*record[:place], value, *record[place + 1 :])

    @cached_property
    def tables_of(self):
        """attribute → the tables that change with it."""
        tables = defaultdict(list)
        for table in self.tables:
            for attribute in {self.base(dimension) for dimension in table}:
                tables[attribute].append(table)
        return tables

    def beside(self, attribute: str, but: str) -> tuple[str, ...]:
        """The dimensions that some table shows beside the attribute, without those made of the same as but."""
        others = {dimension for table in self.tables_of[attribute] for dimension in table}
        left_out = {attribute, self.base(but)}
        return tuple(sorted(dimension for dimension in others if self.base(dimension) not in left_out))


def joined(parts: Sequence[Mapping]) -> Counter:
    """One register of which all parts are counts: parts map (values of some attributes) → number.

    Its complaints have the attributes of all parts one behind the other. The true register is another one, but
    tables that show no attributes of two parts together are the same of both.
    """
    whole, queues = Counter(), [sorted((k, n) for k, n in part.items() if n > 0) for part in parts]
    while all(queues):
        number = min(queue[-1][1] for queue in queues)
        whole[tuple(value for queue in queues for value in queue[-1][0])] += number
        for queue in queues:
            key, left = queue.pop()
            if left > number:
                queue.append((key, left - number))
    return whole


def protect(
    layout: Layout,
    records: Mapping[Record, int],
    sensitive: Collection[Cell],
    counts: Mapping[Cell, int],
    hidden: Collection[Cell] = (),
    printed: Collection[Cell] = (),
) -> set[Cell]:
    """The cells to hide so that none of the sensitive ones can be worked out.

    records: how many non-public complaints there are of each kind; counts: what the cells count, so that the smaller
    ones go first; hidden: what is hidden anyway; printed: what was printed before, and so is no help any more.
    """
    search = _Search(layout, records, counts, {*hidden, *sensitive}, set(printed))
    for cell in sorted(sensitive, key=lambda cell: (len(cell[0]), cell)):
        search.protect(cell)
    return search.hidden


class _Search:
    def __init__(self, layout, records, counts, hidden, printed):
        self.layout, self.counts, self.hidden, self.printed = layout, counts, hidden, printed
        self.records = sorted(record for record, number in records.items() if number > 0)
        self.indexes, self.members = {}, {}

    def protect(self, cell):
        cheapest, least = None, None
        for changes in self._moves(cell):
            touched = self._touched(changes)
            if cell not in touched:
                continue
            cost = sum(self._weight(other) for other in touched if other not in self.hidden)
            if least is None or cost < least:
                cheapest, least = touched, cost
            if not cost:
                return
        if cheapest is None:
            raise Unprotectable(f"Nothing protects {cell}: there is no other value that it could have.")
        self.hidden |= cheapest

    def _weight(self, cell):
        # That a cell is empty is often guessed anyway, so it protects worse than it costs.
        weight = 1 + sqrt(max(self.counts.get(cell, 0), 0) or _EMPTY_WEIGHS)
        if len(cell[0]) < 2:
            weight *= _TOTAL_WEIGHS
        return weight + (_PRINTED_WEIGHS if cell in self.printed else 0)

    def _touched(self, changes):
        difference = Counter()
        for before, after in changes:
            if before:
                difference.subtract(self.layout.cells(before))
            if after:
                difference.update(self.layout.cells(after))
        return {cell for cell, change in difference.items() if change}

    def _moves(self, cell):
        """Lists of (complaint as it is, as it might be); None where it would not exist."""
        inside = self._inside(cell)
        if inside:
            for record in inside[:_OF_ONE_CELL]:
                yield from self._leaving(record, cell)
        else:
            yield from self._entering(cell)

    def _leaving(self, record, cell):
        table = cell[0]
        for attribute in {self.layout.base(dimension): None for dimension in table}:
            for other in self._others(record, attribute, cell):
                yield [(record, other)]
                for dimension in table:
                    if self.layout.base(dimension) != attribute:
                        yield from self._exchanges(record, other, attribute, dimension)
        if self.layout.may_vanish:
            yield [(record, None)]

    def _others(self, record, attribute, cell):
        """What record might be with another value: first what leads into a hidden cell, then into a small one."""
        by_cell = {}
        for value in self.layout.domains[attribute]:
            other = self.layout.put(record, attribute, value)
            target = (cell[0], self.layout.values(other, cell[0]))
            if target != cell and self.layout.is_possible(other):
                by_cell.setdefault(target, other)
        targets = sorted(by_cell, key=lambda target: (target not in self.hidden, self._weight(target), target))
        return [by_cell[target] for target in targets[:_TRIED]]

    def _exchanges(self, record, other, attribute, dimension):
        """Somebody else changes the other way, so that totals stay as they are."""
        beside = self.layout.beside(attribute, but=dimension)
        place = self.layout.places[attribute]
        index = self._index(attribute, dimension, beside)
        own = self.layout.values(record, (dimension,))
        tried = 0
        for value, partner in index.get((other[place], *self.layout.values(record, beside)), {}).items():
            back = self.layout.put(partner, attribute, record[place])
            if value != own and self.layout.is_possible(back):
                yield [(record, other), (partner, back)]
                tried += 1
                if tried == _TRIED:
                    return

    def _index(self, attribute, dimension, beside):
        """(value of the attribute, values beside it) → {value of dimension: a record}."""
        key = (attribute, dimension)
        if key not in self.indexes:
            index = defaultdict(dict)
            for record in self.records:
                found = (record[self.layout.places[attribute]], *self.layout.values(record, beside))
                index[found].setdefault(self.layout.values(record, (dimension,)), record)
            self.indexes[key] = index
        return self.indexes[key]

    def _inside(self, cell):
        table, values = cell
        if table not in self.members:
            members = defaultdict(list)
            for record in self.records:
                members[self.layout.values(record, table)].append(record)
            self.members[table] = members
        return self.members[table].get(values, [])

    def _entering(self, cell):
        """Of an empty cell: who might be in it."""
        table, _values = cell
        found = 0
        for record in self.records:
            for attribute in {self.layout.base(dimension): None for dimension in table}:
                other = self._put_into(record, cell, (attribute,))
                if other:
                    found += 1
                    yield [(record, other)]
            if found > _TRIED:
                break
        if self.layout.may_vanish:
            yield [(None, self._newcomer(cell))]

    def _newcomer(self, cell):
        """A complaint more, that lies in the cell."""
        needed = {self.layout.base(dimension): None for dimension in cell[0]}
        record = self.records[0] if self.records else tuple(values[0] for values in self.layout.domains.values())
        choices = [tuple(needed), *((*needed, other) for other in self.layout.domains if other not in needed)]
        found = (self._put_into(record, cell, attributes) for attributes in choices)
        return next(filter(None, found), None)

    def _put_into(self, record, cell, attributes):
        """The record with other values of the attributes, so that it lies in the cell; None where that cannot be."""
        candidates = [record]
        for attribute in attributes:
            values = self.layout.domains[attribute]
            candidates = [self.layout.put(row, attribute, value) for row in candidates for value in values]
        inside = (row for row in candidates if self.layout.values(row, cell[0]) == cell[1])
        return next((row for row in inside if self.layout.is_possible(row)), None)
