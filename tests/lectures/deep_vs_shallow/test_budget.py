"""The lecture: several layers reach the same with fewer units. On the spiral: often, and not ever deeper."""

from functools import partial

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.deep_vs_shallow.capacity import EXTENT, TEST_SEED, fit, on_spirals, sizes_within
from course_nn.network import Network, parameter_count

demo = Pure("deep_vs_shallow.budget")


def run(**values):
    return computed(demo, **values)


def medians(**values):
    return dict(zip(demo.DEPTHS, np.median(run(**values).heldout, axis=1)))


def test_the_five_networks_cost_nearly_the_same():
    counts = [parameter_count(sizes) for sizes in run().sizes.values()]
    assert len(set(map(len, run().sizes.values()))) == 5 and max(abs(count - 100) for count in counts) <= 6


def one(depth, **values):
    """The median of ten runs of one depth."""
    settings = dict(activation="relu", budget=100, seeds=10, rate=0.02, epochs=500, every=10, start="zero") | values
    right = 1 - finished(on_spirals(depth, *settings.values())).test[-1]
    return np.median(right)


def lead(**change):
    """Of two or three layers over one."""
    return max(one(2, **change), one(3, **change)) - one(1, **change)


def behind(**change):
    """Five layers behind the best."""
    shares = [one(depth, **change) for depth in demo.DEPTHS]
    return max(shares) - shares[-1]


def on_other_data(classes, depth):
    """The median of ten runs of one depth on points of the square whose classes are given: 300, and 1000 held out."""

    def points(n, seed):
        X = np.random.default_rng([seed, 5]).uniform(-EXTENT, EXTENT, (n, 2)).astype(np.float32)
        return X, (np.floor(classes(*X.T)) % 2)[:, None].astype(np.float32)

    network = Network(sizes_within(100, depth), "relu", init="he", seed=range(10), dtype=np.float32)
    runs = fit(network, points(300, 0), points(1000, TEST_SEED), "binary_cross_entropy", 0.02, 500, 500)
    return 1 - np.median(finished(runs).test[-1])


def behind_on(classes):
    """Five layers behind the best, on other data."""
    shares = [on_other_data(classes, depth) for depth in demo.DEPTHS]
    return max(shares) - shares[-1]


LONG = dict(epochs=2500, every=2500)
CHANGES = {key: change.moves for key, change in demo.SCEPTIC.changes.items()}


@pytest.mark.costly_changes
def test_two_or_three_layers_lead_one_until_a_sceptic_changes_what_the_single_layer_starts_with(becomes):
    assert lead() > 0.15
    changes = CHANGES | {"long": LONG}
    becomes(**{key: lambda change=change: outcome(lead(), lead(**change)) for key, change in changes.items()})


@pytest.mark.thorough
def test_lines_that_start_in_one_point_come_apart_by_large_steps_and_hardly_by_small_ones_in_five_times_the_epochs():
    def apart(rate, epochs):
        """How far the lines of the single layers end from that point, in the middle."""
        runs = finished(on_spirals(1, "relu", 100, 10, rate, epochs, epochs))
        network = runs.network.with_parameters(runs.parameters[-1])
        W, b = np.array(network.weights[0]), np.array(network.biases[0]).reshape(10, -1)
        return np.median(np.abs(b) / np.linalg.norm(W, axis=-1))

    once, long, large = apart(0.02, 500), apart(0.02, 2500), apart(0.1, 500)
    assert long < 1.5 * once and large > 2 * long


@pytest.mark.costly_changes
def test_five_layers_are_behind_the_best_of_a_small_budget_whatever_a_sceptic_changes(becomes):
    assert behind() > 0.1
    changes = {key: partial(behind, **change) for key, change in CHANGES.items() if key != "more"}
    changes["stripes"] = partial(behind_on, lambda x, y: 1.2 * (x + y))
    changes["checkers"] = partial(behind_on, lambda x, y: np.floor(x) + y)
    becomes(**{key: lambda change=change: outcome(behind(), change()) for key, change in changes.items()})


@pytest.mark.thorough
@pytest.mark.parametrize("change", [dict(budget=200), dict(rate=0.05), dict(epochs=2000)])
def test_with_spread_bends_one_layer_stays_in_front_whatever_else_is_changed(change):
    best_of_others = max(one(depth, start="spread", **change) for depth in (2, 3, 4, 5))
    assert one(1, start="spread", **change) > best_of_others - 0.01


@pytest.mark.parametrize("activation, start", [(phi, start) for phi in demo.PHI for start in demo.STARTS])
def test_five_layers_are_never_the_best_of_a_small_budget(activation, start):
    share = medians(activation=activation, start=start)
    assert share[5] < max(share.values()) - 0.03


def test_first_biases_are_a_choice_that_changes_nothing_but_them():
    zero, spread = (run(start=start) for start in demo.STARTS)
    assert zero.sizes == spread.sizes and not np.array_equal(zero.heldout, spread.heldout)


def test_the_shown_run_is_the_worst_the_median_or_the_best_in_the_end():
    shown = {rank: run(run=rank) for rank in demo.RANKS}
    shares = [result.heldout[result.depth - 1, result.seed] for result in shown.values()]
    row = np.sort(shown["best"].heldout[demo.CONTROLS["depth"].start - 1])
    np.testing.assert_allclose(shares, [row[0], row[2], row[-1]])
    for result in shown.values():
        assert abs(np.mean(result.right) - result.heldout[result.depth - 1, result.seed]) < 1e-9
    assert run(run="best", epoch=0).seed == shown["best"].seed


def test_the_challenge_is_met_where_the_bends_are_spread():
    won = run(start="spread", budget=50)
    assert demo.judge(won) == "solved" and demo.judge(run()) == "open"
    assert demo.judge(won._replace(epoch=490)) == demo.judge(won._replace(activation="tanh")) == "open"


def test_the_readout_has_the_median_of_each_depth_and_calls_best_what_is_best(reads):
    for values in (dict(epoch=250, run="worst"), dict(budget=50, start="spread", depth=3)):
        result = run(**values)
        shares, k = 100 * np.median(result.heldout, axis=1), result.depth - 1
        best = np.flatnonzero(shares == shares.max())
        mine = 100 * np.array([result.heldout[k, result.seed], result.train[k, result.seed]])
        last = [best[0] + 1, result.budget, k + 1, *mine]
        start = [0] if result.start == "zero" else []
        told = *start, result.epoch, 1, 5, *shares, 5
        assert len(best) == 1
        reads(demo.readout(result), *told, *last)
        assert f"the {result.run} run. It gets" in demo.readout(result).en


def test_a_column_is_pressed_for_its_depth_and_a_dot_for_its_run():
    shown = demo.budget()
    for k, rank in enumerate(demo.RANKS):
        Hand(shown, 1, item=4 * 3 + k).press()
        assert shown.values["depth"] == 5 and shown.values["run"] == rank
        x, y = shown.artists.shown.get_xydata()[0]
        assert y == shown.result.heldout[4, shown.result.seed]
        assert np.allclose(demo.ranked_dots(None, shown.result)[12 + k, 0], (x, y))
    Hand(shown, 0, item=1).press()
    assert shown.values["depth"] == 2
    shown.close()
