from itertools import product
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from complaints_public.disclosure import THRESHOLD, Cell, hidden_cells, is_solvable, protect

CELLS = st.builds(
    lambda non_public, published: Cell(non_public + published, published), st.integers(0, 9), st.integers(0, 3)
)


def possible_values(cells, hidden):
    """{index: values of its non-public part that fit} for an attacker who knows the total and every shown cell."""
    left_over = sum(cells[index].non_public for index in hidden)
    if all(cells[index].is_small for index in hidden):
        ranges = [range(1, THRESHOLD)] * len(hidden)
    else:
        ranges = [range(left_over + 1)] * len(hidden)
    values = {index: set() for index in hidden}
    for guess in product(*ranges):
        if sum(guess) == left_over:
            for index, value in zip(hidden, guess, strict=True):
                values[index].add(value)
    return values


class DisclosureTests(TestCase):
    def test_large_and_empty_cells_are_shown(self):
        self.assertEqual(hidden_cells([Cell(12), Cell(0), Cell(5), Cell(3, 3)]), set())

    def test_one_small_cell_takes_another_with_it(self):
        self.assertEqual(hidden_cells([Cell(12), Cell(2), Cell(7)]), {1, 2})

    def test_what_is_published_is_known_and_does_not_protect(self):
        # Of six complaints four are public: the other two could be made out.
        self.assertIn(0, hidden_cells([Cell(6, 4), Cell(9)]))

    def test_single_cell_cannot_be_protected_beside_its_total(self):
        self.assertTrue(is_solvable([Cell(3)], hidden_cells([Cell(3)])))

    @settings(max_examples=300)
    @given(st.lists(CELLS, min_size=1, max_size=4))
    def test_attacker_pins_down_no_small_cell(self, cells):
        hidden = hidden_cells(cells)
        if is_solvable(cells, hidden):
            return  # the total is hidden too
        for index, values in possible_values(cells, sorted(hidden)).items():
            if cells[index].is_small:
                self.assertGreater(len(values), 1)

    @given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=3))
    def test_hidden_total_of_a_group_does_not_add_up_from_its_cells(self, groups):
        protection = protect(groups)
        for index, group in enumerate(groups):
            if index in protection.groups:
                shown = [cell for n, cell in enumerate(group) if n not in protection.cells[index]]
                left_over = sum(cell.non_public for cell in group) - sum(cell.non_public for cell in shown)
                self.assertTrue(left_over >= THRESHOLD or len(shown) == 0)
            else:
                self.assertFalse(is_solvable(group, protection.cells[index]))
