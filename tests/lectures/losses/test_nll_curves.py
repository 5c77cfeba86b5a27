"""Curves of −log N per point, against the averages of an independent density."""

import numpy as np
import pytest
from later import Later

from course_nn.common.progress import finished
from course_nn.lectures.losses.demos.gaussian.nll_curves import over_epochs, over_errors, over_sigmas
from course_nn.lectures.losses.demos.gaussian.uncertainty import learn

stats = Later("scipy.stats")

R = np.random.default_rng(0).normal(0, 0.9, 50)  # residuals
ERROR = float(np.mean(R**2))


def nll(sigma):
    return -stats.norm(0, sigma).logpdf(R).mean()


def test_over_the_error_it_is_a_straight_line_that_starts_at_the_constant():
    panel = over_errors(ERROR, 0.7)
    assert panel.here == pytest.approx((ERROR, nll(0.7)))
    assert panel.mark == pytest.approx((0, -stats.norm(0, 0.7).logpdf(0)))
    (x0, x1), (y0, y1) = panel.curve[0][:2], panel.curve[1][:2]
    assert panel.here[1] == pytest.approx(np.interp(ERROR, [x0, x1], [y0, y1]))


def test_over_sigma_it_is_lowest_at_the_learned_one():
    panel = over_sigmas(ERROR, 1.4)
    assert panel.mark == pytest.approx((np.sqrt(ERROR), nll(np.sqrt(ERROR))))
    assert panel.here == pytest.approx((1.4, nll(1.4))) and panel.curve[1].min() >= panel.mark[1]


@pytest.mark.parametrize("width", [4, 16])
def test_over_the_epochs_the_mark_is_the_best_epoch_for_new_points(width):
    learning = finished(learn(60, width))
    panel = over_epochs(learning, 400, 1.0)
    assert panel.here == (400, learning.losses[20]) and panel.mark[1] == learning.new_losses.min()
    assert panel.level == 1 and panel.span[1] > learning.history.epochs[-1]
