"""Small-number suppression. Pure functions: no ORM, no Django.

The attacker knows every public complaint, so what a cell gives away is its non-public part. A part of 1 to
THRESHOLD - 1 is hidden, and further cells with it, until the printed totals give none of them back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

THRESHOLD = 5


@dataclass(frozen=True)
class Cell:
    """count complaints, of which published are public."""

    count: int
    published: int = 0

    @property
    def non_public(self) -> int:
        return self.count - self.published

    @property
    def is_small(self) -> bool:
        return 0 < self.non_public < THRESHOLD

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.count + other.count, self.published + other.published)


@dataclass(frozen=True)
class Protection:
    """What not to print of groups of cells, their totals and the grand total."""

    cells: list[set[int]]  # per group, the indices of its hidden cells
    groups: set[int]  # indices of the groups whose total is hidden
    is_total_hidden: bool


def protect(groups: Sequence[Sequence[Cell]]) -> Protection:
    """Hides what must be hidden in a table of groups with a total each and a grand total, all printed."""
    cells = [hidden_cells(group) for group in groups]
    unsafe = {index for index, group in enumerate(groups) if is_solvable(group, cells[index])}
    totals = [sum(group, Cell(0)) for group in groups]
    hidden_groups = hidden_cells(totals, unsafe)
    for index in hidden_groups:  # else the shown cells of the group would add up to its hidden total
        cells[index] |= _cells_that_hide_the_total(groups[index], totals[index])
    return Protection(cells, hidden_groups, is_solvable(totals, hidden_groups))


def _cells_that_hide_the_total(group: Sequence[Cell], total: Cell) -> set[int]:
    """Of a large group the smallest large cell is enough; of any other every cell."""
    large = [index for index, cell in enumerate(group) if cell.non_public >= THRESHOLD]
    if total.is_small or not large:
        return set(range(len(group)))
    return {min(large, key=lambda index: group[index].non_public)}


def hidden_cells(cells: Sequence[Cell], also: set[int] = frozenset()) -> set[int]:
    """Indices of the cells to hide (those in also among them) in a row of cells whose total is printed.

    When even all cells together don't protect one another, all are returned and is_solvable() stays true: then
    the total must be hidden too.
    """
    hidden = {index for index, cell in enumerate(cells) if cell.is_small} | set(also)
    candidates = sorted(
        (index for index in range(len(cells)) if index not in hidden),
        key=lambda index: (cells[index].non_public == 0, cells[index].non_public),
    )
    while candidates and is_solvable(cells, hidden):
        hidden.add(candidates.pop(0))
    return hidden


def is_solvable(cells: Sequence[Cell], hidden: set[int]) -> bool:
    """Whether the total less what is shown pins a small hidden cell down to one value.

    The attacker knows that small cells hold 1 to THRESHOLD - 1, but not which of the hidden ones are small. So
    what is left over must be no small number itself, and must be shareable among the hidden cells in more than
    one way.
    """
    if not hidden:
        return False
    left_over = sum(cells[index].non_public for index in hidden)
    if len(hidden) < 2 or left_over < THRESHOLD:
        return True
    every_hidden_is_small = all(cells[index].is_small for index in hidden)
    return every_hidden_is_small and left_over in (len(hidden), len(hidden) * (THRESHOLD - 1))
