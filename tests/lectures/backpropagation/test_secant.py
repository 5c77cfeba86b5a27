"""Secants settle on the tangent, the symmetric one sooner."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput

module, result = lecture("backpropagation")
SECANT = module("secant")


@pytest.mark.parametrize("h", [1.0, 0.5, 0.1, 0.01])
@pytest.mark.parametrize("side", [1, -1])
def test_for_the_cube_at_1_the_errors_are_3h_plus_h_squared_and_h_squared(h, side):
    found = result("secant", h=h, side=side)
    assert found.slope == pytest.approx(3)
    np.testing.assert_allclose(found.slopes - 3, [3 * found.h + h**2, h**2], atol=1e-9)


def test_the_cube_with_h_1_and_a_tenth():
    assert result("secant").slopes.tolist() == [7, 4]
    np.testing.assert_allclose(result("secant", h=0.1).slopes, [3.31, 3.01])


def test_halving_a_small_h_halves_one_error_and_quarters_the_other():
    found = result("secant", f="e^x/3", h=0.01)
    gains = (found.slopes - found.slope) / (found.half_slopes - found.slope)
    np.testing.assert_allclose(gains, [2, 4], rtol=0.01)
    slopes = np.polyfit(np.log(SECANT.STEPS[:10]), np.log(found.errors[:, :10]).T, 1)[0]
    np.testing.assert_allclose(slopes, [1, 2], atol=0.02)


def test_the_challenge_is_a_kink_where_the_symmetric_secant_stands_still():
    assert SECANT.judge(result("secant")) == "open"
    found = result("secant", f="|x|", x=0.0)
    assert SECANT.judge(found) == "almost" and np.isnan(found.slope)
    assert SECANT.judge(result("secant", f="|x| + x", x=0.0)) == "solved"
    assert (found.slopes[1], *np.round(found.sides)) == (0, -1, 1) and result("secant", f="|x|", x=0, side=-1).slopes[
        0
    ] == -1
    assert SECANT.judge(result("secant", f="|x| + x^3", x=0.0)) == "almost"  # there it still creeps
    assert SECANT.judge(result("secant", f="relu(x)^2", x=0.0)) == "open"  # a bend without a kink


@pytest.mark.parametrize("f, x", [("sqrt(x)", 0.0), ("log(x + 2)", -1.5), ("1/(x − 1)", 1.0)])
def test_where_the_function_ends_it_is_said_and_nothing_is_drawn(f, x):
    with pytest.raises(BadInput, match="has no value at"):
        result("secant", f=f, x=x)


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("secant")
    reads(SECANT.readout(found), 1, 4, 1, 4 / 1.75, 4, 7, 4, 3)
    found = result("secant", f="|x|", x=0.0, h=0.5)
    reads(SECANT.readout(found), 0.5, 1, 0, -1, 1)
    found = result("secant", f="x^2", h=0.1)
    reads(SECANT.readout(found), 0.1, 0.1, ...)


@pytest.mark.parametrize("handle, way", [(1, -1), (2, 1)])
@pytest.mark.parametrize("side", [1, -1])
def test_both_ends_are_pulled_together_and_apart(handle, way, side):
    demo = SECANT.secant(h=0.5, side=side)
    Hand(demo, handle).press().pull(20 * way * side, 0)
    assert demo.values["h"] > 0.5 and demo.values["side"] == side
    demo.close()


@pytest.mark.parametrize("f", ["5", "1e300"])
def test_a_constant_of_any_size_lies_in_the_middle_of_its_picture(f, recwarn):
    demo = SECANT.secant(f=f)
    low, high = demo.artists.graph.get_ylim()
    assert low < float(f) < high and not [one for one in recwarn if one.category in (RuntimeWarning, UserWarning)]
    demo.close()
