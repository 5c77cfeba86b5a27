"""The lecture: outputs that are not zero-centred matter."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.drawing import look
from course_nn.lectures.activations.demos.zero_centred.zigzag import shared_offset

demo = Pure("activations.zero_centred")

START = {name: control.start for name, control in demo.CONTROLS.items()}
SEEDS = range(10)


def arrivals(activation, angle, share, seed):
    """Steps until the goal is 0.05 away, as the inputs are and with their mean subtracted; 201 for never."""
    near = demo.compute(activation, False, angle, share, seed, 0).distances < 0.05
    return np.where(near.any(axis=1), near.argmax(axis=1), demo.STEPS + 1)


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_with_inputs_that_are_never_negative_all_gradients_of_a_unit_share_one_sign(activation):
    for seed in SEEDS:
        assert demo.inputs(activation, False, seed).min() >= 0
        result = demo.compute(activation, False, 40 * seed - 180, 0.5, seed, 200)
        assert result.agree.all() and np.all(np.prod(result.moves, axis=1) >= 0)


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "elu", "tanh"])
def test_centring_gives_the_gradients_both_signs(activation):
    for seed in SEEDS:
        assert 0.25 < demo.compute(activation, True, -45, 0.5, seed, 200).agree.mean() < 0.75
        np.testing.assert_allclose(demo.inputs(activation, True, seed).mean(axis=0), 0, atol=1e-12)


def test_tanh_is_zero_centred_by_itself():
    assert all(0.25 < demo.compute("tanh", False, -45, 0.5, seed, 200).agree.mean() < 0.75 for seed in SEEDS)


def test_the_zig_zag_costs_steps():
    """The same samples, the same share of the largest rate; behind sigmoids, whatever the seed."""
    for seed in SEEDS:
        for share in (0.25, 0.5, 0.9):
            raw, centred = arrivals("sigmoid", -45, share, seed)
            assert raw > 2 * centred


def test_behind_relus_centring_saves_steps_on_most_seeds_and_not_on_all():
    """As the claim of the lecture has it."""
    raw, centred = np.transpose([arrivals("relu", -45, 0.5, seed) for seed in SEEDS])
    assert 0.5 < np.mean(raw > centred) < 1


def test_a_goal_for_which_both_weights_move_the_same_way_is_reached_sooner():
    for seed in SEEDS:
        assert arrivals("sigmoid", 45, 0.25, seed)[0] < arrivals("sigmoid", -45, 0.25, seed)[0]


def test_a_step_is_minus_eta_times_the_gradient_of_one_sample():
    result, X, k, e = demo.compute(**START), demo.inputs("sigmoid", False, 0), 17, 1e-6
    x = X[demo.order(0)[k]]

    def loss(w):
        return 0.5 * ((w - result.goal) @ x) ** 2

    w = result.path[k]
    slope = [(loss(w + d) - loss(w - d)) / (2 * e) for d in e * np.eye(2)]
    np.testing.assert_allclose(result.moves[k], -result.learning_rate * np.array(slope), rtol=1e-6)


def test_contours_are_lines_of_equal_mean_loss():
    result, X = demo.compute(**START), demo.inputs("sigmoid", False, 0)
    for level, rise in zip(demo.LEVELS, result.rises):
        losses = 0.5 * np.mean(((rise.T - result.goal) @ X.T) ** 2, axis=1)
        np.testing.assert_allclose(losses, level, rtol=1e-9)


def test_pulled_a_quarter_round_the_origin_the_goal_has_turned_by_90_degrees():
    picture, turned = demo.zero_centred(), demo.zero_centred(angle=45)
    hand, there = Hand(picture, 0).press(), Hand(turned, 0).start
    hand.pull(*(there - hand.start))
    assert picture.values["angle"] == 45
    picture.close(), turned.close()


def test_the_challenge_can_be_met_on_every_seed_by_centring():
    for seed in SEEDS:
        states = [demo.judge(demo.compute("sigmoid", True, -45, share, seed, 40)) for share in (0.4, 0.5, 0.7, 0.9, 1)]
        assert "solved" in states


def test_the_challenge_asks_for_centring():
    steps = demo.compute(**START | {"step": 40}), demo.compute(**START | {"step": 40, "centred": True, "share": 0.5})
    assert [demo.judge(result) for result in steps] == ["open", "solved"]


def test_inputs_off_centre_give_random_units_an_offset_that_all_samples_share():
    """Against drawn units; with the mean subtracted there is none."""
    shares = {phi: shared_offset(demo.inputs(phi, False, 0)) for phi in ("sigmoid", "relu", "elu", "tanh")}
    W = np.random.default_rng(0).normal(size=(20000, 2))
    for phi, share in shares.items():
        z = demo.inputs(phi, False, 0) @ W.T  # (n, units)
        assert abs(np.mean(z.mean(axis=0) ** 2) / np.mean(z**2) - share) < 0.02
        assert shared_offset(demo.inputs(phi, True, 0)) < 1e-12


def test_behind_sigmoids_the_offset_is_most_behind_relus_less_and_behind_elu_and_tanh_little():
    for seed in SEEDS:
        inputs = [demo.inputs(phi, False, seed) for phi in ("sigmoid", "relu", "elu", "tanh")]
        sigmoid, relu, *others = map(shared_offset, inputs)
        assert sigmoid > 0.8 > 0.5 > relu > 0.2 > max(others)


def test_for_inputs_of_one_mean_and_variance_the_mean_square_is_the_formula_of_the_text():
    rng = np.random.default_rng(1)
    x, w = rng.normal(0.5, 0.2, (2000, 30)), rng.normal(0, 0.3, (30, 2000))
    assert abs(np.mean((x @ w) ** 2) / (30 * 0.3**2 * (0.5**2 + 0.2**2)) - 1) < 0.05


def test_the_curve_of_the_inputs_that_are_shown_is_blue_and_the_other_grey():
    picture = demo.zero_centred()
    for centred in (False, True):
        picture.set(centred=centred)
        colors = [line.get_color() for line in picture.artists.distances]
        assert colors[centred] == look.BLUE and colors[not centred] == look.GREY
    picture.close()
