"""Names of cells, and where grids and random picks lie."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.practice.demos.search.picks import cell_names, cells_to_try, parse_cells


def test_a_cell_has_a_letter_and_a_number():
    assert parse_cells("A1 M13 Y25") == ((0, 0), (12, 12), (24, 24))
    assert parse_cells(" c5、Ｄ６,  c5 ") == ((4, 2), (5, 3))
    every = tuple((row, column) for row in range(25) for column in range(25))
    assert parse_cells(cell_names(every[:25])) == every[:25] and parse_cells(cell_names(every[600:])) == every[600:]


@pytest.mark.parametrize(
    "text", ["", "Z1", "A0", "A26", "13", "M", "M13 no", cell_names([(row, 0) for row in range(25)]) + " B1"]
)
def test_what_is_no_cell_is_refused_in_words(text):
    with pytest.raises(BadInput, match="Try M13 C5"):
        parse_cells(text)


@pytest.mark.parametrize("count", [9, 16, 25])
def test_a_grid_has_the_root_of_its_runs_as_values_on_each_axis_and_lies_anywhere(count):
    corners = set()
    for seed in range(60):
        cells = np.array(cells_to_try("grid", count, seed))
        rows, columns = (np.unique(part) for part in cells.T)
        assert len(set(map(tuple, cells))) == count and len(rows) == len(columns) == count**0.5
        assert set(np.diff(rows)) == set(np.diff(columns)) == {25 // round(count**0.5)}
        corners.add((rows[0], columns[0]))
    assert len(corners) > 15


def test_random_picks_have_nearly_as_many_values_as_runs():
    tried = [[len(set(part)) for part in np.array(cells_to_try("random", 9, seed)).T.tolist()] for seed in range(200)]
    assert np.mean(tried) == pytest.approx(25 * (1 - (24 / 25) ** 9), abs=0.1)
    assert cells_to_try("random", 9, 3) == cells_to_try("random", 9, 3)
