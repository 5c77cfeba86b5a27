"""A price on two weights and on the penguins': what it makes small, what large, and what exactly 0."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.lectures.regularization.regularization import lasso

module, result = lecture("regularization")
PENALTIES = module("penalties")
BIRDS = dict(example="penguins")


def of_birds(lam, **values):
    return result("penalties", **BIRDS, lam=lam, **values).w


def test_under_l2_the_bill_length_grows_sixfold_and_the_bill_depth_changes_its_sign():
    free, held = of_birds(0.0), of_birds(0.25)
    np.testing.assert_allclose(free, [0.028, 0.049, 0.881], atol=6e-4)
    np.testing.assert_allclose(held, [0.158, -0.078, 0.577], atol=6e-4)
    path = result("penalties", **BIRDS).path
    assert path[:, 0].max() == pytest.approx(0.179, abs=5e-4) and 6 < path[:, 0].max() / free[0] < 6.5
    assert PENALTIES.LAMS[path[:, 0].argmax()] == pytest.approx(0.59, abs=0.02)
    assert (np.diff(path[:, 2]) < 0).all()  # the flipper's shrinks
    assert of_birds(0.053)[1] > 0 > of_birds(0.055)[1]


def test_the_penguins_under_l1():
    for lam, weights in [(0.02, (0.029, 0.001, 0.833)), (0.05, (0.011, 0, 0.814)), (0.1, (0, 0, 0.771))]:
        np.testing.assert_allclose(of_birds(lam, kind="l1"), weights, atol=6e-4)
    assert np.sum(of_birds(0.1, kind="l1") == 0) == 2
    assert (of_birds(0.0, kind="l1") == pytest.approx(of_birds(0.0), abs=1e-9)) and (of_birds(2.0) != 0).all()


def test_the_lasso_drops_all_noise_long_before_the_flipper_and_ridge_keeps_it():
    for kind, zeros in [("l1", 7), ("l2", 0)]:
        assert np.sum(of_birds(0.1, kind=kind, noise=True)[3:] == 0) == zeros
    assert of_birds(0.5, kind="l1", noise=True)[2] > 0.3


def test_of_noise_with_ten_times_the_spread_the_lasso_keeps_most_at_the_same_price():
    H, c = module("penalties").penguin_regression(noise=True)
    wide = np.repeat([1.0, 10.0], [3, 7])
    (same,) = PENALTIES.best_weights(H, c, np.array([0.1]), alpha=1.0)
    (w,) = PENALTIES.best_weights(wide * H * wide[:, None], wide * c, np.array([0.1]), alpha=1.0)
    assert np.sum(same[3:] == 0) == 7 and np.sum(w[3:] == 0) <= 3


def test_two_thirds_of_the_directions_give_a_zero():
    found = result("penalties", kind="l1", rho=0.0, w1=2.0, w2=0.0, lam=1.0)
    assert found.plane.share == pytest.approx(2 / 3, abs=1e-9)
    assert result("penalties", kind="l2", rho=0.0, w1=2.0, w2=0.0, lam=1.0).plane.share == 0


@pytest.mark.parametrize("kind", PENALTIES.KINDS)
def test_the_answer_lies_on_the_rim_and_the_ellipse_touches_it_from_outside(kind):
    found = result("penalties", kind=kind)
    rim, best = found.plane.rim, found.plane.best

    def loss(w):
        return np.sum((w - best) @ found.plane.H * (w - best), axis=-1)

    assert np.hypot(*(rim - found.w).T).min() < 0.02
    assert loss(found.w) <= loss(rim).min() + 1e-12  # nothing that costs as much fits better


@pytest.mark.parametrize("kind", PENALTIES.KINDS)
def test_the_rim_follows_the_hand(kind):
    demo = PENALTIES.penalties(kind=kind)
    hand = Hand(demo, 1)
    way = demo.result.w / np.linalg.norm(demo.result.w) * [1, -1]  # the rim there, seen from the middle
    hand.start = hand.path()[np.argmin(hand.path() @ [-way[0], -way[1]])]
    hand.press().pull(*(-8 * way))
    assert demo.values["lam"] > 0.2 and hand.miss() < 2
    demo.close()


def test_the_line_and_the_optimum_are_held():
    demo = PENALTIES.penalties()
    line = Hand(demo, 0).press().pull(60, 0)
    assert demo.values["lam"] > 0.2 and line.miss() < 2
    point = Hand(demo, 2).press().pull(-20, 30)
    assert demo.values["w1"] < 1.5 and demo.values["w2"] < 0.5 and point.miss() < 2
    demo.close()


def test_the_challenge_is_an_optimum_below_the_axis():
    demo = PENALTIES.penalties()
    assert demo.state == "open"
    demo.set(w1=2.0, w2=-0.2)
    assert demo.state == "almost"
    demo.set(lam=0.51)
    assert demo.state == "solved" and demo.result.w[1] == pytest.approx(0.529, abs=5e-4)
    demo.set(kind="l1")
    assert demo.state == "open" and demo.result.w[1] == 0
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("penalties", kind="l1", lam=0.5, w2=-0.2)
    w, share = found.w, 100 * found.plane.share
    reads(PENALTIES.readout(found), 0.5, 1.5, -0.2, 0.9, w[0], 0, 1, 2, 0, share)
    assert "corner" in PENALTIES.readout(found).en
    found = result("penalties", **BIRDS)
    pairs = np.stack([found.w, found.path[0]], axis=1).ravel()
    reads(PENALTIES.readout(found), 0.2, 342, *pairs, 0, 3, 0)


def test_l1_shortens_the_sum_of_sizes_and_may_lengthen_the_vector():
    spread, together = 0.8, 0.98
    covariance = [[1, together * spread], [together * spread, spread**2]]
    H = np.random.default_rng(0).multivariate_normal([0, 0], covariance, 4000)
    W = lasso(H, H @ [1.0, 1.0], np.linspace(0, 4000, 400)).W  # (400, 2)
    assert (np.diff(np.abs(W).sum(axis=1)) <= 1e-9).all()
    assert np.linalg.norm(W, axis=1).max() > 1.1 * np.linalg.norm(W[0])
