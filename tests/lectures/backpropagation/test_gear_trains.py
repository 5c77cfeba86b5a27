"""A product of many slopes: the mean is kept, the median is not."""

import numpy as np
import pytest

from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.demos.gears.gear_trains import LOG_OF_A_NORMAL, factors, relu_layers


def test_the_product_of_the_slopes_is_the_slope_of_the_composition():
    u, v = 1.0, np.sin(1.0)
    slopes = 2 * u, np.cos(1.0), np.exp(v)
    assert np.round(slopes, 4).tolist() == [2, 0.5403, 2.3198]
    value, derivatives = gradient("u = x²; v = sin(u); exp(v)", {"x": 1.0})
    assert derivatives["x"] == pytest.approx(np.prod(slopes)) and round(derivatives["x"], 4) == 2.5068
    assert gradient("exp(sin(x²))", {"x": np.sqrt(np.pi / 2)})[1]["x"] == pytest.approx(0, abs=1e-12)


def test_the_mean_logarithm_of_a_normal_factor():
    w = np.abs(np.random.default_rng(0).normal(size=10**6))
    assert LOG_OF_A_NORMAL == pytest.approx(np.log(w).mean(), abs=0.005) and round(LOG_OF_A_NORMAL, 3) == -0.635


def test_thirty_normal_factors_whose_square_averages_1_leave_a_hundred_millionth():
    sizes = factors(np.random.default_rng(0), 30, 100_000)
    assert sizes.shape == (31, 100_000) and (sizes[0] == 1).all()
    assert np.median(sizes[-1]) == pytest.approx(7e-9, rel=0.1)
    np.testing.assert_allclose(np.log(sizes).mean(axis=1), np.arange(31) * LOG_OF_A_NORMAL, atol=0.05)
    np.testing.assert_allclose((sizes[:4] ** 2).mean(axis=1), 1, rtol=0.15)  # the mean square is 1, of few factors


@pytest.mark.parametrize("N, median", [(8, 0.0016), (16, 0.073)])
def test_he_keeps_the_mean_square_and_not_the_median(N, median):
    sizes = relu_layers(np.random.default_rng(0), N, 30, 1000)
    assert np.median(sizes[-1]) == pytest.approx(median, rel=0.15)
    few = relu_layers(np.random.default_rng(1), N, 3, 4000)
    np.testing.assert_allclose((few**2).mean(axis=1), 1, rtol=0.1)
    assert sizes[0].tolist() == [1] * 1000


def test_in_narrow_layers_every_ninth_gradient_is_exactly_0():
    narrow = relu_layers(np.random.default_rng(1), 8, 30, 1000)[-1]
    assert np.mean(narrow == 0) == pytest.approx(0.11, abs=0.03)
