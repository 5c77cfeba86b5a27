"""What the lecture says of the single activation functions."""

import numpy as np
import pytest
from hand import Hand

from course_nn.activations import ACTIVATIONS
from course_nn.lectures.activations.demos.gallery import CHALLENGE, gallery

START = dict(activation="sigmoid", beside="none", z=0.0, alpha=0.1)


@pytest.fixture(scope="module")
def demo():
    return gallery()


def facts(demo, name, **values):
    return demo.compute(**START | {"activation": name} | values).phi.facts


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_tangent_has_the_slope_of_the_curve(demo, name):
    for z in (-3.3, -0.4, 0.7, 5.1):  # beside the kinks
        near = [demo.compute(**START | dict(activation=name, z=z + d)).value for d in (-1e-5, 1e-5)]
        slope = demo.compute(**START | dict(activation=name, z=z)).slope
        assert np.isclose(slope, (near[1] - near[0]) / 2e-5, atol=1e-5)


def test_sigmoid_squashes_into_0_1_and_is_not_zero_centred_and_tanh_into_minus_1_1_and_is(demo):
    sigmoid, tanh = facts(demo, "sigmoid"), facts(demo, "tanh")
    assert np.allclose([sigmoid.low, sigmoid.high, tanh.low, tanh.high], [0, 1, -1, 1])
    assert not sigmoid.zero_centred and tanh.zero_centred


def test_saturated_sigmoid_and_tanh_have_hardly_any_slope(demo):
    for name, most in (("sigmoid", 0.25), ("tanh", 1.0)):
        assert facts(demo, name).saturates == (True, True) and np.isclose(facts(demo, name).largest_slope, most)
        assert all(demo.compute(**START | dict(activation=name, z=z)).slope < 1e-4 for z in (-10, 10))


def test_relu_does_not_saturate_on_the_right_and_has_no_gradient_on_the_left(demo):
    assert facts(demo, "relu").saturates == (True, False)
    assert [demo.compute(**START | dict(activation="relu", z=z)).slope for z in (-10, -0.1, 0.1, 10)] == [0, 0, 1, 1]


def test_leaky_relu_never_saturates_and_alpha_is_its_slope_on_the_left(demo):
    for alpha in (0.1, 0.7):
        result = demo.compute(**START | dict(activation="leaky_relu", alpha=alpha, z=-4.0))
        assert result.phi.facts.saturates == (False, False)
        assert result.slope == alpha and np.isclose(result.value, -4 * alpha)


def test_elu_is_x_on_the_right_and_falls_to_minus_alpha_on_the_left(demo):
    for alpha in (0.1, 1.0):
        assert np.isclose(facts(demo, "elu", alpha=alpha).low, -alpha)
        assert demo.compute(**START | dict(activation="elu", alpha=alpha, z=7.5)).value == 7.5


def test_only_gelu_swish_and_selu_let_a_gradient_grow(demo):
    axis = np.linspace(-10, 10, 401)
    states = {
        name: {CHALLENGE.judge(demo.compute(**START | dict(activation=name, z=float(z)))) for z in axis}
        for name in ACTIVATIONS
    }
    assert {name for name in states if "solved" in states[name]} == {"gelu", "swish", "selu"}
    assert "almost" in states["relu"] and states["sigmoid"] == {"open"}


@pytest.mark.parametrize("name", ["leaky_relu", "prelu", "elu"])
def test_the_left_part_of_a_curve_goes_with_the_hand_where_alpha_bends_it(name):
    picture = gallery(activation=name, alpha=0.5)
    hand = Hand(picture, 0).press().pull(0, 4)
    assert picture.values["alpha"] != 0.5 and hand.miss() < 2
    picture.set(activation="tanh", beside="none")
    assert not len(hand.path())
    picture.close()
