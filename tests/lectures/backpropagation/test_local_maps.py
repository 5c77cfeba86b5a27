"""A smooth map near a point: its matrix, its circle that becomes an ellipse, and where it points."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.demos.tangent.local_maps import (
    MAPS,
    direction,
    largest_misdirection,
    linear_error,
    local_map,
    misdirection,
)

ANGLES = direction(np.arange(0, 360, 15))


@pytest.mark.parametrize("name", MAPS)
def test_the_slope_in_a_direction_is_the_shadow_of_the_gradient(name):
    point, e = np.array([0.7, -0.4]), 1e-6
    J = local_map(MAPS[name], point).J
    for u in ANGLES:
        difference = (local_map(MAPS[name], point + e * u).value - local_map(MAPS[name], point - e * u).value) / (2 * e)
        np.testing.assert_allclose(J @ u, difference, atol=1e-8)
    for row in J:
        assert max(row @ u for u in direction(np.arange(0, 360, 0.1))) == pytest.approx(np.linalg.norm(row), rel=1e-5)


def test_against_the_gradient_is_not_always_towards_the_minimum():
    point = np.array([2.0, 1.0])
    slope = local_map(MAPS["bowl"], point).J[0]
    assert slope.tolist() == [2, 4] and round(misdirection(slope, -point), 2) == 36.87
    for on_an_axis in ((3.0, 0.0), (0.0, -2.0)):
        slope = local_map(MAPS["bowl"], on_an_axis).J[0]
        assert misdirection(slope, -np.array(on_an_axis)) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("kappa, degrees", [(1, 0), (4, 36.87), (10, 54.90), (100, 78.58)])
def test_the_largest_misdirection_of_a_valley_is_found_all_around_it(kappa, degrees):
    assert round(largest_misdirection(kappa), 2) == degrees
    points = direction(np.arange(0.5, 360, 0.25))
    worst = max(misdirection(point * [1, kappa], -point) for point in points)
    assert worst == pytest.approx(degrees, abs=0.1)
    assert misdirection(np.array([1, np.sqrt(kappa)]), -np.array([1, 1 / np.sqrt(kappa)])) == pytest.approx(
        largest_misdirection(kappa), abs=1e-5
    )


def test_there_is_a_direction_in_which_f_does_not_change():
    slope = local_map(MAPS["bowl"], (2.0, 1.0)).J[0]
    across = direction(np.degrees(np.arctan2(slope[1], slope[0])) + 90)
    assert abs(slope @ across) < 1e-12


def test_the_square_map_has_det_5_and_an_error_of_exactly_r_squared():
    point = np.array([1.0, 0.5])
    assert np.linalg.det(local_map(MAPS["square"], point).J) == pytest.approx(5)
    for r in (0.5, 0.1, 0.01):
        for u in ANGLES:
            assert linear_error(MAPS["square"], point, r * u) == pytest.approx(r**2, rel=1e-9)


def test_the_layer_has_the_jacobian_of_its_weights_and_slopes():
    point, W, b = np.array([1.0, 0.5]), np.array([[1.2, -0.8], [0.6, 1.0]]), np.array([0.2, -0.3])
    here = local_map(MAPS["layer"], point)
    np.testing.assert_allclose(here.value, np.tanh(W @ point + b))
    np.testing.assert_allclose(here.J, (1 - here.value**2)[:, None] * W)
    assert np.round(here.J, 3).tolist() == [[0.504, -0.336], [0.335, 0.559]]
    assert round(np.linalg.det(here.J), 3) == 0.394


@pytest.mark.parametrize("name", ["square", "layer"])
def test_a_small_area_grows_by_the_determinant(name):
    point, r = np.array([1.0, 0.5]), 1e-3
    ring = np.array([local_map(MAPS[name], point + r * u).value for u in direction(np.arange(360))])
    x, y = ring.T
    area = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
    assert area / (np.pi * r**2) == pytest.approx(abs(np.linalg.det(local_map(MAPS[name], point).J)), rel=1e-3)


@pytest.mark.parametrize("name", MAPS)
def test_half_the_step_quarters_the_error(name):
    errors = [linear_error(MAPS[name], (1.0, 0.5), r * direction(40.0)) for r in (0.02, 0.01)]
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.03)


def test_at_the_minimum_there_is_no_direction_to_it():
    with pytest.raises(BadInput, match="beside it"):
        misdirection(np.zeros(2), np.zeros(2))
