"""Somebody who reads every number, knows every public complaint, and works out what he can. Shares no code with us."""

from collections import defaultdict
from itertools import islice, product

from complaints_public.public_tables import DERIVED, PUBLIC_TABLES, is_possible, name_of

_MOST_STEPS, _MOST_PAIRS = 5_000, 50_000
ATTRIBUTES = ("month", "agency", "outcome", "punctuality", "topic", "complaint_class", "channel")
TABLES = [table.dimensions for table in PUBLIC_TABLES if table.universe == "all"]


def value_of(record, dimension):
    base, function = DERIVED.get(dimension, (dimension, None))
    value = record[ATTRIBUTES.index(base)]
    return function(value) if function else value


def cell_of(record, table):
    return table, tuple(value_of(record, dimension) for dimension in table)


def all_cells(kinds):
    return {cell_of(kind, table) for kind in kinds for table in TABLES}


class Attacker:
    """Tries to find the non-public complaints of each kind from what is printed of one release.

    printed: table name → rows [*values, count or None], a cell without a row being 0; public and truth: kind → number
    of public and of other complaints. The truth only says where to look first.
    """

    def __init__(self, domains, printed, public, truth):
        kinds = product(*(domains[name] for name in ATTRIBUTES))
        self.kinds = [kind for kind in kinds if is_possible(kind[2], kind[3])]
        rows = {(name, tuple(values)): count for name, lines in printed.items() for *values, count in lines}
        members = {}
        for place, kind in enumerate(self.kinds):
            for table in TABLES:
                members.setdefault(cell_of(kind, table), []).append(place)
        self.members, self.sums, self.printed = members, [], set()
        for (table, values), places in members.items():
            count = rows.get((name_of(table), values), 0)
            if count is not None:
                known = sum(public.get(self.kinds[place], 0) for place in places)
                self.sums.append((places, count - known))
                self.printed.add((table, values))
        self.guess = [truth.get(kind, 0) for kind in self.kinds]
        self.others = []  # registers that would print the same
        self.moves = self._moves()

    def part_of(self, cell, register=None):
        return sum((register or self.guess)[place] for place in self.members[cell])

    def is_determined(self, cell):
        """Whether no other number of non-public complaints in the cell fits."""
        true, most = self.part_of(cell), sum(self.guess) + 6
        if any(places == self.members[cell] for places, _total in self.sums):
            return True
        if any(self.part_of(cell, other) != true for other in self.others):
            return False
        # First what one or two complaints might be else, then whatever fits.
        near_by = (other for other in islice(self._near_by(), _MOST_PAIRS) if self.part_of(cell, other) != true)
        other = next(near_by, None) or self._fitting(most, self.members[cell], true)
        if other:
            self.others.append(other)
        return not other

    def found_out(self):
        """The cells whose non-public part is 1 to 4 and determined."""
        return [cell for cell in self.members if 0 < self.part_of(cell) < 5 and self.is_determined(cell)]

    def _near_by(self):
        for pair in self._pairs():
            register = [*self.guess, 9]
            for source, target in pair:
                register[source] -= 1
                register[target] += 1
            if min(register) >= 0:
                yield register[:-1]

    def _pairs(self):
        """Lists of one or two moves (from kind, to kind) that leave every sum as it is."""
        yield from ([move] for move in self.moves.get((frozenset(), frozenset()), []))
        for (gone, come), there in self.moves.items():
            yield from product(there, self.moves.get((come, gone), []))

    def _moves(self):
        """What a move changes in the sums → such moves. The last kind is none: who was not there, or is not."""
        sums_of = [set() for _kind in [*self.kinds, None]]
        for number, (places, _total) in enumerate(self.sums):
            for place in places:
                sums_of[place].add(number)
        nobody, moves = len(self.kinds), defaultdict(list)
        present = [place for place, count in enumerate(self.guess) if count]
        for source, target in product([*present, nobody], range(nobody + 1)):
            if source != target:
                gone, come = sums_of[source] - sums_of[target], sums_of[target] - sums_of[source]
                moves[frozenset(gone), frozenset(come)].append((source, target))
        return moves

    def _fitting(self, most, places, true):
        """A register with another number in places that fits every sum; None where there is none."""
        for bounds in ((0, true - 1), (true + 1, most)):
            found = self._fitting_between(most, (places, *bounds))
            if found:
                return found
        return None

    def _fitting_between(self, most, wanted):
        ranges = [*((places, total, total) for places, total in self.sums), wanted]
        by_place = [[] for _kind in self.kinds]
        for number, (places, _least, _most) in enumerate(ranges):
            for place in places:
                by_place[place].append(number)
        size = len(self.kinds)
        self.steps = [_MOST_STEPS]
        return _search(self.steps, ranges, by_place, [0] * size, [most] * size, self.guess, range(len(ranges)))


def _narrow(ranges, by_place, low, high, waiting):
    """Bounds that follow from the sums; False where they contradict each other."""
    waiting = set(waiting)
    while waiting:
        places, least, most = ranges[waiting.pop()]
        lowest, highest = sum(low[place] for place in places), sum(high[place] for place in places)
        if lowest > most or highest < least:
            return False
        for place in places:
            top, bottom = most - lowest + low[place], least - highest + high[place]
            if top < high[place] or bottom > low[place]:
                before = low[place], high[place]
                low[place], high[place] = max(low[place], bottom), min(high[place], top)
                if low[place] > high[place]:
                    return False
                lowest += low[place] - before[0]
                highest += high[place] - before[1]
                waiting.update(by_place[place])
    return True


def _search(steps, ranges, by_place, low, high, guess, waiting):
    steps[0] -= 1
    if not steps[0]:
        raise TimeoutError("Neither found nor excluded.")
    if not _narrow(ranges, by_place, low, high, waiting):
        return None
    open_ = [place for place in range(len(low)) if low[place] < high[place]]
    if not open_:
        return low
    place = min(open_, key=lambda place: high[place] - low[place])
    for value in sorted(range(low[place], high[place] + 1), key=lambda value: abs(value - guess[place])):
        below, above = list(low), list(high)
        below[place] = above[place] = value
        found = _search(steps, ranges, by_place, below, above, guess, by_place[place])
        if found:
            return found
    return None
