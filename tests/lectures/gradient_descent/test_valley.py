"""What momentum buys in a valley, as the picture has it."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.lectures.gradient_descent.quadratic import border, descend, hessian
from course_nn.optimizers import optimizer

module, result = lecture("gradient_descent")
VALLEY = module("valley")


@pytest.mark.parametrize(
    "method, name, settings",
    [
        ("plain", "gradient_descent", {}),
        ("ball", "momentum", {"beta": 0.8}),
        ("nesterov", "nesterov", {"beta": 0.8}),
    ],
)
def test_the_drawn_path_is_the_optimizers(method, name, settings):
    found = result("valley", method=method, eta=1.2, beta=0.8, angle=35, x1=1.5, x2=-0.7)
    path = descend(hessian(100, 35), [1.5, -0.7], optimizer(name, 1.2, **settings), VALLEY.STEPS)
    np.testing.assert_allclose(found.path, path, atol=1e-9)
    heights = 0.5 * np.einsum("ki,ij,kj->k", path, hessian(100, 35), path)
    np.testing.assert_allclose(found.losses.sum(axis=1), heights / heights[0], rtol=1e-6, atol=1e-12)


def test_with_the_same_values_the_ball_converges_and_nesterov_explodes():
    ball, nesterov = (result("valley", method=method) for method in ("ball", "nesterov"))
    assert ball.rates.max() == pytest.approx(0.9**0.5) and ball.losses[100].sum() < 1e-4
    share = nesterov.losses[100].sum()
    assert nesterov.rates[1] > 1.05 and 0.505 * share == pytest.approx(3.1e7, rel=0.05)
    assert (border("ball", 0.9), border("nesterov", 0.9)) == pytest.approx((3.8, 1.357), abs=5e-4)


@pytest.mark.parametrize(
    "kappa, plain, ball, nesterov", [(10.0, 35, 16, 18), (100.0, 346, 58, 61), (1000.0, 3454, 204, 197)]
)
def test_steps_to_a_millionth_with_the_best_values_of_each_method(kappa, plain, ball, nesterov):
    steps = [result("valley", kappa=kappa, choice="best", method=method).steps for method in VALLEY.METHODS]
    assert steps == [plain, ball, nesterov]


def test_the_best_ball_first_lifts_the_loss_and_so_at_1000_arrives_after_nesterov_in_spite_of_its_rate():
    for kappa, lift in [(100.0, 13.6), (1000.0, 135)]:
        ball = result("valley", kappa=kappa, choice="best")
        assert ball.losses.sum(axis=1).max() == pytest.approx(lift, rel=0.01)
    nesterov = result("valley", kappa=1000.0, choice="best", method="nesterov")
    assert ball.rates.max() < nesterov.rates.max() and ball.steps > nesterov.steps


def test_the_map_is_bluest_at_the_best_values_and_white_on_the_border():
    for method in VALLEY.METHODS:
        found = result("valley", method=method)
        row, column = np.unravel_index(found.map.argmax(), found.map.shape)
        eta, beta, _ = found.best
        assert found.map.max() <= 1 + 1e-9 and abs(VALLEY.ETAS[column] - eta) < 0.3
        assert method == "plain" or abs(VALLEY.BETAS[row] - beta) < 0.05
        across, up = np.meshgrid(VALLEY.ETAS, VALLEY.BETAS)
        assert ((found.map < 0.5) == (across > border(method, up))).all()


def test_turning_the_valley_with_the_start_turns_only_the_path():
    straight, turned = result("valley", x1=1.0, x2=0.0), result("valley", angle=90, x1=0.0, x2=1.0)
    np.testing.assert_allclose(turned.losses, straight.losses, atol=1e-12)
    np.testing.assert_allclose(turned.path, straight.path[:, ::-1] * [-1, 1], atol=1e-12)


def test_a_start_in_the_minimum_stays_there():
    found = result("valley", x1=0.0, x2=0.0)
    assert found.steps == 0 and not found.losses.any()


def test_the_challenge_is_the_best_ball_and_almost_the_best_nesterov():
    demo = VALLEY.valley()
    assert demo.state == "open"
    demo.set(choice="best", method="plain")
    assert demo.state == "open"
    demo.set(method="nesterov")
    assert demo.state == "almost"
    demo.set(method="ball")
    assert demo.state == "solved" and demo.result.steps == 58
    demo.set(x1=0.2)
    assert demo.state == "open"  # along an axis it would be no valley
    demo.close()


def test_the_start_the_floor_and_the_point_of_the_map_are_held_and_the_best_is_clicked():
    demo = VALLEY.valley()
    Hand(demo, 2).press()
    assert demo.values["choice"] == "best" and demo.result.eta == pytest.approx(3.306, abs=1e-3)
    Hand(demo, 3).press().pull(-60, 30)
    assert demo.values["choice"] == "own" and demo.values["eta"] < 3 and demo.values["beta"] < 0.65
    Hand(demo, 4).press().pull(20, 20)
    assert demo.values["x1"] > 1 > demo.values["x2"]
    Hand(demo, 0).press().pull(0, 20)
    assert demo.values["angle"] != 0
    Hand(demo, 1).press().pull(50, 0)
    assert demo.values["step"] > 60
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("valley")
    rate, top, loss = 0.9**0.5, found.losses.sum(axis=1).max(), found.losses[30].sum()
    rates = rate, rate, rate, found.best[2]
    reads(VALLEY.readout(found), 100, 1.4, 0.9, found.steps, *rates, 3.8, 30, loss, top, VALLEY.STEPS)
    assert "never comes" in VALLEY.readout(result("valley", method="nesterov")).en
    slow = result("valley", method="plain", eta=0.05, kappa=1000.0)
    assert "more than 20,000" in VALLEY.readout(slow).en and slow.steps == VALLEY.FAR + 1
