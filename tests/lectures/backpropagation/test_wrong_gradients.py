"""What networks learn from wrong gradients, beside the right one and the last layer alone."""

import numpy as np
import pytest
from computed import Pure, computed

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.datasets import shuffled_digits
from course_nn.lectures.backpropagation.demos.wrong_gradients.learning import (
    BACKWARD,
    DIGITS,
    RATES,
    STARTS,
    UNSEEN,
    at_its_best,
    examples,
    lead_without_slopes,
    learned,
    solved,
)
from course_nn.lectures.backpropagation.faulty_backprop import ALONE, WRONG, FaultyNetwork
from course_nn.losses import one_hot
from course_nn.training import train

demo = Pure("backpropagation.wrong_gradients")


def run(**values):
    return computed(demo, **values)


def medians(**values):
    return dict(zip(BACKWARD, run(**values).medians))


@pytest.mark.costly_changes
def test_all_six_wrong_gradients_teach_the_hidden_layers_until_a_sceptic_solves_for_the_last_or_takes_large_steps(
    becomes,
):
    assert len(WRONG) == 6 and run().taught > 8 and min(medians().values()) > 0.7
    changes = {key: change.moves for key, change in demo.SCEPTIC.changes.items()} | {"starts": {"first": 5}}
    becomes(
        **{key: lambda change=change: outcome(run().taught, run(**change).taught) for key, change in changes.items()},
        deep=lambda: outcome(run().taught, ahead_behind_six_layers()),
    )


def ahead_behind_six_layers():
    """Of the gradient without φ′ over the last layer alone, in points; the worst of the six is no further ahead."""
    without, alone = (finished(at_its_best("tanh", fault, layers=6)).median for fault in ("no slope", ALONE))
    return 100 * (without - alone)


