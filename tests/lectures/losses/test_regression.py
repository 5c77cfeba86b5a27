"""Squares on residuals, and three losses that hear an outlier differently."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand
from scipy.optimize import linprog, minimize

demo = Pure("losses.regression")

compute, judge, X = demo.compute, demo.judge, demo.X


def test_the_squares_have_the_area_of_the_squared_error_twice_the_sum_of_losses():
    for values in ((0.5, 1.0, 5.0), (-1.0, 5.0, 0.0), (0.0, 2.0, 3.0)):
        result = compute(*values)
        x, y = result.squares[..., 0], result.squares[..., 1]  # (8, 4)
        areas = np.abs(np.sum(x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1), axis=1)) / 2  # shoelace
        f = values[0] * X + values[1]
        assert np.allclose(areas, (f - result.y) ** 2) and result.area == pytest.approx(areas.sum())
        assert np.allclose(np.ptp(x, axis=1), np.ptp(y, axis=1)), "as wide as high"
        loss = demo.LOSSES["squared_error"].per_sample(f, result.y)
        assert result.area == pytest.approx(2 * loss.sum()) == pytest.approx(len(X) * np.mean((f - result.y) ** 2))


def test_the_picture_shows_areas_true():
    axes = demo.regression().frame.figure.axes[0]
    (x0, y0), (x1, y1) = axes.transData.transform([(0, 0), (1, 1)])
    assert x1 - x0 == pytest.approx(y1 - y0)


def test_a_square_stands_beside_the_line_and_does_not_cross_it():
    for w, b in ((0.5, 1.0), (-1.0, 3.0), (0.0, 1.9)):
        corners = compute(w, b, 5.0).squares
        above = corners[..., 1] - (w * corners[..., 0] + b)  # (8, 4)
        assert all((side >= -1e-9).all() or (side <= 1e-9).all() for side in above)


def least_absolute(y):
    """w and b of the line with the smallest absolute error, by linear programming."""
    A = np.column_stack([X, np.ones(8)])
    limits = np.block([[A, -np.eye(8)], [-A, -np.eye(8)]])
    return linprog([0, 0, *[1] * 8], limits, np.concatenate([y, -y]), bounds=[(None, None)] * 10).x[:2]


@pytest.mark.parametrize("outlier", [0.0, 1.5, 5.0, 6.5])
def test_the_three_lines_agree_with_independent_references(outlier):
    y, lines = demo.samples(outlier), demo.best_lines(outlier)
    A = np.column_stack([X, np.ones(8)])

    def huber(theta):
        r = np.abs(A @ theta - y)
        return np.where(r <= 1, r**2 / 2, r - 0.5).sum()

    reference = [
        np.polyfit(X, y, 1),
        least_absolute(y),
        minimize(huber, [0, 0], method="BFGS", options={"gtol": 1e-9}).x,
    ]
    assert np.allclose(lines, reference, atol=1e-5)


def test_the_line_of_the_absolute_error_stays_until_the_point_comes_to_its_other_side():
    near, far, across = (least_absolute(demo.samples(pull)) for pull in (1.0, 50.0, -50.0))
    assert np.allclose(near, far, atol=1e-6) and across[0] - near[0] > 0.1


def test_squared_error_follows_the_outlier_without_end_and_the_other_losses_stop():
    slopes = np.array([compute(0.5, 1.0, pull).lines[:, 0] for pull in (3.0, 4.0, 5.0, 6.0)])  # (4, 3)
    assert np.allclose(np.diff(slopes[:, 0]), -(X[-1] - X.mean()) / np.sum((X - X.mean()) ** 2))
    assert np.allclose(np.diff(slopes[:, 1:], axis=0), 0, atol=1e-7)
    assert np.allclose(compute(0.5, 1.0, 5.0).slope_changes, [-5 / 12, 0, -0.0702], atol=1e-4)


def test_without_an_outlier_huber_is_least_squares():
    lines = demo.best_lines(0.0)
    assert np.allclose(lines[0], lines[2]) and np.allclose(compute(0.5, 1.0, 0.0).slope_changes, 0)


def test_a_residual_twice_as_large_costs_four_times_and_pulls_twice_only_under_squared_error():
    near, far = compute(0.0, 1.0, 0.0), compute(0.0, -2.0, 0.0)  # residuals -3 and -6 of the last point
    assert np.allclose(far.residuals[-1], 2 * near.residuals[-1])
    assert far.losses[0] / near.losses[0] == pytest.approx(4) and far.pulls[0] / near.pulls[0] == pytest.approx(2)
    assert far.losses[1] / near.losses[1] == pytest.approx(2) and np.allclose(far.pulls[1:], near.pulls[1:])


def test_the_challenge_is_met_by_a_flat_line_at_the_mean():
    assert judge(compute(0.0, 2.0, 6.0)) == "solved" and judge(compute(0.5, 1.0, 6.0)) == "almost"
    assert judge(compute(0.09, 1.85, 5.0)) == "open"


def test_the_readout_has_the_area_its_eighth_and_how_far_the_outlier_moved_each_slope(reads):
    for w, b, outlier in ((0.5, 1.0, 5.0), (-0.2, 2.0, 1.5)):
        result, before = compute(w, b, outlier), demo.best_lines(0.0)[:, 0]
        r = w * X + b - demo.samples(outlier)
        slopes = demo.best_lines(outlier)[:, 0]
        assert slopes[0] == pytest.approx(np.polyfit(X, demo.samples(outlier), 1)[0])
        moves = np.stack([slopes, slopes - before], axis=1).ravel()
        far = abs(r[-1])
        pulls = far, 1, min(far, 1)  # of the squared error, the absolute error, and Huber's
        reads(demo.readout(result), r[-1], *pulls, np.sum(r**2), r[-1] ** 2, np.mean(r**2), *moves)


def test_a_hand_moves_the_line_parallel_to_itself_turns_it_by_its_end_and_pulls_the_outlier():
    shown = demo.regression()
    Hand(shown, 2).press().pull(0, -20)
    assert shown.values["b"] > 1 and shown.values["w"] == 0.5
    b, end = shown.values["b"], Hand(shown, 3).press().pull(30, 0)
    assert shown.values["w"] < 0.5 and shown.values["b"] == b and end.miss() < 3
    red = Hand(shown, 4).press().pull(0, 30)
    assert shown.values["outlier"] > 5 and red.miss() < 3
    pulled = shown.values["outlier"]
    Hand(shown, 0).press().pull(-20, 0)
    assert shown.values["outlier"] < pulled
    shown.close()


def test_a_loss_beyond_the_picture_stands_at_its_upper_edge():
    picture = demo.regression(w=1.0, b=2.0, outlier=2.0)
    heights = [artist.get_ydata()[0] for artist in picture.artists.losses]
    assert picture.result.losses[0] > demo.HIGH and heights == np.minimum(picture.result.losses, demo.HIGH).tolist()
    picture.close()


def test_a_change_that_rounds_to_nothing_has_no_sign():
    assert [demo.signed(by) for by in (0.004, -0.004, 0.006, -0.006)] == ["0.00", "0.00", "+0.01", "−0.01"]
