"""The lecture: several layers reach the same with fewer units. On the spiral: often, and not ever deeper."""

import numpy as np

from course_nn.lectures.deep_vs_shallow.demos import budget as demo
from course_nn.network import parameter_count

PICTURE = demo.budget()
START = PICTURE.values


def run(**values):
    return PICTURE.compute(**START | values)


def medians(**values):
    return dict(zip(demo.DEPTHS, np.median(run(**values).heldout, axis=1)))


def test_the_five_networks_cost_nearly_the_same():
    counts = [parameter_count(sizes) for sizes in run().sizes.values()]
    assert len(set(map(len, run().sizes.values()))) == 5 and max(abs(count - 100) for count in counts) <= 6


def test_with_relu_two_layers_beat_one_and_five_do_not_beat_two():
    for rate in (0.02, 0.05):
        share = medians(rate=rate)
        assert share[2] > share[1] + 0.03 and share[2] > share[5] + 0.03


def test_with_relu_at_a_rate_of_002_two_layers_of_12_units_do_better_than_one_layer_of_50():
    result = run(budget=200)
    assert sum(result.sizes[2][1:-1]) == 24 and sum(result.sizes[1][1:-1]) == 50
    share = np.median(result.heldout, axis=1)
    assert share[1] > share[0] + 0.05


def test_at_a_larger_rate_the_single_layer_of_50_catches_up():
    """So the verdict of one learning rate for all is a verdict on that rate too."""
    slow, fast = medians(budget=200), medians(budget=200, rate=0.05)
    assert fast[1] > slow[1] + 0.05 and fast[1] > fast[2] - 0.05


def test_with_tanh_and_a_small_budget_one_layer_is_best():
    share = medians(budget=50, activation="tanh")
    assert share[1] == max(share.values()) and share[1] > max(share[4], share[5]) + 0.1


def test_the_shown_run_is_the_worst_the_median_or_the_best_in_the_end():
    shown = {rank: run(run=rank) for rank in demo.RANKS}
    shares = [result.heldout[result.depth - 1, result.seed] for result in shown.values()]
    row = np.sort(shown["best"].heldout[START["depth"] - 1])
    np.testing.assert_allclose(shares, [row[0], row[2], row[-1]])
    for result in shown.values():
        assert abs(np.mean(result.right) - result.heldout[result.depth - 1, result.seed]) < 1e-9
    assert run(run="best", epoch=0).seed == shown["best"].seed


def test_the_challenge_is_met_where_depth_does_not_help():
    assert demo.judge(run()) == "open"
    assert demo.judge(run(budget=50, activation="tanh")) == "solved"
    assert demo.judge(run(budget=50, activation="tanh", epoch=490)) == "open"


def test_the_readout_has_the_median_of_each_depth_and_calls_best_what_is_best(reads):
    for values in (dict(epoch=250, run="worst"), dict(budget=50, activation="tanh", depth=3)):
        result = run(**values)
        shares, k = 100 * np.median(result.heldout, axis=1), result.depth - 1
        best = np.flatnonzero(shares == shares.max())
        mine = 100 * np.array([result.heldout[k, result.seed], result.train[k, result.seed]])
        reads(
            demo.readout(result),
            0.02,
            result.budget,
            result.epoch,
            5,
            1,
            5,
            *shares,
            *(best + 1),
            100 * result.heldout[best].min(),
            100 * result.heldout[best].max(),
            k + 1,
            *mine,
        )
        assert f", {result.run} run, " in demo.readout(result).en
