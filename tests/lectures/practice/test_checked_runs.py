"""The runs that the checklist looks at, against models and steps made by hand."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.datasets import digits
from course_nn.lectures.practice.demos.first_checks.checked_runs import (
    LOSS,
    Setting,
    digit_data,
    ladder,
    losses_without_inputs,
    network_at_start,
    one_batch_losses,
    shares,
    training_run,
)


def test_digits_are_split_once_and_less_the_mean_of_those_that_are_trained_on():
    data = digit_data(seed=3)
    assert data.X.shape == (1000, 64) and data.X_test.shape == (797, 64)
    assert data.X.mean(axis=0) == pytest.approx(np.zeros(64), abs=1e-12)
    assert sorted([*data.y, *data.y_test]) == sorted(digits().y)
    assert not np.array_equal(data.y, digit_data(seed=4).y)


def test_ink_as_stored_goes_to_16_and_an_eight_is_one_of_two_classes():
    X = digit_data(inputs="stored").X
    assert (X.min(), X.max()) == (0, pytest.approx(16))
    assert np.array_equal(digit_data("eight").y, digit_data("digits").y == 8)


def test_faults_shuffle_labels_or_lose_the_inputs_and_leave_the_rest():
    right, labels, inputs = (digit_data(fault=fault) for fault in ("none", "labels", "inputs"))
    assert np.array_equal(labels.X, right.X) and np.array_equal(labels.y_test, right.y_test)
    assert np.array_equal(shares(labels.y), shares(right.y)) and np.mean(labels.y == right.y) < 0.2
    assert not inputs.X.any() and not inputs.X_test.any()
    with pytest.raises(BadInput, match="labels"):
        digit_data(fault="label")


def test_the_wrong_sign_is_that_of_the_first_weights_alone():
    (X, y, *_), gradients = digit_data(), []
    for fault in ("none", "sign"):
        network = network_at_start(Setting(fault=fault), float)
        trace = network.forward(X[:5])
        g = network.backward(trace, LOSS.gradient(trace.h[-1], y[:5]))
        gradients.append(network.split(g))
    (right, b), (wrong, c) = gradients
    assert np.array_equal(wrong[0], -right[0])
    assert np.array_equal(wrong[1], right[1]) and all(np.array_equal(*pair) for pair in zip(b, c))


def test_the_last_layer_is_scaled_and_its_bias_holds_the_shares():
    plain, small = network_at_start(Setting(), float), network_at_start(Setting(last=0.01, prior=True), float)
    assert small.weights[-1] == pytest.approx(0.01 * plain.weights[-1])
    assert np.exp(small.biases[-1]) == pytest.approx(shares(digit_data().y))


def test_ten_digits_are_learned_by_heart_in_221_steps_and_two_in_42():
    for samples, steps in ((2, 42), (10, 221)):
        losses = one_batch_losses(Setting(), samples)
        assert len(losses) == 1000 and np.argmax(losses < 0.01) == pytest.approx(steps, abs=3)


def test_simple_models_get_better_rung_by_rung():
    errors = finished(ladder("digits", 0))
    constant, ink, mean, softmax, neighbour = errors.values()
    assert 0.85 < ink < constant < 0.95 and 0.07 < mean < 0.13
    assert 0.02 < softmax < 0.06 and 0.01 < neighbour < 0.025


def test_the_nearest_neighbour_is_the_one_at_the_smallest_distance():
    data = digit_data()
    away = ((data.X_test[:50, None] - data.X) ** 2).sum(axis=2)
    wrong = data.y[away.argmin(axis=1)] != data.y_test[:50]
    every = ((data.X_test**2).sum(axis=1)[:, None] - 2 * data.X_test @ data.X.T) + (data.X**2).sum(axis=1)
    assert np.mean(data.y[every.argmin(axis=1)] != data.y_test) == finished(ladder("digits", 0))["neighbour"]
    assert np.array_equal(wrong, data.y[every[:50].argmin(axis=1)] != data.y_test[:50])


def test_without_inputs_nothing_is_learned_but_how_frequent_the_classes_are():
    p = shares(digit_data("eight").y)
    losses = finished(losses_without_inputs(Setting(task="eight")))
    assert losses[0] == pytest.approx(np.log(2)) and losses[-1] == pytest.approx(-np.sum(p * np.log(p)), abs=0.01)


def test_a_run_ends_below_a_tenth_of_its_first_loss():
    losses, error = finished(training_run(Setting(rate=0.3)))
    assert len(losses) == 31 and losses[-1] < 0.1 * losses[0] and error < 0.05
