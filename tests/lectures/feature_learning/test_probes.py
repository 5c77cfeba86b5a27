"""What a linear classifier finds in every layer, on points that it has not seen."""

from functools import cache

import numpy as np
import pytest
from computed import Pure
from later import Later

from course_nn.common.outcomes import outcome
from course_nn.datasets import circle
from course_nn.lectures.feature_learning.demos.probes.linear_probes import NOISE, halves, probe
from course_nn.lectures.feature_learning.first_biases import set_first_biases
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.network import Network
from course_nn.training import train

linear_model = Later("sklearn.linear_model")

probes = Pure("feature_learning.probes")


@pytest.fixture
def result_of(shown):
    def result_of(data="spiral", activation="tanh", **values):
        return shown("probes", data=data, activation=activation, **values)

    return result_of


@pytest.fixture
def accuracy_of(result_of):
    return lambda *setting, **values: result_of(*setting, **values).run.accuracy


@cache
def read_layer_by_layer(data="spiral", activation="tanh", depth=4, biases="zero", units=8, epochs=600):
    """Held-out accuracy of probes on x and on every hidden layer in the end, medians of three starts."""
    X, y, new_X, new_y = halves(data)
    init = "he" if activation == "relu" else "glorot"
    network = Network((2, *[units] * depth, 1), activation, init=init, seed=range(3))
    set_first_biases(network, biases, range(3))
    train(network, X, y, "binary_cross_entropy", "adam", learning_rate=0.01, epochs=epochs, every=epochs)
    layers = zip(network.forward(X).h[:-1], network.forward(new_X).h[:-1])
    return [np.median(np.mean((probe(h, y, new_h) > 0) == new_y, axis=-1)) for h, new_h in layers]


CHANGES = {key: change.moves for key, change in probes.SCEPTIC.changes.items()}


def test_the_layers_before_the_last_learn_features_on_which_a_linear_model_solves_the_task(accuracy_of, becomes):
    def gain(**change):
        x, *_, last = read_layer_by_layer(**change)
        return last - x

    for data in NOISE:
        end = accuracy_of(data)[-1]
        assert end[0] < 0.65 and end[-2] > 0.95 and end[-1] > 0.95
    changed = CHANGES | dict(xor=dict(data="xor"), untrained=dict(epochs=1))
    becomes(**{key: outcome(gain(), gain(**change)) for key, change in changed.items()})


def test_on_the_spiral_the_first_layer_leaves_the_work_to_later_ones(becomes):
    def left(**change):
        _, first, *_, last = read_layer_by_layer(**change)
        return last - first

    assert left() > 0.3
    changed = CHANGES | dict(wide=dict(units=16))
    becomes(**{key: outcome(left(), left(**change)) for key, change in changed.items()})


def test_the_spiral_is_unwound_step_by_step(accuracy_of):
    x, h1, h2, h3, h4, y = accuracy_of("spiral")[-1]
    assert max(x, h1) < h2 - 0.05 and h2 < h3 - 0.2 and min(h3, h4, y) > 0.97


def test_a_first_layer_need_not_be_better_than_x(accuracy_of):
    x, h1, *_ = accuracy_of("spiral")[-1]
    assert h1 <= x


def test_random_units_of_relu_already_solve_the_ring_and_those_of_tanh_do_not(result_of, accuracy_of):
    relu, tanh = accuracy_of("circle", "relu")[0], accuracy_of("circle", "tanh")[0]
    assert relu[0] < 0.5 and relu[1] > 0.95
    assert tanh[1:-1].max() < 0.55  # without a bias tanh(w·x) is odd, and a ring looks the same from both sides
    assert probes.judge(result_of("circle", "relu", epoch=0)) == "solved"
    assert probes.judge(result_of("circle", "relu")) == "almost" and probes.judge(result_of()) == "open"


def test_with_random_first_biases_untrained_tanh_reads_the_ring_too():
    X, y, new_X, new_y = halves("circle")

    def untrained(biases):
        network = set_first_biases(Network((2, 8, 1), "tanh", seed=range(5)), biases, range(5))
        return np.mean((probe(features(network, X), y, features(network, new_X)) > 0) == new_y, axis=-1)

    assert untrained("zero").max() < 0.5 and untrained("random").min() > 0.75


def test_on_other_rings_too_random_tanh_units_are_hardly_better_than_guessing():
    shares = []
    for seed in range(20):
        X, y, _ = circle(600, seed=seed)[:3]
        h = features(Network((2, 8, 1), "tanh", seed=seed), X / 2.5)
        shares.append(np.mean((probe(h[:300], y[:300], h[300:]) > 0) == y[300:]))
    assert 0.44 < np.mean(shares) < 0.58


def test_eight_random_units_lose_what_the_pixels_of_a_digit_say_and_eight_trained_ones_do_not(accuracy_of):
    accuracy = accuracy_of("digits")
    assert accuracy[0, 1] < accuracy[0, 0] - 0.1 and accuracy[-1, 1] > accuracy[-1, 0] + 0.02


def test_what_x_says_does_not_change_with_training(accuracy_of):
    accuracy = accuracy_of("xor")
    assert np.ptp(accuracy[:, 0]) == 0 and np.ptp(accuracy[:, -1]) > 0.3


@pytest.mark.parametrize("data", ["spiral", "digits"])
def test_probes_learn_from_one_half_and_are_measured_on_the_other(accuracy_of, data):
    X, y, new_X, new_y = halves(data)
    assert not set(map(bytes, X)) & set(map(bytes, new_X)) and abs(len(X) - len(new_X)) <= 1
    reference = linear_model.LogisticRegression(C=10, tol=1e-10, max_iter=10_000).fit(X, y)
    assert accuracy_of(data)[0, 0] == pytest.approx(reference.score(new_X, new_y), abs=1.5 / len(new_y))


def test_the_histogram_holds_every_held_out_point_and_its_middle_parts_right_from_wrong(result_of):
    result = result_of(layer=3)
    assert result.counts.sum() == 300
    wrong = result.counts[0, 15:].sum() + result.counts[1, :15].sum()
    assert 1 - wrong / 300 == pytest.approx(result.run.accuracy[-1, 3])
    assert result_of(depth=2, layer=5).layer == 2


def test_the_readout_has_the_best_layer_now_and_before_training_and_compares_it_with_x(result_of, accuracy_of, reads):
    for setting, verdict in (
        (("spiral",), "already better than x"),
        (("circle",), "no better than guessing"),
        (("digits",), "worse than x"),
    ):
        words, accuracy = probes.readout(result_of(*setting)), 100 * accuracy_of(*setting)
        now, start = accuracy[-1], accuracy[0]
        reads(words, probes.EPOCHS, now[0], now[:-1].max(), now[-1], start[1:-1].max())
        assert f"best layer, h<sub>{now[:-1].argmax()}</sub>, <b>" in words.en and words.en.endswith(f": {verdict}.")
        assert f"best hidden layer, h<sub>{start[1:-1].argmax() + 1}</sub>, gave" in words.en
