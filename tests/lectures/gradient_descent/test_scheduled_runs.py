"""Digit readers whose learning rate follows a schedule."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.datasets import shuffled_digits
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.scheduled_runs import (
    FAR,
    LAM,
    Plan,
    in_own_orders,
    labels,
    parabola_panels,
    range_test_panels,
    sweep,
    train_by_plan,
)
from course_nn.lectures.gradient_descent.schedules import noise_floor
from course_nn.losses import one_hot
from course_nn.network import Network
from course_nn.training import train


def last(shape="constant", first=3.2, warm=0.0, method="gradient_descent", net="one", wrong=0.0, epochs=5, runs=10):
    """Losses and accuracies of all runs after training."""
    found = finished(train_by_plan(Plan(shape, (first,), warm), method, net, wrong, epochs, runs))
    return found.losses[:, -1], found.accuracies[:, -1]


def test_a_fifth_of_the_labels_is_another_digit():
    _, y = samples("training")
    assert np.array_equal(labels(0.0), y)
    assert np.mean(labels(0.2) != y) == pytest.approx(0.2, abs=0.03) and set(labels(0.2)) == set(range(10))


def test_each_network_has_all_digits_in_its_own_order():
    X, T = in_own_orders([0, 1])
    assert X.shape == (2, 1200, 64) and T.shape == (2, 1200, 10)
    assert np.array_equal(np.sort(X[0].sum(axis=1)), np.sort(X[1].sum(axis=1))) and (X[0] != X[1]).any()
    assert np.array_equal(T[0].sum(axis=0), T[1].sum(axis=0))


def test_a_constant_plan_trains_as_train_does():
    X, T = in_own_orders([0, 1])
    network = Network((64, 32, 10), "relu", init="he", seed=[0, 1], dtype=np.float32)
    history = train(network, X, T, "softmax_cross_entropy", learning_rate=0.4, epochs=2, batch_size=32)
    np.testing.assert_allclose(last(first=0.4, epochs=2, runs=2)[0], history.losses[-1], rtol=1e-4)


def test_on_clean_digits_decay_leaves_a_larger_training_loss():
    constant, linear, steps = (last(shape)[0] for shape in ("constant", "linear", "steps"))
    assert np.median(constant) < 0.014 < 0.02 < np.median(linear) < 0.03 < np.median(steps) < 0.06
    assert np.mean(constant[:, None] < linear) > 0.8


@pytest.mark.thorough
@pytest.mark.parametrize("first, epochs", [(0.8, 5), (1.6, 10), (3.2, 10)])
def test_a_sceptic_who_changes_the_rate_or_the_time_finds_the_same_order(first, epochs):
    constant, linear, steps = (np.median(last(s, first, epochs=epochs)[0]) for s in ("constant", "linear", "steps"))
    assert 1.5 * constant < linear < steps


def fewer_errors(first=3.2, shape="linear", wrong=0.2):
    """By what factor errors on unseen digits are more at the constant rate, as a logarithm; medians of ten runs."""
    how = dict(first=first, wrong=wrong, epochs=10)
    wrongs = [1 - np.median(last(each, **how)[1]) for each in ("constant", shape)]
    return np.log(wrongs[0] / wrongs[1])


def least_error(shape):
    """With the best of four first rates."""
    return min(1 - np.median(last(shape, first, wrong=0.2, epochs=10)[1]) for first in (0.2, 0.4, 1.6, 3.2))


def test_with_wrong_labels_decay_reads_more_until_a_sceptic_takes_clean_ones_or_small_steps(becomes):
    here = fewer_errors()
    assert here > np.log(2)
    changed = dict(
        cosine=fewer_errors(shape="cosine"),
        tuned=np.log(least_error("constant") / least_error("linear")),
        small=fewer_errors(0.4),
        clean=fewer_errors(wrong=0.0),
    )
    becomes(**{key: outcome(here, found) for key, found in changed.items()})


def test_on_clean_digits_decay_costs_no_unseen_digit_though_the_training_loss_is_larger():
    (loss, right), (sinking, read) = (last(shape, runs=20) for shape in ("constant", "linear"))
    assert np.median(sinking) > 1.5 * np.median(loss) and np.median(read) > np.median(right) - 0.005


def test_with_wrong_labels_decay_reads_more_digits_rightly():
    constant, linear, steps = (last(shape, wrong=0.2, epochs=10)[1] for shape in ("constant", "linear", "steps"))
    assert np.median(constant) < 0.89 < 0.93 < np.median(linear) < np.median(steps) < 0.98
    assert constant.max() < linear.min()


@pytest.mark.thorough
def test_warm_up_does_nothing_for_one_hidden_layer_nor_for_six_that_start_as_he_says():
    for net, first in (("one", 3.2), ("six", 0.2)):
        plain, warm = (last(first=first, warm=warm, net=net)[1] for warm in (0.0, 1.0))
        assert np.median(warm) < np.median(plain) + 0.005


@pytest.mark.thorough
def test_where_the_start_is_sharp_warm_up_decides_whether_anything_is_learned():
    plain, warm = (last(first=0.2, warm=warm, net="sharp")[1] for warm in (0.0, 0.5))
    assert plain.max() < 0.3 and np.median(warm) > 0.7


def test_a_quarter_of_the_rate_needs_no_warm_up_from_a_sharp_start():
    small, large = (last(first=first, net="sharp", runs=5)[1] for first in (0.05, 0.2))
    assert np.median(small) > 0.6 and large.max() < 0.3


def test_the_parabola_settles_at_its_floor_and_beyond_the_border_it_runs_away_and_stays_finite():
    squares, floors = parabola_panels(np.full(300, 1.0), 1.0)
    assert squares.own[0, -1] == pytest.approx(noise_floor(1.0, LAM)) and np.array_equal(squares.own, squares.other)
    np.testing.assert_allclose(floors.own[0], noise_floor(floors.x, LAM))
    lost, _ = parabola_panels(np.full(300, 100.0), 4.5)
    assert lost.own.max() == FAR and np.isfinite(lost.other).all()


def test_a_sweep_is_training_with_each_of_the_rates():
    losses = finished(sweep("gradient_descent", (0.4, 1.6), 2))
    for k, rate in enumerate((0.4, 1.6)):
        np.testing.assert_allclose(losses[k], last(first=rate, epochs=2, runs=3)[0], rtol=1e-3)


def test_of_what_a_range_test_names_the_minimum_comes_nearest_to_the_best_and_its_tenth_is_far_too_small():
    *_, picks = finished(range_test_panels("gradient_descent", 100))
    ends = {name: end for name, (_, end) in picks.items()}
    assert ends["best"] <= ends["minimum"] < ends["steepest"] < ends["tenth"]
    assert 3 < picks["best"][0] < 6.5 and ends["best"] < 0.004 and ends["tenth"] > 0.04


@pytest.mark.thorough
@pytest.mark.parametrize("method", ["adam", "momentum"])
def test_for_adam_and_momentum_the_minimum_of_the_test_is_too_large_and_the_steepest_place_is_nearer(method):
    *_, picks = finished(range_test_panels(method, 100))
    ends = {name: end for name, (_, end) in picks.items()}
    assert picks["minimum"][0] > 1.5 * picks["best"][0] > 1.2 * picks["steepest"][0]
    assert ends["steepest"] < ends["tenth"] < ends["minimum"]


def test_an_unknown_network_is_refused():
    with pytest.raises(BadInput):
        last(net="seven")


def test_at_a_constant_rate_a_large_network_learns_wrong_labels_by_heart_and_no_noise_is_left():
    X, y = shuffled_digits(100)
    labels = one_hot(np.where(np.arange(100) % 5, y[:100], (y[:100] + 3) % 10), 10)
    losses = []
    for hidden in (2, 128):
        network = Network((64, hidden, 10), "relu", init="he", seed=range(3))
        losses.append(
            train(network, X[:100], labels, "softmax_cross_entropy", learning_rate=0.3, epochs=150, batch_size=10)
        )
    small, large = (history.losses[-30:].mean() for history in losses)
    assert small > 0.5 and large < 0.02