@pytest.mark.thorough
@pytest.mark.parametrize("phi", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("fault", WRONG)
def test_on_digits_each_wrong_gradient_teaches_networks_of_each_activation_at_its_best_rate(phi, fault):
    assert finished(at_its_best(phi, fault)).median > 0.7


@pytest.mark.parametrize("rate", RATES[:3])
def test_on_a_ring_tanh_without_its_slope_guesses_and_is_nearly_odd_where_the_right_gradient_learns(rate):
    right, without = (finished(learned("tanh", fault, rate, data="ring")).median for fault in ("none", "no slope"))
    assert right > 0.95 and without < 0.65
    assert share_that_is_even("no slope", rate) < 0.2 < 0.8 < share_that_is_even("none", rate)


def share_that_is_even(fault, rate):
    """Of the spread of what a trained network answers on the ring, the share that is the same at x and −x; median."""
    X, Y, new_X, _ = examples("ring")
    networks = FaultyNetwork((2, 32, 32, 2), "tanh", fault=fault, seed=range(STARTS), dtype=np.float32)
    train(networks, X, Y, "softmax_cross_entropy", learning_rate=rate, epochs=10, every=10, batch_size=20)
    here, there = (networks(points) @ [-1, 1] for points in (new_X, -new_X))
    even, odd = (np.var(part, axis=-1) for part in (here + there, here - there))
    return np.median(even / (even + odd))


def test_on_a_ring_relu_without_its_slope_learns():
    assert finished(learned("relu", "no slope", 0.1, data="ring")).median > 0.95


def test_with_sigmoids_it_helps_to_leave_the_slope_out_until_each_has_its_best_rate(becomes):
    changes = {
        "starts": lambda fault: learned("sigmoid", fault, 0.1, first=5),
        "wide": lambda fault: learned("sigmoid", fault, 0.1, units=64),
        "tanh": lambda fault: learned("tanh", fault, 0.1),
        "tuned": lambda fault: at_its_best("sigmoid", fault),
    }
    lead = lead_without_slopes(lambda fault: learned("sigmoid", fault, 0.1))
    assert lead > 40
    becomes(**{key: outcome(lead, lead_without_slopes(change)) for key, change in changes.items()})


def test_with_a_rate_that_the_right_gradient_still_bears_a_wrong_one_may_teach_nothing():
    for phi, rate, failing in (("tanh", 3.0, ["one sum for all biases"]), ("sigmoid", 10.0, ["slope of h"])):
        assert finished(learned(phi, "none", rate)).median > 0.8
        assert all(finished(learned(phi, fault, rate)).median < 0.3 for fault in failing)


def test_with_sigmoids_descent_teaches_the_last_layer_alone_hardly_anything_and_with_tanh_it_comes_near():
    assert medians(phi="sigmoid", rate="best")[ALONE] < 0.3
    tanh = medians(rate="best")
    assert 0.03 < tanh["none"] - tanh[ALONE] < 0.12


@pytest.mark.parametrize("alone", ["descent", "solved"])
def test_random_messages_are_ahead_of_the_last_layer_alone_also_when_each_is_at_its_best(alone):
    for first in (0, STARTS):
        found, same = medians(rate="best", alone=alone, first=first), medians(first=first)
        assert 0.03 < found["random feedback"] - found[ALONE] < same["random feedback"] - same[ALONE]


@pytest.mark.parametrize("first", [0, STARTS])
def test_with_sigmoids_least_squares_finds_a_last_layer_that_is_ahead_of_two_wrong_gradients(first):
    found = medians(phi="sigmoid", rate="best", alone="solved", first=first)
    assert 0.87 < found[ALONE] < 0.94
    assert found["random feedback"] < found[ALONE] - 0.08 and found["slope of h"] < found[ALONE] - 0.01
    assert found["none"] > found[ALONE] + 0.01


@pytest.mark.thorough
@pytest.mark.parametrize("fault, rate", [("random feedback", 1.0), ("slope of h", 0.3)])
def test_with_sigmoids_and_a_hundred_epochs_both_are_ahead_of_that_last_layer(fault, rate):
    X, Y, new_X, new_Y = examples("digits")
    networks = FaultyNetwork((64, 32, 32, 10), "sigmoid", fault=fault, seed=range(3), dtype=np.float32)
    train(networks, X, Y, "softmax_cross_entropy", learning_rate=rate, epochs=100, every=100, batch_size=20)
    shares = np.mean(networks(new_X).argmax(axis=-1) == new_Y, axis=-1)
    assert np.median(shares) > solved("sigmoid").median + 0.01


def test_a_last_layer_that_was_solved_for_has_no_rate_and_has_the_least_squared_error():
    assert run(alone="solved").rates.tolist() == [0.1] * 7 + [0]
    X, Y = shuffled_digits()
    network = FaultyNetwork((64, 32, 32, 10), "tanh", fault=ALONE, seed=[2], dtype=np.float32)
    H = np.insert(network.forward(X).h[-2][0].astype(float), 0, 1, axis=1)
    W = np.linalg.lstsq(H[:DIGITS], one_hot(Y[:DIGITS], 10))[0]
    share = np.mean((H[UNSEEN:] @ W).argmax(axis=1) == Y[UNSEEN:])
    assert abs(share - solved("tanh").accuracies[2]) < 0.005


def test_the_best_rate_is_the_one_with_the_highest_median_among_those_offered():
    best = run(rate="best")
    for k, fault in enumerate(BACKWARD):
        tried = {rate: finished(learned("tanh", fault, rate)).median for rate in RATES}
        assert best.medians[k] == max(tried.values()) == tried[best.rates[k]]


def test_with_relu_the_slope_of_h_is_no_mistake():
    relu = run(phi="relu")
    np.testing.assert_array_equal(*relu.accuracies[[BACKWARD.index("none"), BACKWARD.index("slope of h")]])


def test_the_last_layer_alone_leaves_the_hidden_layers_as_they_were_drawn():
    network, rng = FaultyNetwork((3, 4, 4, 2), "tanh", fault=ALONE), np.random.default_rng(0)
    before = [W.copy() for W in network.weights]
    train(network, rng.normal(size=(20, 3)), np.arange(20) % 2, "softmax_cross_entropy", learning_rate=0.5, epochs=3)
    same = [np.array_equal(*pair) for pair in zip(before, network.weights)]
    assert same == [True, True, False] and not network.biases[0].any()


def test_the_challenge_is_met_by_sigmoids_with_a_small_rate():
    assert demo.judge(run(phi="sigmoid")) == "solved"
    assert demo.judge(run()) == demo.judge(run(phi="sigmoid", rate="best")) == "open"


def test_the_readout_has_the_right_gradient_the_best_and_the_worst_wrong_one_and_the_last_layer_alone(reads):
    found = medians(phi="sigmoid")
    wrong = [found[fault] for fault in WRONG]
    shares = 100 * np.array([found["none"], min(wrong), found[ALONE], max(wrong)])
    reads(demo.readout(run(phi="sigmoid")), 0.1, *shares)
    assert "The best of the wrong ones (φ′ left out)" in demo.readout(run(phi="sigmoid")).en


@pytest.mark.parametrize("phi, rate", [("tanh", 20.0), ("sigmoid", 3.0), ("relu", 2.0)])
def test_without_slopes_tanh_bears_larger_rates_than_the_right_gradient_and_sigmoids_and_relu_smaller_ones(phi, rate):
    X, y = shuffled_digits(600)
    read = {}
    for fault in ("none", "no slope"):
        network = FaultyNetwork((64, 32, 32, 10), phi, fault=fault, seed=range(5), dtype=np.float32)
        labels = one_hot(y[:600], 10)
        train(network, X[:600], labels, "softmax_cross_entropy", learning_rate=rate, epochs=10, batch_size=32)
        read[fault] = np.median(np.mean(network(X[600:]).argmax(axis=-1) == y[600:], axis=-1))
    better, worse = ("no slope", "none") if phi == "tanh" else ("none", "no slope")
    assert read[better] > 0.7 and read[worse] < 0.5
