"""At a point: the gradient, the slope in each direction, and the ellipse that a circle becomes."""

import numpy as np
import pytest
from computed import lecture

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.demos.tangent.local_maps import largest_misdirection

module, result = lecture("backpropagation")
TANGENT = module("tangent")


def test_the_slope_over_the_angle_is_a_cosine_around_the_gradient():
    found = result("tangent")
    slope, norm = found.J[0], np.linalg.norm(found.J[0])
    around = np.radians(TANGENT.TURN) - np.arctan2(slope[1], slope[0])
    np.testing.assert_allclose(found.slopes[0], norm * np.cos(around), atol=1e-12)
    assert slope.tolist() == [2, 4] and round(found.past, 2) == 36.87 == round(largest_misdirection(4), 2)


@pytest.mark.parametrize("x1, x2", [(1.5, 0.0), (0.0, -1.0)])
def test_on_an_axis_of_the_bowl_against_the_gradient_is_towards_the_minimum(x1, x2):
    assert result("tangent", x1=x1, x2=x2).past == pytest.approx(0, abs=1e-5)
    assert np.isnan(result("tangent", x1=0.0, x2=0.0).past)


@pytest.mark.parametrize("name", ["square", "layer"])
def test_the_smaller_the_circle_the_closer_its_image_to_the_ellipse(name):
    gaps = []
    for r in (1.0, 0.1, 0.01):
        found = result("tangent", map=name, x1=1.0, x2=0.5, r=r)
        gaps.append(np.linalg.norm(found.ring - found.slopes, axis=0).max())
    assert gaps[0] > gaps[1] > gaps[2] and gaps[1] / gaps[2] == pytest.approx(10, rel=0.1)


def test_the_square_map_has_det_5_and_an_error_of_r_squared():
    for r in (1.0, 0.3, 0.02):
        found = result("tangent", map="square", x1=1.0, x2=0.5, r=r)
        assert np.linalg.det(found.J) == pytest.approx(5) and found.error == pytest.approx(r**2)


def test_the_challenge_is_the_direction_across_the_gradient():
    assert TANGENT.judge(result("tangent")) == "open"
    assert TANGENT.judge(result("tangent", theta=153)) == "solved" == TANGENT.judge(result("tangent", theta=333))
    assert TANGENT.judge(result("tangent", theta=151)) == "almost"
    assert TANGENT.judge(result("tangent", x1=0.0, x2=0.0)) == "open"  # there f changes in no direction
    assert TANGENT.judge(result("tangent", map="square", theta=153)) == "open"


def test_a_typed_function_is_told_where_it_is_not_defined_and_shown_where_it_is():
    with pytest.raises(BadInput, match="a number above 0, got -1"):
        result("tangent", map="own", f="log(x1)", x1=-1.0)
    found = result("tangent", map="own", f="log(x1)", x1=0.5, r=1.0)
    assert np.isfinite(found.bands).all() and np.isnan(found.ring).any() and found.J.tolist() == [[2, 0]]


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("tangent")
    slope = found.J[0] @ found.u
    error = found.error
    reads(TANGENT.readout(found), 2, 1, 36.87, 20, slope, np.sqrt(20), 2, 4, 1, error, error)
    found = result("tangent", map="square", x1=1.0, x2=0.5)
    reads(TANGENT.readout(found), 1, 0.5, 2, -1, 1, 2, 5, 20, 1, 1, 1)
