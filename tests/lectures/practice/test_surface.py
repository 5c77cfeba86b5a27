"""What a few runs may expect of a surface: against brute force, closed forms, and measured surfaces."""

from itertools import product

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.practice.demos.search.search_runs import (
    SECOND,
    axis_values,
    errors_at,
    parted_digits,
    settings_at,
    train_and_test,
    whole_surface,
)
from course_nn.lectures.practice.tuning import expected_best, expected_grid, grid_places, surface
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import train


def test_the_expected_best_is_the_mean_over_all_draws():
    v = np.random.default_rng(0).normal(size=5)
    for k in (1, 2, 3):
        every = [min(draw) for draw in product(v, repeat=k)]
        assert expected_best(v, k) == pytest.approx(np.mean(every), abs=1e-12)
    assert expected_best(v, np.array([1, 2, 3])) == pytest.approx([expected_best(v, k) for k in (1, 2, 3)])


def test_sixty_random_runs_hit_the_best_twentieth_nearly_always():
    v = np.arange(400).reshape(20, 20) >= 20
    assert 1 - expected_best(v, 60) == pytest.approx(1 - 0.95**60, abs=1e-12)
    assert 1 - expected_best(v, 60) == pytest.approx(0.9539, abs=5e-5)


def test_of_a_strip_that_is_a_tenth_wide_a_grid_hits_three_tenths_and_random_runs_six():
    v = np.ones((30, 30))
    v[:, 14:17] = 0
    assert 1 - expected_grid(v, 3) == pytest.approx(0.3, abs=1e-12)
    assert 1 - expected_best(v, 9) == pytest.approx(1 - 0.9**9, abs=1e-12) == pytest.approx(0.6126, abs=5e-5)


def test_of_a_square_a_grid_hits_as_often_and_never_twice():
    """A square as wide as the gaps of the grid is always hit; random runs may miss it."""
    v = np.ones((30, 30))
    v[10:20, 7:17] = 0
    assert expected_grid(v, 3) == 0 and expected_best(v, 9) == pytest.approx((8 / 9) ** 9)


def test_the_expected_grid_is_the_mean_over_all_places():
    v, places = np.random.default_rng(1).normal(size=(25, 25)), range(9)
    lowest = [v[a : a + 17 : 8, b : b + 17 : 8].min() for a in places for b in places]
    assert expected_grid(v, 3) == pytest.approx(np.mean(lowest), abs=1e-12)
    assert expected_grid(v, 1) == pytest.approx(v.mean()) and expected_grid(v, 25) == v.min()


@pytest.mark.parametrize("n, m", [(25, 3), (25, 4), (25, 5), (10, 3), (7, 7)])
def test_every_place_of_a_grid_fits_and_each_value_of_an_axis_is_tried(n, m):
    places = grid_places(n, m)
    assert places.min() == 0 and places.max() == n - 1 and set(places.ravel()) == set(range(n))


def test_what_is_no_grid_is_refused_in_words():
    for v, m in ((np.ones((3, 4)), 2), (np.ones(9), 3), (np.ones((3, 3)), 4), (np.ones((3, 3)), 0)):
        with pytest.raises(BadInput, match="values along each axis"):
            expected_grid(v, m)


def test_a_surface_tells_how_far_it_is_and_keeps_its_rows():
    work, shares = surface(lambda k: np.array([k, k + 1]), 4), []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            assert end.value.tolist() == [[0, 1], [1, 2], [2, 3], [3, 4]] and shares == [0, 0.25, 0.5, 0.75]
            break


@pytest.mark.parametrize("pair, row, column", [("lam", 15, 13), ("weak", 20, 10)])
def test_a_run_among_others_is_the_run_of_the_training_that_all_lectures_have(pair, row, column):
    rate, lam, _ = (values[0] for values in settings_at(pair, [(row, column)]))
    X, y = parted_digits(2)
    network = Network((64, 16, 10), "relu", init="he", seed=2, dtype=np.float32)
    way = {"batch_size": 20, "epochs": 10, "seed": 2, "penalty": "l2", "lam": lam, "learning_rate": np.float32(rate)}
    train(network, X[0], y[0], LOSSES["softmax_cross_entropy"], **way)
    errors = [(network(X[k]).argmax(axis=1) != y[k]).mean() for k in (1, 2)]
    assert errors_at(pair, 2, ((row, column),))[0] == pytest.approx(errors, abs=0.011)


def test_a_run_does_not_mind_its_company():
    cells = ((3, 4), (12, 12), (20, 7))
    alone = [errors_at("scale", 4, (cell,))[0] for cell in cells]
    assert np.array_equal(errors_at("scale", 4, cells), alone)


