"""The lecture: one layer can need exponentially many units in the input dimension. In the worst case, that is."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.deep_vs_shallow.approximation import bump_network, tower_network
from course_nn.lectures.deep_vs_shallow.demos.curse.many_inputs import PROBES, nearest, parameters

demo = Pure("deep_vs_shallow.curse")


def result(d=6, N=10, n=1000, size=4, seed=2, target="sum", flat=False):
    return finished(demo.compute(d, N, n, target, size, seed, flat))


def lead(d=10, **change):
    """Of the fitted sum over the better of the two that know no sum: the median of five sets of samples."""
    return np.median([demo.lead_of_structure(result(d, seed=seed, **change), d) for seed in range(5)])


@pytest.mark.costly_changes
def test_a_fit_that_knows_the_structure_leads_and_a_wrong_structure_is_no_help(becomes):
    assert lead() > 0.15
    changes = dict(fewer=dict(n=100), pieces=dict(N=5), inputs=dict(d=2), pairs=dict(target="pairs"))
    changes |= dict(slow=dict(target="slow"), flat=dict(flat=True))
    becomes(
        **{key: lambda change=change: outcome(lead(), lead(**change)) for key, change in changes.items()},
        more=lambda: outcome(lead(), demo.lead_of_structure(result(10, n=3000, seed=0), 10)),
    )


@pytest.mark.parametrize("N", [2, 5, 10])
def test_units_and_numbers_are_those_of_the_towers_and_bumps_of_this_package(N):
    towers, bumps = tower_network(np.ones((N, N))), bump_network(np.ones(N))
    any_function, tree, total, ridge = np.array(result(2, N).units)[:, 1]
    assert any_function == tree == sum(towers.sizes[1:-1]) and total == 2 * ridge == 2 * bumps.sizes[1]
    assert parameters(2, N) == np.count_nonzero(towers.parameters)


def test_for_any_function_units_multiply_by_N_with_each_input_for_a_sum_they_add_up():
    any_function, tree, total, ridge = result(N=10).units
    assert np.all(any_function[1:] / any_function[:-1] > 4) and any_function[9] / any_function[8] == pytest.approx(10)
    assert set(np.diff(total)) == {20} and set(np.diff(ridge)) == {0} and set(np.diff(tree[1:])) == {140}


def test_the_box_around_the_middle_holds_its_nearest_sample_on_the_rim_and_none_inside():
    X, P, which, radius = finished(nearest(1000, 2))
    for d in range(1, 11):
        far = np.abs(X[:, :d] - 0.5).max(axis=1)
        assert far.min() == radius[d - 1, 0] == result(d).radius and far.argmin() == which[d - 1, 0]
    assert np.all(np.diff(radius, axis=0) >= 0) and radius[9].mean() > 0.25


def test_many_samples_are_searched_dimension_by_dimension_and_only_once():
    many = 1234, 9  # no control offers this number, so nobody has asked for it before
    assert list(nearest(*many)) == pytest.approx(np.arange(1, 11) / 10) and not list(nearest(*many))


def test_the_distance_to_the_nearest_sample_is_lipschitz():
    """It is 0 on all samples, as is its negative: no method can tell the two apart, and errs by it on one of them."""
    _, P, _, radius = finished(nearest(100, 0))
    for d in range(1, 11):
        apart = np.abs(P[:, None, :d] - P[:, :d]).max(axis=2)  # (probes, probes)
        assert np.all(np.abs(radius[d - 1][:, None] - radius[d - 1]) <= apart + 1e-12)


def test_the_nearest_sample_knows_less_and_less_a_sum_of_functions_is_learned_from_the_same_samples():
    for seed in range(5):
        near, fit, _ = result(seed=seed).errors
        assert near[1] < 0.15 and near[3] > 0.25 and near[9] > 0.8 and fit.max() < 0.03


def test_in_ten_dimensions_the_nearest_sample_knows_little_unless_all_lie_in_one_plane():
    for seed in range(3):
        near, flat = (result(10, seed=seed, flat=flat).errors.nearest for flat in (False, True))
        assert near[9] > 0.8 and flat[9] < 0.3


def test_samples_of_a_plane_fill_the_square_of_the_first_two_inputs_and_no_third_direction():
    X, P, *_ = finished(nearest(100, 0, True))
    assert np.linalg.matrix_rank(np.vstack([X, P]) - 0.5, tol=1e-9) == 2 and (0 <= X).all() and (X <= 1).all()
    assert np.array_equal(X[:, :2], finished(nearest(100, 0)).X[:, :2])


def test_more_numbers_than_samples_are_not_learned_even_with_structure():
    assert result(n=100, N=20).errors.total[9] > 0.3 > 10 * result(n=1000, N=20).errors.total[9]


def test_ten_cells_are_all_filled_and_in_ten_dimensions_each_sample_has_one_for_itself():
    assert result(1).filled == 10 and result(10).filled == 1000


def test_with_ten_cells_a_side_nine_inputs_outgrow_a_laptop():
    assert [demo.judge(result(d)) for d in (8, 9, 10)] == ["open", "solved", "almost"]
    assert [demo.judge(result(d, 20)) for d in (6, 7, 8)] == ["open", "solved", "almost"]
    assert demo.judge(result(9, 9)) == demo.judge(result(9, size=8)) == "open"


def test_the_readout_has_the_cells_the_memory_the_units_the_filled_cells_and_both_errors(reads):
    for d, N in ((2, 10), (6, 10), (4, 7)):
        shown, rng = result(d, N), np.random.default_rng(2)
        X, P = rng.random((1000, 10))[:, :d], np.vstack([np.full(10, 0.5), rng.random((PROBES, 10))])[:, :d]
        which = np.abs(P[:, None] - X).max(axis=2).argmin(axis=1)
        memory = 4 * (4 * d * N + (2 * d + 2) * N**d)
        filled = len(np.unique(np.floor(X * N), axis=0))
        told, true = (np.sin(2 * np.pi * Z + np.arange(d)).sum(axis=1) for Z in (X, P))
        near = np.sqrt(np.mean((told[which] - true) ** 2)) / true.std()
        unit = 1000 ** (int(np.log10(memory)) // 3)
        reads(
            demo.readout(shown),
            d,
            N**d,
            float(f"{memory / unit:.3g}"),
            2 * d * N,
            1000,
            filled,
            near,
            shown.kernel,
            shown.errors.total[d - 1],
        )


def test_either_bar_is_pulled_to_another_dimension():
    shown = demo.curse()
    for k, d in enumerate((8, 4)):
        hand = Hand(shown, k).press()
        step = np.diff(shown.artists.now[k].axes.transData.transform([(0, 1), (1, 1)])[:, 0])[0]
        hand.pull((d - shown.values["d"]) * step * shown.figure.get_size_inches()[0] * 100 / shown.figure.bbox.width, 0)
        assert shown.values["d"] == d
    shown.close()


@pytest.mark.parametrize("seed", range(3))
def test_the_nearest_of_a_thousand_samples_says_much_where_all_lie_in_one_plane(seed):
    rng = np.random.default_rng(seed)
    explained = {}
    for filled in (2, 10):
        plane = np.linalg.qr(rng.normal(size=(10, 10)))[0][:filled]
        X, new = rng.uniform(-1, 1, (1000, filled)), rng.uniform(-1, 1, (300, filled))
        wanted, y = (np.sin(2 * np.pi * part[:, 0]) + part[:, 1:].sum(axis=1) for part in (new, X))
        copied = y[np.argmin(np.linalg.norm((new @ plane)[:, None] - X @ plane, axis=-1), axis=1)]
        explained[filled] = 1 - np.mean((copied - wanted) ** 2) / np.var(wanted)
    assert explained[2] > 0.95 and explained[10] < 0.65
