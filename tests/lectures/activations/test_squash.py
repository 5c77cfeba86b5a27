"""What becomes of a normal cloud behind an activation function."""

from math import erf, exp, pi, sqrt

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.activations import ACTIVATIONS
from course_nn.lectures.activations.demos.squash.picture import squash

START = dict(activation="relu", mean=0.0, deviation=1.0, sample=1)


@pytest.fixture(scope="module")
def demo():
    return Pure("activations.squash")


def test_relu_of_a_standard_normal_has_mean_one_over_root_two_pi_and_variance_a_half_less_its_square(demo):
    mean, variance = demo.compute(**START).exact
    assert np.isclose(mean, 1 / sqrt(2 * pi), atol=1e-12) and np.isclose(variance, 0.5 - 1 / (2 * pi), atol=1e-12)
    assert (round(mean, 4), round(variance, 4)) == (0.3989, 0.3408)


@pytest.mark.parametrize("m, s", [(0.7, 0.1), (-1.3, 2.0), (3.0, 3.0)])
def test_relu_of_any_normal_agrees_with_the_closed_form(demo, m, s):
    cdf, density = 0.5 * (1 + erf(m / s / sqrt(2))), exp(-0.5 * (m / s) ** 2) / sqrt(2 * pi)
    mean = m * cdf + s * density
    variance = (m**2 + s**2) * cdf + m * s * density - mean**2
    assert np.allclose(demo.compute(**START | dict(mean=m, deviation=s)).exact, [mean, variance], atol=1e-10)


def test_sigmoid_leaves_the_mean_one_half_and_tanh_zero(demo):
    for deviation in (0.3, 1.0, 3.0):
        values = START | dict(deviation=deviation)
        assert np.isclose(demo.compute(**values | dict(activation="sigmoid")).exact[0], 0.5, atol=1e-12)
        assert np.isclose(demo.compute(**values | dict(activation="tanh")).exact[0], 0, atol=1e-12)


def test_elu_leaves_a_mean_nearer_to_zero_than_relu(demo):
    elu, relu = (demo.compute(**START | dict(activation=name)).exact[0] for name in ("elu", "relu"))
    below = exp(0.5) * 0.5 * (1 - erf(1 / sqrt(2))) - 0.5  # E (e^z − 1) over z < 0
    assert np.isclose(elu, 1 / sqrt(2 * pi) + below, atol=1e-12)
    assert 0 < elu < relu / 2


def test_selu_keeps_mean_0_and_variance_1(demo):
    result = demo.compute(**START | dict(activation="selu"))
    assert np.allclose(result.exact, [0, 1], atol=1e-6) and demo.judge(result) == "solved"
    assert demo.judge(demo.compute(**START | dict(activation="linear"))) == "almost"


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_sample_agrees_with_the_integral_within_its_standard_error(demo, name):
    for sample in (1, 2, 3):
        result = demo.compute(**START | dict(activation=name, mean=0.5, sample=sample))
        (mean, variance), (of_sample, its_variance) = result.exact, result.sampled
        assert abs(of_sample - mean) < 4 * sqrt(variance / 2000) and abs(its_variance / variance - 1) < 0.25


def test_a_wide_cloud_saturates_sigmoid_and_tanh(demo):
    for name in ("sigmoid", "tanh"):
        narrow, wide = (demo.compute(**START | dict(activation=name, deviation=s)).flat for s in (0.5, 3.0))
        assert narrow < 0.01 and wide > 0.3


def test_an_end_of_the_whisker_is_one_standard_deviation_from_the_mean_and_the_point_is_the_mean():
    picture = squash()
    for item in (0, 1):
        picture.reset()
        end, mean = Hand(picture, 0, item).press(), Hand(picture, 1)
        end.pull(*(end.start - mean.start))
        assert picture.values["deviation"] == pytest.approx(2, abs=0.02) and picture.values["mean"] == 0
    Hand(picture, 1).press().pull(*(end.start - mean.start))
    assert picture.values["mean"] == pytest.approx(1, abs=0.02)
    picture.close()