def test_the_parts_have_no_digit_in_common():
    X, y = parted_digits(0)
    assert [len(part) for part in X] == [len(part) for part in y] == [200, 200, 1397]
    rows = [{part.tobytes() for part in X[k]} for k in range(3)]
    assert not rows[0] & rows[1] and not rows[0] & rows[2] and not rows[1] & rows[2]


def test_a_rate_or_a_penalty_that_is_far_too_large_leaves_nothing_learned():
    assert (train_and_test([10.0, 0.3], [0.0, 1000.0], [1.0, 1.0], 0) > 0.6).all()


def test_twice_as_wide_keeps_the_middle_and_doubles_the_decades():
    for usual, wide in zip(axis_values("lam"), axis_values("lam", 2)):
        assert wide[12] == pytest.approx(usual[12]) == pytest.approx(np.sqrt(usual[0] * usual[-1]))
        assert np.log(wide[-1] / wide[0]) == pytest.approx(2 * np.log(usual[-1] / usual[0]))


def expected_latin(v, runs=9, draws=500):
    """The lowest of nine values that lie in nine parts of both axes, the mean of so many draws."""
    rng, (rows, columns) = np.random.default_rng(0), np.zeros((2, draws, runs), int)
    for k in range(draws):
        rows[k], places = ((rng.random(runs) + np.arange(runs)) * len(v) / runs for _ in range(2))
        columns[k] = rng.permutation(places)
    return v[rows, columns].min(axis=1).mean()


@pytest.mark.costly_changes
def test_nine_runs_are_for_a_grid_until_a_sceptic_takes_a_setting_that_hardly_matters(becomes):
    def lead(pair="lam", wide=1, side=3):
        """By how much the best of a grid errs less than the best of as many random runs, on average over all draws."""
        errors = finished(whole_surface(pair, 4, wide))[..., 0]
        return expected_best(errors, side**2) - expected_grid(errors, side)

    errors = finished(whole_surface("lam", 4))[..., 0]
    random, ends = expected_best(errors, 9), [0, 12, 24]
    assert lead() > 0.005
    becomes(
        ends=lambda: outcome(lead(), random - errors[np.ix_(ends, ends)].min()),
        latin=lambda: outcome(lead(), random - expected_latin(errors)),
        scale=lambda: outcome(lead(), lead("scale")),
        wide=lambda: outcome(lead(), lead(wide=2)),
        runs=lambda: outcome(lead(), lead(side=4)),
        weak=lambda: outcome(lead(), lead("weak")),
    )


def nine(pair, seeds, wide=1):
    """The expected best of nine runs, on a grid and at random, seed by seed: (seeds, 2)."""
    surfaces = [finished(whole_surface(pair, seed, wide))[..., 0] for seed in seeds]
    return np.array([[expected_grid(v, 3), expected_best(v, 9)] for v in surfaces])


@pytest.mark.thorough
def test_so_it_is_with_other_seeds():
    found = {pair: nine(pair, range(10)) for pair in SECOND}
    better = {pair: int((grid < random).sum()) for pair, (grid, random) in ((p, f.T) for p, f in found.items())}
    assert better["lam"] >= 9 and better["scale"] >= 8 and better["weak"] <= 1
    surfaces = {pair: [finished(whole_surface(pair, seed))[..., 0] for seed in range(10)] for pair in SECOND}
    assert all(np.mean([expected_latin(v) < expected_best(v, 9) for v in vs]) >= 0.9 for vs in surfaces.values())
    assert all(np.mean([v[::12, ::12].min() > expected_best(v, 9) for v in vs]) >= 0.9 for vs in surfaces.values())
    assert found["lam"].mean(axis=0) == pytest.approx([0.077, 0.088], abs=0.01)
    assert found["weak"].mean(axis=0) == pytest.approx([0.081, 0.078], abs=0.01)


@pytest.mark.thorough
def test_and_with_a_range_of_twice_the_decades_the_grid_is_ahead_by_more():
    grid, random = nine("lam", range(10), 2).T
    assert (grid < random).sum() >= 9 and (random - grid).mean() > 0.025


@pytest.mark.thorough
def test_whoever_wins_on_validation_is_worse_on_the_test():
    surfaces = [finished(whole_surface("lam", seed)) for seed in range(10)]
    winners = np.array([v.reshape(-1, 2)[v[..., 0].argmin()] for v in surfaces])
    assert winners.mean(axis=0) == pytest.approx([0.055, 0.078], abs=0.012)
    typical = np.mean([v.reshape(-1, 2)[v[..., 1].ravel() < 0.12].mean(axis=0) for v in surfaces], axis=0)
    assert abs(typical[0] - typical[1]) < 0.01  # without a choice, validation and test agree
