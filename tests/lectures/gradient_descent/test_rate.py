"""The border of the learning rate, as the picture has it."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.lectures.gradient_descent.demos.rate.stability import bounce

module, result = lecture("gradient_descent")
RATE = module("rate")


@pytest.mark.parametrize("lam", [0.5, 1.0, 2.0])
def test_below_1_over_lambda_it_comes_from_one_side_then_it_zigzags_and_beyond_2_over_lambda_it_diverges(lam):
    for product, signs, falls in [(0.8, 1, True), (1.6, -1, True), (2.1, -1, False)]:
        if 0.2 <= product / lam <= 4:
            x = result("rate", eta=product / lam, lam=lam, step=40).places[:, 0]
            assert (np.sign(x[1:] * x[:-1]) == signs).all()
            assert (np.abs(np.diff(np.abs(x))) > 0).all() and (abs(x[-1]) < abs(x[0])) == falls


def test_on_log_cosh_nothing_diverges():
    for eta in (2.5, 3.0, 4.0):
        found = result("rate", f="log_cosh", eta=eta, step=40)
        assert found.losses.max() <= found.losses[0] + 1e-9
        assert abs(found.places[-1, 0]) == pytest.approx(bounce(eta), abs=0.01)


def test_the_network_is_seen_up_to_the_step_that_is_asked_for():
    start, end = (result("rate", f="network", eta=1.0, time=time) for time in (0, 800))
    assert start.lam == pytest.approx(3.51, abs=0.01) and start.losses[start.now] == pytest.approx(0.929, abs=1e-3)
    assert end.losses[end.now] < 0.06 and 1.9 < end.lam < 2.3
    lost = result("rate", f="network", eta=2.0, time=800)
    assert lost.now == len(lost.losses) - 1 < 20


def test_the_challenge_is_solved_by_1_and_not_by_2():
    demo = RATE.rate()
    assert demo.state == "open"
    demo.set(f="network", time=800, eta=2.0)
    assert demo.state == "open"
    demo.set(eta=0.5)
    assert demo.state == "almost"
    demo.set(eta=1.0)
    assert demo.state == "solved"
    demo.set(time=0)
    assert demo.state == "open"
    demo.close()


def test_the_borders_the_curve_and_the_start_are_held():
    demo = RATE.rate()
    Hand(demo, 0).press().pull(0, -30)
    assert demo.values["lam"] > 1
    Hand(demo, 4).press().pull(0, -40)
    assert demo.values["eta"] < 1.5
    Hand(demo, 5).press().pull(-30, 0)
    assert demo.values["x"] < 2.2
    demo.set(f="network", eta=1.0)
    Hand(demo, 1).press().pull(50, 0)
    assert demo.values["time"] > 100 and demo.values["step"] == 5
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("rate")
    reads(RATE.readout(found), 1, 1.5, 1, -0.5, 1, 1, 2, 2, 5, found.losses[5], 0)
    found = result("rate", f="log_cosh", eta=3.0, step=20)
    reads(RATE.readout(found), 1, 3, 1, -2, 1.288, 20, found.losses[20], 10)
    found = result("rate", f="network", eta=1.0, time=800)
    rises = np.sum(np.diff(found.losses) > 0)
    mean = found.curvatures[-41:].mean()
    reads(RATE.readout(found), 1, found.lam, 2, 2, 400, mean, 800, found.losses[-1], rises)
