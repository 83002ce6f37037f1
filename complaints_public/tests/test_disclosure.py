"""An attacker who knows every public complaint and every release learns no non-public part of 1 to 4."""

from collections import Counter
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from complaints_public.disclosure import THRESHOLD, Layout, is_small, joined, protect, rounded
from complaints_public.live_figures import CORE, LEAVES, LiveFigures
from complaints_public.models import Punctuality
from complaints_public.releasing import content_of, protected

from .attacker import TABLES, Attacker, all_cells, cell_of, value_of

DOMAINS = {
    "month": ["2020-01", "2020-02", "2021-01"],
    "agency": [1, 2],
    "outcome": ["in_progress", "by_admin"],
    "punctuality": ["", "late"],
    "topic": [1, 2],
    "complaint_class": [1],
    "channel": [1],
}
kinds = st.tuples(*(st.sampled_from(values) for values in DOMAINS.values())).filter(
    lambda kind: not (kind[2] == "in_progress" and kind[3])
)
# kind → (non-public complaints, public ones)
registers = st.dictionaries(kinds, st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=1, max_size=7)


def figures_of(register):
    """What live_figures() reads from tallies of such a register."""
    figures = LiveFigures(None)
    for kind, (non_public, public) in register.items():
        for table in TABLES:
            count, published = figures.counts.get(cell_of(kind, table), (0, 0))
            figures.counts[cell_of(kind, table)] = (count + non_public + public, published + public)
        parts = figures.parts.setdefault(kind[0][:4], [Counter() for _part in range(2 + len(LEAVES))])
        for part, names in zip(parts, [("month",), CORE, *((leaf,) for leaf in LEAVES)], strict=True):
            part[tuple(value_of(kind, name) for name in names)] += non_public
    figures.parts = {
        year: [+part for part in parts] for year, parts in figures.parts.items() if any(parts[0].values())
    }
    return figures


def non_public(register):
    return {kind: count for kind, (count, _public) in register.items() if count}


def part_of(truth, cell):
    return sum(count for kind, count in truth.items() if cell_of(kind, cell[0]) == cell)


def attacker_of(register, printed, seen=()):
    """Takes for possible what occurs now or did so in the registers seen; else every punctuality."""
    public = {kind: public for kind, (_count, public) in register.items()}
    kinds = [kind for known in (register, *seen) for kind, counts in known.items() if any(counts)]
    domains = {name: sorted({kind[place] for kind in kinds}) for place, name in enumerate(DOMAINS)}
    if len(domains["punctuality"]) < 2:
        domains["punctuality"] = ["", *Punctuality.values]
    return Attacker(domains, printed, public, non_public(register))


def found_out(register, printed):
    """The cells whose non-public part of 1 to 4 the attacker finds."""
    attacker = attacker_of(register, printed)
    return attacker.found_out()


def release(register, memory=None):
    figures = figures_of(register)
    hidden, memory = protected(figures, memory or {})
    return content_of(figures, hidden)["tables"], memory


class AttackerTests(TestCase):
    def test_finds_what_is_not_protected(self):
        register = {("2020-01", 1, "by_admin", "", 1, 1, 1): (3, 0), ("2020-01", 2, "by_admin", "", 1, 1, 1): (9, 1)}
        bare = content_of(figures_of(register))["tables"]
        self.assertIn((("agency",), (1,)), found_out(register, bare))
        # Hiding the one cell is not enough: its table, its total and other tables give it back.
        for hidden in ({(("agency",), (1,))}, {cell for cell in all_cells(register) if cell[1][-1:] == (1,)}):
            self.assertTrue(found_out(register, content_of(figures_of(register), hidden)["tables"]))

    @settings(max_examples=25)
    @given(registers)
    def test_finds_small_cells_of_bare_tables_wherever_there_are_some(self, register):
        truth = non_public(register)
        small = {cell for cell in all_cells(register) if is_small(part_of(truth, cell))}
        self.assertEqual(set(found_out(register, content_of(figures_of(register))["tables"])) >= small, True)

    @settings(max_examples=60)
    @given(registers)
    def test_finds_nothing_in_a_release(self, register):
        printed, _memory = release(register)
        self.assertEqual(found_out(register, printed), [])


changes = st.lists(
    st.tuples(st.sampled_from(["publish", "arrive", "move", "leave"]), st.integers(0, 6), kinds, st.integers(1, 6)),
    min_size=1,
    max_size=4,
)


