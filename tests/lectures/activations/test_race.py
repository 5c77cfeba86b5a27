"""The lecture: ReLU converges for example 6 times faster than sigmoid or tanh. What real digits say."""

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.activations import ACTIVATIONS
from course_nn.common.progress import finished
from course_nn.lectures.activations import learning_speed
from course_nn.lectures.activations.first_weights import standard_normal
from course_nn.lectures.activations.learning_speed import RATES, evaluations, pixels, race_at, slowest, tune
from course_nn.network import INITS, Network
from course_nn.training import arrivals

demo = Pure("activations.race")


def run(layers, bias=0, target=0.05, tuned=True):
    return computed(demo, layers=layers, bias=bias, target=target, tuned=tuned, size="quick")


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


def times_three(phi):
    """The first weights that were made for an activation, three times as large."""
    usual = INITS[learning_speed.INITIALIZATION[phi]]
    return lambda rng, M, N: 3 * usual(rng, M, N)


def updates_from(phi, bias=0, size=demo.SIZES["quick"], target=0.05):
    """As the race counts them, of each racing seed, at the rate that the tuning seeds choose; nothing is remembered."""
    tried = slowest(target, finished(tune.__wrapped__(phi, 1, size, bias)), size.updates)
    rate = float(RATES[np.nan_to_num(tried, nan=np.inf).argmin()])
    return arrivals(target, finished(race_at.__wrapped__(phi, 1, size, bias, rate)), evaluations(size.updates))


def test_the_farther_to_the_right_the_biases_start_the_farther_tanh_falls_behind():
    ratios = [np.median(updates_from("tanh", bias) / updates_from("relu", bias)) for bias in (0, 3, 5)]
    assert np.all(np.diff(ratios) > 0.3)


@pytest.mark.parametrize(
    "number, scale, first_weights",
    [(4, 4, None), (16, 16, None), (1, 1, lambda phi: standard_normal), (3, 1, times_three)],
    ids=["inputs × 4", "inputs × 16", "σ = 1", "weights × 3"],
)
def test_other_starts_that_might_saturate_tanh_do_not_put_relu_ahead(says, monkeypatch, number, scale, first_weights):
    """The text names them beside the biases of +5, which were found by a search."""
    says("02_activations", "activations-8-explain", number)
    monkeypatch.setattr(learning_speed, "pixels", lambda n: (scale * pixels(n)[0], pixels(n)[1]))
    if first_weights:
        monkeypatch.setattr(learning_speed, "INITS", {phi: first_weights(phi) for phi in ("relu", "tanh")})
    relu, tanh = updates_from("relu"), updates_from("tanh")
    assert np.isfinite(relu).all() and np.mean(tanh < relu) > 0.6 and np.median(tanh / relu) < 0.9


def test_a_press_on_one_of_the_pale_lines_chooses_the_error_to_be_reached():
    picture = demo.race()
    for k, target in enumerate(demo.TARGETS):
        Hand(picture, 0, item=k).press()
        assert picture.values["target"] == target
    picture.close()


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
    picture = demo.race()
    picture.set(layers=3, tuned=False)
    assert np.array_equal(np.array(picture.frame.pixels), picture.frame.whole())
    assert "ReLU" in picture.readout.en and "次" in picture.readout.zh and "nan" not in picture.readout.en
