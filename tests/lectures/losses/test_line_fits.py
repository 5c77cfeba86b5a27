"""Straight lines: the two terms of their objective, the best one for each loss, and squares on residuals."""

import numpy as np
import pytest

from course_nn.lectures.losses.line_fits import BEST_SLOPE, FITS, best_line, squares_on_residuals, terms
from course_nn.losses import LOSSES

RNG = np.random.default_rng(0)
X = np.arange(9.0)
Y = 1 - 0.7 * X + RNG.normal(0, 0.8, 9)
W = np.linspace(-3, 3, 601)


@pytest.mark.parametrize("penalty, price", [("l1", abs), ("l2", lambda w: w**2 / 2)])
@pytest.mark.parametrize("lam", [0.0, 5.0, 60.0])
def test_no_slope_has_a_smaller_sum_of_both_terms_than_the_closed_form(penalty, price, lam):
    best = BEST_SLOPE[penalty](X, Y, lam)
    wrong, paid = terms(best, X, Y, lam, penalty)
    assert wrong == pytest.approx(np.sum((best * X - Y) ** 2) / 2) and paid == pytest.approx(lam * price(best))
    assert terms(W, X, Y, lam, penalty).shape == (2, 601)
    assert np.all(terms(W, X, Y, lam, penalty).sum(axis=0) >= wrong + paid - 1e-9)


@pytest.mark.parametrize("loss", FITS)
def test_no_line_nearby_has_a_smaller_loss_than_the_best_line(loss):
    def total(w, b):
        return LOSSES[loss].per_sample(w * X + b, Y).sum()

    w, b = best_line(loss, X, Y)
    for dw, db in RNG.normal(0, 0.1, (200, 2)):
        assert total(w + dw, b + db) >= total(w, b) - 1e-9


@pytest.mark.parametrize("w, b", [(0.5, 0.0), (-1.2, 3.0), (0.0, 0.0)])
def test_a_square_has_the_squared_residual_as_its_area_and_does_not_cross_the_line(w, b):
    corners = squares_on_residuals(X, Y, w, b)
    r = w * X + b - Y
    assert np.allclose(np.ptp(corners, axis=1), np.abs(r)[:, None])
    above = corners[..., 1] - (w * corners[..., 0] + b)
    assert all(np.all(side >= -1e-9) or np.all(side <= 1e-9) for side in above)
