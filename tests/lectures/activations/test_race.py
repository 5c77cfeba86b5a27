"""The lecture: ReLU converges for example 6 times faster than sigmoid or tanh. What real digits say."""

import numpy as np
import pytest

from course_nn.activations import ACTIVATIONS
from course_nn.lectures.activations.demos import race as demo
from course_nn.lectures.activations.learning_speed import pixels
from course_nn.network import Network

PICTURE = demo.race()


def run(layers, bias=0, target=0.05, tuned=True):
    return PICTURE.compute(layers=layers, bias=bias, target=target, tuned=tuned, size="quick")


def test_the_tuned_rate_is_the_best_of_the_grid_and_not_at_its_edge():
    for layers in (1, 3):
        result = run(layers)
        for phi, (rates, updates) in result.tuning.items():
            best = np.nanmin(updates)
            assert updates[rates == result.rates[phi]] == best
            assert rates[0] < result.rates[phi] < rates[-1]


def test_with_tuned_rates_tanh_needs_fewer_updates_than_relu():
    """In the median of ten seeds, whatever the error to be reached; on none is it twice as slow."""
    for layers in (1, 3):
        for target in demo.TARGETS:
            ratios = run(layers, target=target).ratios["tanh"]
            assert np.median(ratios) < 1 and ratios.max() < 2
    assert run(3).ratios["tanh"].max() < 1


@pytest.mark.parametrize("layers", [1, 3])
def test_leaky_relu_takes_as_long_as_relu(layers):
    assert 0.6 < np.median(run(layers).ratios["leaky_relu"]) < 1.4


def test_from_high_biases_tanh_is_slower_than_relu_on_every_seed_and_from_0_it_is_not():
    """The control: biases of 0, and as low as they were high. Each has a rate of its own, inside the grid."""
    high, usual, low = (run(1, bias) for bias in (5, 0, -5))
    assert high.ratios["tanh"].min() > 1.5 and np.median(usual.ratios["tanh"]) < 1
    assert all(0.05 < high.rates[phi] < 25.6 for phi in ("relu", "tanh"))
    assert np.isnan(low.arrivals["relu"]).all()
    assert all(np.isfinite(low.arrivals[phi]).mean() > 0.5 for phi in ("leaky_relu", "tanh"))


def test_from_high_biases_tanh_is_saturated_and_relu_is_not_and_from_low_ones_every_relu_is_dead():
    X, slopes = pixels(300)[0], {}
    for phi, init in (("relu", "he"), ("tanh", "glorot")):
        for bias in (5, -5):
            network = Network((64, 32, 10), phi, init=init, seed=0)
            network.biases[0][...] = bias
            slopes[phi, bias] = ACTIVATIONS[phi].df(network.forward(X).z[0])
    assert np.all(slopes["relu", 5] == 1) and np.all(slopes["relu", -5] == 0)
    assert slopes["tanh", 5].max() < 0.05


def test_with_three_layers_the_first_biases_do_nothing():
    assert run(3, 5).bias == 0 and run(3, 5).errors["relu"] is run(3).errors["relu"]


def test_sigmoid_is_slower_than_relu_and_the_more_so_the_deeper():
    shallow, deep = (np.median(run(layers).ratios["sigmoid"]) for layers in (1, 3))
    assert 1.3 < shallow and 2 * shallow < deep


def test_one_rate_for_all_favours_the_one_it_suits():
    """At 0.1, three hidden layers of sigmoids never arrive; at a rate of their own all of them do."""
    assert np.isnan(run(3, tuned=False).arrivals["sigmoid"]).all()
    assert np.isfinite(run(3).arrivals["sigmoid"]).all()


def test_seeds_that_race_are_not_those_that_tuned_and_there_are_ten_or_more():
    assert all(size.racing >= 10 for size in demo.SIZES.values())
    result = run(1)
    assert all(len(arrivals) == demo.SIZES["quick"].racing for arrivals in result.arrivals.values())
    assert len({errors[0].tobytes() for errors in result.errors.values()}) == 4


def test_ratios_are_taken_seed_by_seed_and_the_challenge_reads_them():
    result = run(1)
    np.testing.assert_allclose(result.ratios["tanh"] * result.arrivals["relu"], result.arrivals["tanh"])
    assert demo.judge(result) == "open" and demo.judge(run(3)) == "solved"


def test_a_race_of_deep_networks_is_drawn_with_those_that_never_arrive():
    PICTURE.set(layers=3, tuned=False)
    assert np.array_equal(np.array(PICTURE.frame.pixels), PICTURE.frame.whole())
    assert "ReLU" in PICTURE.readout.en and "次" in PICTURE.readout.zh and "nan" not in PICTURE.readout.en
