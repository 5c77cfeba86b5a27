"""The lecture: outputs that are not zero-centred matter."""

import numpy as np
import pytest

from course_nn.lectures.activations.demos import zero_centred as demo
from course_nn.lectures.activations.zigzag import shared_offset

START = {name: control.start for name, control in demo.CONTROLS.items()}


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_with_inputs_that_are_never_negative_all_gradients_of_a_unit_share_one_sign(activation):
    assert demo.inputs(activation, False).min() >= 0
    for angle in (-180, -45, 30, 100):
        result = demo.compute(activation, False, angle, 0.5, 200)
        assert result.agree.all() and np.all(np.prod(result.moves, axis=1) >= 0)


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "elu", "tanh"])
def test_centring_gives_the_gradients_both_signs(activation):
    result = demo.compute(activation, True, -45, 0.5, 200)
    assert 0.3 < result.agree.mean() < 0.7
    np.testing.assert_allclose(demo.inputs(activation, True).mean(axis=0), 0, atol=1e-12)


def test_tanh_is_zero_centred_by_itself():
    assert 0.3 < demo.compute("tanh", False, -45, 0.5, 200).agree.mean() < 0.7


def test_the_zig_zag_costs_steps():
    """The same samples, the same share of the largest rate; steps until the goal is 0.05 away."""
    for activation, share, times in (("sigmoid", 0.25, 2), ("sigmoid", 0.5, 3), ("relu", 0.5, 1.5)):
        raw, centred = (np.argmax(d < 0.05) for d in demo.compute(activation, False, -45, share, 0).distances)
        assert raw > times * centred > 0


def test_nothing_zig_zags_if_both_weights_have_to_move_the_same_way():
    raw, centred = (np.argmax(d < 0.05) for d in demo.compute("sigmoid", False, 45, 0.25, 0).distances)
    assert 0 < raw < centred


def test_a_step_is_minus_eta_times_the_gradient_of_one_sample():
    result, X, k, e = demo.compute(**START), demo.inputs("sigmoid", False), 17, 1e-6
    x = X[demo.ORDER[k]]

    def loss(w):
        return 0.5 * ((w - result.goal) @ x) ** 2

    w = result.path[k]
    slope = [(loss(w + d) - loss(w - d)) / (2 * e) for d in e * np.eye(2)]
    np.testing.assert_allclose(result.moves[k], -result.learning_rate * np.array(slope), rtol=1e-6)


def test_contours_are_lines_of_equal_mean_loss():
    result, X = demo.compute(**START), demo.inputs("sigmoid", False)
    for level, rise in zip(demo.LEVELS, result.rises):
        losses = 0.5 * np.mean(((rise.T - result.goal) @ X.T) ** 2, axis=1)
        np.testing.assert_allclose(losses, level, rtol=1e-9)


def test_the_challenge_asks_for_centring():
    steps = demo.compute(**START | {"step": 40}), demo.compute(**START | {"step": 40, "centred": True, "share": 0.5})
    assert [demo.judge(result) for result in steps] == ["open", "solved"]


def test_inputs_off_centre_give_random_units_an_offset_that_all_samples_share():
    """Against drawn units; with the mean subtracted there is none."""
    shares = {phi: shared_offset(demo.inputs(phi, False)) for phi in ("sigmoid", "relu", "elu", "tanh")}
    W = np.random.default_rng(0).normal(size=(20000, 2))
    for phi, share in shares.items():
        z = demo.inputs(phi, False) @ W.T  # (n, units)
        assert abs(np.mean(z.mean(axis=0) ** 2) / np.mean(z**2) - share) < 0.02
        assert shared_offset(demo.inputs(phi, True)) < 1e-12
    assert shares["sigmoid"] > 0.7 > shares["relu"] > 0.1 > max(shares["elu"], shares["tanh"])


def test_for_inputs_of_one_mean_and_variance_the_mean_square_is_the_formula_of_the_text():
    rng = np.random.default_rng(1)
    x, w = rng.normal(0.5, 0.2, (2000, 30)), rng.normal(0, 0.3, (30, 2000))
    assert abs(np.mean((x @ w) ** 2) / (30 * 0.3**2 * (0.5**2 + 0.2**2)) - 1) < 0.05
