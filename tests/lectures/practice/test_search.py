"""A grid, random picks or one's own over a covered surface."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.progress import finished
from course_nn.lectures.practice.demos.search.picks import cell_names, parse_cells

module, result = lecture("practice")
SEARCH = module("search")


def test_while_it_is_covered_only_the_picks_are_trained(monkeypatch):
    def refuse(pair, seed, wide):
        raise AssertionError("the whole surface was asked for")

    monkeypatch.setattr(SEARCH, "whole_surface", refuse)
    for strategy, runs in (("grid", 9), ("random", 9), ("own", 2)):
        found = finished(SEARCH.compute(strategy, 9, 0, "A1 B2", "lam", 1, 0, False))
        assert len(found.errors) == runs and not found.surface.size


def test_a_pick_has_the_error_that_is_there_when_the_surface_is_uncovered():
    found = result("search", uncovered=True, strategy="random")
    assert np.array_equal(found.surface[*found.cells.T], found.errors)
    assert found.surface.shape == (25, 25) and found.best == found.errors.argmin()


def test_the_expected_best_falls_with_the_runs():
    found = result("search", uncovered=True)
    assert (np.diff(found.random) < 0).all() and found.random[0] == pytest.approx(found.surface.mean())
    assert (np.diff(found.grid) < 0).all() and found.grid[-1] > found.surface.min()


def test_where_both_settings_matter_nine_runs_are_for_the_grid_by_a_percent():
    found = result("search", uncovered=True)
    assert found.grid[0] == pytest.approx(0.081, abs=0.006) and found.random[8] == pytest.approx(0.091, abs=0.008)


def test_own_picks_are_taken_in_their_order_up_to_the_budget():
    text = cell_names([(k, k) for k in range(12)])
    assert result("search", strategy="own", picks=text).cells.tolist() == [[k, k] for k in range(9)]
    assert len(result("search", strategy="own", picks=text, budget=16).cells) == 12


def test_grids_and_random_picks_differ_in_how_many_values_they_try():
    for strategy, tried in (("grid", [3, 3]), ("random", [8, 8])):
        cells = result("search", strategy=strategy, draw=3).cells
        assert [len(set(part)) >= least for part, least in zip(cells.T.tolist(), tried)] == [True, True]
    assert [len(set(part)) for part in result("search").cells.T.tolist()] == [3, 3]


@pytest.fixture(scope="module")
def opened():
    demo = SEARCH.search()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    opened.reset()
    return opened


def test_the_challenge_takes_nine_good_picks_and_to_uncover(demo):
    surface = result("search", uncovered=True).surface
    best = np.argsort(surface, axis=None)
    cells = [divmod(int(k), 25) for k in best]
    demo.set(strategy="own", picks=cell_names(cells[:9]))
    assert demo.state == "open"  # it is still covered
    demo.set(uncovered=True)
    assert demo.state == "solved"
    grid, random = demo.result.grid[0], demo.result.random[8]
    between = [cell for cell in cells if grid < surface[cell] < random]
    worse = [cell for cell in cells if surface[cell] > random]
    demo.set(picks=cell_names(between[:1] or worse[:1]))
    assert demo.state == ("almost" if between else "open")
    demo.set(picks=cell_names(worse[:9]))
    assert demo.state == "open"
    demo.set(picks=cell_names(cells[:9]), strategy="grid")
    assert demo.state == "open"


def test_a_click_at_a_cell_is_one_more_own_pick_until_the_budget_is_spent(demo):
    for k in (0, 26, 26, 624, *range(100, 107)):
        Hand(demo, 0, k).press()
    assert demo.values["strategy"] == "own"
    assert parse_cells(demo.values["picks"]) == ((12, 12), (0, 0), (1, 1), (24, 24), *((4, k) for k in range(5)))
    demo.set(uncovered=True)
    assert not [handle for handle, *_ in demo.page.paths if handle == 0]  # nobody picks what can be seen


def test_the_budget_goes_with_the_hand(demo):
    Hand(demo, 1).press().pull(60, 0)
    assert demo.values["budget"] == 16
    Hand(demo, 1).press().pull(-60, 0)
    assert demo.values["budget"] == 9
    Hand(demo, 1).press().pull(220, 0)
    assert demo.values["budget"] == 25


def test_the_readout_says_what_the_picture_shows(reads, demo):
    demo.set(strategy="random", uncovered=True)
    r = demo.result
    row, column = r.cells[r.best]
    tried = [len(set(part)) for part in r.cells.T.tolist()]
    where = float(f"{r.scales[0][column]:.2g}"), float(f"{r.scales[1][row]:.2g}")
    errors = 100 * r.errors.min(), 100 * r.test[r.best]
    expected = 9, 100 * r.grid[0], 100 * r.random[8], 625, 100 * r.surface.min()
    reads(demo.readout, *expected, 9, *errors, *where, tried[1], tried[0], 9, 9)
    demo.set(uncovered=False)
    assert "covered" in demo.readout.en