def changed(register, steps):
    register, present = {kind: list(counts) for kind, counts in register.items()}, sorted(register)
    for what, place, kind, number in steps:
        source = register[present[place % len(present)]]
        number = number if what == "arrive" else min(number, source[0])
        if what != "arrive":
            source[0] -= number
        if what == "publish":
            source[1] += number
        elif what in ("arrive", "move"):
            register.setdefault(kind, [0, 0])[0] += number
    return {kind: tuple(counts) for kind, counts in register.items() if any(counts)} or {present[0]: (1, 0)}


class ManyReleasesTests(TestCase):
    # The search may give up on a rare history, so that these are the same ones each time.
    @settings(max_examples=60, derandomize=True)
    @given(registers, st.lists(changes, min_size=1, max_size=3))
    def test_nothing_is_found_in_any_release_nor_in_what_changed_between_them(self, register, later):
        past, memory = [], None
        for steps in [[], *later]:
            register = changed(register, steps)
            printed, memory = release(register, memory)
            attacker = attacker_of(register, printed, seen=[earlier for earlier, _attacker in past])
            self.assertEqual(attacker.found_out(), [])
            past.append((register, attacker))
        self._compare(past)

    def _compare(self, past):
        """A change is known where the cell was printed before and is known now."""
        newest, attacker = past[-1]
        for earlier, attacker_before in past[:-1]:
            for cell in attacker_before.printed & attacker.members.keys():
                before, now = (sum(map(sum, self._of(register, cell))) for register in (earlier, newest))
                parts = [part_of(non_public(register), cell) for register in (earlier, newest)]
                # Of an empty cell everything is known: only what is in it now can be given away.
                by_count = before and is_small(now - before)
                if before != now and (is_small(parts[1] - parts[0]) or by_count):
                    self.assertFalse(attacker.is_determined(cell), cell)

    @staticmethod
    def _of(register, cell):
        return [counts for kind, counts in register.items() if cell_of(kind, cell[0]) == cell]

    @given(registers)
    def test_same_data_print_the_same(self, register):
        first, memory = release(register)
        self.assertEqual(release(register, memory)[0], first)

    @settings(max_examples=60)
    @given(registers, changes)
    def test_what_was_hidden_and_is_the_same_stays_hidden(self, register, steps):
        first, memory = release(register)
        second, _memory = release(changed(register, steps), memory)
        counts = [
            {cell: count for cell, (count, _p) in figures_of(r).counts.items()}
            for r in (register, changed(register, steps))
        ]
        for name, rows in first.items():
            hidden_now = {tuple(row[:-1]) for row in second[name] if row[-1] is None}
            for *values, count in rows:
                cell = (tuple(name.split("-")) if name != "total" else (), tuple(values))
                if count is None and counts[0].get(cell) == counts[1].get(cell):
                    self.assertIn(tuple(values), hidden_now)


class PureTests(TestCase):
    def test_joined_register_has_the_counts_of_its_parts(self):
        whole = joined([{("a",): 3, ("b",): 4}, {(1, 2): 5, (2, 2): 2}])
        self.assertEqual(whole.total(), 7)
        self.assertEqual(sum(n for kind, n in whole.items() if kind[0] == "b"), 4)
        self.assertEqual(sum(n for kind, n in whole.items() if kind[1:] == (1, 2)), 5)

    def test_rounding_is_to_the_nearest_multiple(self):
        self.assertEqual([rounded(n, 5) for n in (0, 2, 3, 7, 8)], [0, 0, 5, 5, 10])
        self.assertEqual(rounded(7, 0), 7)

    def test_cell_that_nothing_protects_is_no_silent_failure(self):
        layout = Layout((("a",),), {"a": [1]}, {}, may_vanish=False)
        with self.assertRaises(ValueError):
            protect(layout, {(1,): 3}, {(("a",), (1,))}, {})

    def test_exchange_spares_the_totals(self):
        layout = Layout((("y", "a"), ("y",), ("a",)), {"y": [1, 2], "a": [1, 2]}, {})
        records = {(y, a): 9 for y in (1, 2) for a in (1, 2)} | {(1, 1): 3}
        cells = {cell: records[cell[1]] for cell in [(("y", "a"), kind) for kind in records]}
        hidden = protect(layout, records, {(("y", "a"), (1, 1))}, cells)
        self.assertEqual(hidden, set(cells))

    def test_threshold_is_that_of_the_design(self):
        self.assertEqual(THRESHOLD, 5)
