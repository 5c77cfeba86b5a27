"""Where the answer turns from 0 to 1, against the definition of a line and a circle."""

import numpy as np

from course_nn import boundary

RNG = np.random.default_rng(0)
UNITS = [(RNG.normal(size=2), RNG.normal()) for _ in range(20)]


def test_line_is_where_the_sum_is_zero_and_w_points_to_its_left():
    for w, b in UNITS:
        start, end = boundary.line(w, b)
        assert np.allclose([start @ w + b, end @ w + b], 0)
        along = end - start
        assert along[0] * w[1] - along[1] * w[0] > 0 and np.isclose(np.hypot(*along), 18)


def test_without_weights_there_is_no_line():
    assert np.isnan(boundary.line((0, 0), 1)).all() and np.isnan(boundary.band((0, 0), 1, 0.1)).all()


def test_band_lies_on_the_side_where_the_unit_fires_and_is_as_wide_as_told():
    for w, b in UNITS:
        z = boundary.band(w, b, 0.3) @ w + b
        assert np.allclose(z, [0, 0, 0.3 * np.hypot(*w), 0.3 * np.hypot(*w)])


def test_curve_of_a_circle_lies_on_the_circle_and_is_as_long():
    side = np.linspace(-2, 2, 81)
    pieces = boundary.curve(side**2 + side[:, None] ** 2 - 1, -2, 2)
    assert np.allclose(np.linalg.norm(pieces, axis=-1), 1, atol=1e-3)
    assert np.isclose(np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1).sum(), 2 * np.pi, rtol=1e-3)


def test_curve_of_one_unit_is_its_line_and_nothing_where_the_sign_stays():
    side = np.linspace(-1, 3, 30)
    for w, b in UNITS:
        pieces = boundary.curve(w[0] * side + w[1] * side[:, None] + b, -1, 3)
        assert np.allclose(pieces @ w + b, 0)
    assert boundary.curve(np.ones((5, 7)), 0, 1).shape == (0, 2, 2)
