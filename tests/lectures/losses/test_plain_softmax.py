"""The softmax formula as it is written, in float32."""

import numpy as np
import pytest

from course_nn.lectures.losses.demos.softmax.plain_softmax import plain_softmax
from course_nn.losses import softmax


def test_within_the_range_of_float32_the_quotient_is_softmax():
    z = np.random.default_rng(0).normal(0, 5, 6)
    for c in range(6):
        plain = plain_softmax(z, c)
        assert plain.value == pytest.approx(softmax(z)[c], rel=1e-5)
        assert plain.value == pytest.approx(plain.numerator / plain.denominator)
        assert plain.numerator == pytest.approx(np.exp(z[c]), rel=1e-5)


def test_beyond_it_the_parts_are_no_numbers_or_0_and_so_is_the_quotient():
    assert np.isnan(plain_softmax(np.array([100.0, 99.0]), 0)).all()
    below = plain_softmax(np.array([-110.0, -111.0]), 0)
    assert below.numerator == below.denominator == 0 and np.isnan(below.value)
    assert plain_softmax(np.array([80.0, -110.0]), 1).value == 0
