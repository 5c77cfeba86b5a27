"""Batch norm on digits: a digit and its company, a batch of one, and what nobody has gathered."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.layers import ActivationLayer, BatchNorm, Dense
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import Adam, Decayed, GradientDescent, Momentum
from course_nn.training import Objective, learn

module, result = lecture("practice")
DEMO = module("batch_norm")


def test_in_batches_of_8_most_answers_depend_on_their_company(becomes):
    def depends(**values):
        return np.median([DEMO.SCEPTIC.effect(result("batch_norm", seed=seed, **values)) for seed in range(3)])

    changes = DEMO.SCEPTIC.changes.items()
    becomes(**{key: outcome(depends(), depends(**change.moves)) for key, change in changes})
    for seed in range(3):
        found = result("batch_norm", seed=seed)
        assert 0.5 < found.depends < 0.75 and 0.07 < found.errors[0] < 0.16 and found.errors[1] < 0.04


def test_a_batch_of_one_is_answered_by_chance_in_training_mode():
    found = result("batch_norm", size=1)
    assert found.errors[0] == pytest.approx(0.9) and found.errors[1] < 0.04
    assert not found.view.y.any() and found.view.slope == 0


def test_a_batch_of_one_class_is_nearly_always_read_wrong():
    for seed in range(3):
        assert result("batch_norm", kind="class", seed=seed).errors[0] > 0.8


def test_larger_batches_depend_less_and_never_not_at_all():
    depends = [result("batch_norm", size=size).depends for size in (2, 4, 8, 16, 32)]
    assert depends == sorted(depends, reverse=True) and depends[-1] > 0.05


def test_moments_that_nobody_gathered_make_another_network():
    assert result("batch_norm", t=0).errors[1] > 0.3
    for momentum in (0.1, 1.0):
        assert result("batch_norm", momentum=momentum, t=300).errors[1] < 0.05


@pytest.mark.thorough
def test_training_with_two_digits_a_batch_leaves_a_poor_network_for_the_test():
    for seed in range(3):
        assert 0.25 < result("batch_norm", learned=2, t=300, seed=seed).errors[1] < 0.65
        assert result("batch_norm", learned=2, norm="layer", seed=seed).errors[1] < 0.05


def test_layer_norm_is_the_same_in_both_modes_and_any_company():
    found = result("batch_norm", norm="layer")
    assert found.depends == 0 and found.errors[0] == found.errors[1] < 0.05


def test_two_ways_solve_the_challenge():
    demo = DEMO.batch_norm()
    assert demo.state == "open"
    demo.set(mode="test")
    assert demo.state == "solved"
    demo.set(mode="train", norm="layer")
    assert demo.state == "solved"
    demo.set(size=16)
    assert demo.state == "open"
    demo.close()


def test_a_row_is_pressed_the_digit_changed_and_its_dot_pulled():
    demo = DEMO.batch_norm()
    Hand(demo, 1, 6).press()
    assert demo.values["company"] == 7
    Hand(demo, 2).press()
    assert demo.values["digit"] == DEMO.CONTROLS["digit"].start + 1
    own = len(demo.handles) - 1
    outwards = 15 if demo.result.view.z[0] > 0 else -15
    before = demo.result.view.z[0]
    Hand(demo, own).pull(outwards, 0)
    assert demo.values["a"] > 1
    assert demo.result.view.z[0] == pytest.approx(demo.values["a"] * before)
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("batch_norm")
    moments, unit, z = found.moments, found.view.unit, found.view.z
    shown = [z.mean(), z.std(), moments.means[50, unit], moments.variances[50, unit] ** 0.5]
    truth = [50, moments.true_means[unit], moments.true_variances[unit] ** 0.5]
    errors = [8, 100 * found.errors[0], 100 * found.errors[1], 100 * found.depends]
    gradient = [1, found.view.slope, found.view.angle]
    words = DEMO.readout(found)
    reads(
        words._replace(en=words.en.replace("W₁", "W"), zh=words.zh.replace("W₁", "W")),
        *errors,
        unit + 1,
        *shown,
        *truth,
        *gradient,
    )


def test_what_training_has_gathered_is_seen_in_the_mode_that_uses_it():
    demo = DEMO.batch_norm()
    _, _, moments, answers = demo.artists.panels
    before = answers.get_position().width
    assert not moments.get_visible()
    demo.set(mode="test")
    assert moments.get_visible() and answers.get_position().width < before
    demo.close()


def growth(optimizer):
    """By how much each of a hundred steps makes the weights before a batch norm longer, as a share: (100,)."""
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(60, 4)), rng.normal(size=(60, 1))
    layers = [Dense(4, 8, bias=False), BatchNorm(8), ActivationLayer("tanh"), Dense(8, 1)]
    network = Network(layers, seed=0)
    lengths = [np.linalg.norm(network.weights[0])]
    for _ in learn(network, [(X, T)] * 100, Objective(LOSSES["squared_error"]), optimizer):
        lengths.append(np.linalg.norm(network.weights[0]))
    return np.diff(lengths) / lengths[:-1]


@pytest.mark.parametrize("optimizer", [GradientDescent(0.3), Momentum(0.1)])
def test_before_a_norm_each_step_of_plain_descent_or_with_momentum_makes_the_weights_longer(optimizer):
    assert (growth(optimizer) > 0).all()


@pytest.mark.parametrize("optimizer", [Adam(0.03), Decayed(GradientDescent(0.3), 0.1)])
def test_before_a_norm_adam_or_a_decay_make_the_weights_shorter_in_some_steps(optimizer):
    assert np.mean(growth(optimizer) < 0) > 0.05
