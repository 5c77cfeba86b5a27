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


def test_the_largest_logit_taken_away_saves_p_but_only_log_sum_exp_saves_the_loss():
    with np.errstate(divide="ignore"):
        for lead, lost in ((20, False), (120, True)):
            z = np.array([100 + lead, 100, 100], np.float32)
            e = np.exp(z - z.max())
            p = e / e.sum()
            assert np.isfinite(p).all() and p.sum() == pytest.approx(1)
            assert np.isinf(-np.log(p[1])) == lost
            assert np.log(e.sum()) + z.max() - z[1] == pytest.approx(lead, rel=1e-5)


def test_in_float32_a_lead_of_a_little_over_17_makes_the_cross_entropy_exactly_0():
    for lead, zero in ((14, False), (19, True)):
        assert (np.log(np.exp(np.array([0, -lead, -lead], np.float32)).sum()) == 0) == zero
