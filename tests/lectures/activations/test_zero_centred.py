"""The lecture: outputs that are not zero-centred matter."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.activations import ACTIVATIONS
from course_nn.common.outcomes import outcome
from course_nn.drawing import look
from course_nn.lectures.activations.demos.zero_centred.zigzag import shared_offset
from course_nn.optimizers import optimizer

demo = Pure("activations.zero_centred")

START = {name: control.start for name, control in demo.CONTROLS.items()}
SEEDS = range(10)


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_with_inputs_that_are_never_negative_all_gradients_of_a_unit_share_one_sign(activation):
    for seed in SEEDS:
        assert demo.inputs(activation, False, seed).min() >= 0
        result = demo.compute(activation, False, False, 40 * seed - 180, 0.5, seed, 200)
        assert result.agree.all() and np.all(np.prod(result.moves, axis=1) >= 0)


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "elu", "tanh"])
def test_centring_gives_the_gradients_both_signs(activation):
    for seed in SEEDS:
        assert 0.25 < demo.compute(activation, True, False, -45, 0.5, seed, 200).agree.mean() < 0.75
        np.testing.assert_allclose(demo.inputs(activation, True, seed).mean(axis=0), 0, atol=1e-12)


def test_tanh_is_zero_centred_by_itself():
    assert all(0.25 < demo.compute("tanh", False, False, -45, 0.5, seed, 200).agree.mean() < 0.75 for seed in SEEDS)


def saved(activation="sigmoid", together=False, angle=-45, shares=(0.3, 0.5, 0.9)):
    """The share of the steps that centring saves, %, each with the share of its largest rate that suits it best."""
    raw, centred = (
        np.min([demo.steps_to_goal(activation, c, together, demo.goal_at(angle), share) for share in shares], axis=0)
        for c in (False, True)
    )
    return 100 * (1 - np.median(centred / raw))


def saved_by_many(activation="sigmoid", name="gradient_descent", rates=None):
    """The same with 32 inputs, all samples in each step, a random goal for each seed; until 0.1% of the loss is left.

    rates : as they are, or shares of the largest that is stable
    """
    raw, centred = (np.min([steps_of_many(activation, c, name, rate) for rate in rates], axis=0) for c in (False, True))
    return 100 * (1 - np.median(centred / raw))


def steps_of_many(activation, centred, name, rate, seeds=20, inputs=32, most=1000):
    z = np.stack([np.random.default_rng(seed).normal(size=(200, inputs)) for seed in range(seeds)])
    goal = np.stack([np.random.default_rng([seed, 1]).normal(size=inputs) for seed in range(seeds)])
    X, w, steps = ACTIVATIONS[activation].f(z), np.zeros_like(goal), np.full(seeds, most)
    X, goal = X - centred * X.mean(axis=1, keepdims=True), 2 * goal / np.linalg.norm(goal, axis=1, keepdims=True)
    H = X.swapaxes(1, 2) @ X / X.shape[1]  # (seeds, inputs, inputs)
    steps_of = optimizer(name, rate if name == "adam" else 2 * rate / np.linalg.eigvalsh(H)[:, -1:])
    losses = [np.einsum("si,sij,sj->s", goal, H, goal)]
    while len(losses) <= most and np.any(steps == most):
        steps_of.step(w, np.einsum("sij,sj->si", H, w - goal))
        losses.append(np.einsum("si,sij,sj->s", w - goal, H, w - goal))
        steps[(losses[-1] < 1e-3 * losses[0]) & (steps == most)] = len(losses) - 1
    return steps


def test_centring_saves_steps_behind_sigmoids_because_of_the_valley_and_not_of_the_signs(becomes):
    """All samples in each step, and their gradients no longer agree: what the signs cost is gone, the valley is not."""
    assert saved() > 50
    together = demo.compute("sigmoid", False, True, -45, 0.5, 0, 60)
    assert not together.agree.all()
    changed = dict(all=saved(together=True), rate=saved(shares=[0.5]), relu=saved("relu"), tanh=saved("tanh"))
    changed["many"] = saved_by_many("relu", rates=(0.3, 0.5, 0.9))
    changed["adam"] = saved_by_many(name="adam", rates=(0.03, 0.1, 0.3))
    changed["momentum"] = saved_by_many("relu", "momentum", rates=(0.1, 0.2, 0.5))
    becomes(**{key: outcome(saved(), left) for key, left in changed.items()})


def test_on_every_seed_centring_saves_more_than_half_of_the_steps_behind_sigmoids_and_behind_relus_not_on_all():
    for share in (0.25, 0.5, 0.9):
        raw, centred = (demo.steps_to_goal("sigmoid", c, False, demo.goal_at(-45), share) for c in (False, True))
        assert np.all(raw > 2 * centred)
    raw, centred = (demo.steps_to_goal("relu", c, False, demo.goal_at(-45), 0.5) for c in (False, True))
    assert 0.5 < np.mean(raw > centred) < 1


def test_the_steps_of_all_seeds_together_are_those_of_each_path():
    for together in (False, True):
        raw, centred = (demo.steps_to_goal("elu", c, together, demo.goal_at(20), 0.6) for c in (False, True))
        for seed in (0, 7):
            near = demo.compute("elu", True, together, 20, 0.6, seed, 0).distances < demo.NEAR
            assert list(near.argmax(axis=1)) == [raw[seed], centred[seed]]


def test_a_goal_for_which_both_weights_move_the_same_way_is_reached_sooner():
    near, far = (demo.steps_to_goal("sigmoid", False, False, demo.goal_at(angle), 0.25) for angle in (45, -45))
    assert np.all(near < far)


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
        states = [
            demo.judge(demo.compute("sigmoid", True, False, -45, share, seed, 40)) for share in (0.4, 0.5, 0.7, 0.9, 1)
        ]
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


@pytest.mark.parametrize("means", [(0.5, 0.5), (0.5, -0.5), (-0.5, -0.5)])
def test_means_far_from_0_make_the_valley_narrow_whatever_their_signs_and_only_its_floor_is_slow(means):
    X = np.random.default_rng(0).normal(means, 0.2, (400, 2))
    H = X.T @ X / len(X)
    h, V = np.linalg.eigh(H)
    across, along = (steps_from(V[:, k], H / h[1]) for k in (1, 0))
    assert h[1] > 10 * h[0] and across < 5 and along > 40


def steps_from(error, H):
    """How many steps until a hundredth of an error is left."""
    count = 0
    while np.linalg.norm(error) > 0.01:
        error, count = error - H @ error, count + 1
    return count
