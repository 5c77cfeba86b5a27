"""The cliff against finite differences, and what clipping does to a gradient."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.practice.demos.clipping.cliff import STEPS, cliff, clip, lengths_and_angle, slope, walk

START = (1.12, -0.5)
PLAIN = "gradient_descent"


def test_the_slope_is_the_measured_one_and_has_the_published_length_at_the_start():
    for place in np.array([[1.12, -0.5], [0.9, 0.3], [-1.05, 1.2]]):
        steps = 1e-7 * np.eye(2)
        numerical = [(cliff(place + step) - cliff(place - step)) / 2e-7 for step in steps]
        assert slope(place) == pytest.approx(numerical, rel=1e-4, abs=1e-6)
    assert np.linalg.norm(slope(np.array(START))) == pytest.approx(1403, abs=0.5)


def angle(g, by, limit):
    return lengths_and_angle(np.array(g), clip(np.array(g), by, limit), np.zeros(2))[2]


def test_by_norm_keeps_the_direction_by_value_turns_it():
    assert clip(np.array([3.0, 4]), "norm", 1.0) == pytest.approx([0.6, 0.8], abs=1e-12)
    assert angle([3.0, 4], "norm", 1.0) == pytest.approx(0, abs=1e-5)
    clipped = clip(np.array([0.9, 100.0]), "value", 1.0)
    before, after = (np.degrees(np.arctan2(g[1], g[0])) for g in (np.array([0.9, 100.0]), clipped))
    assert (before, after) == pytest.approx((89.48, 48.01), abs=0.005)
    assert angle([0.9, 100.0], "value", 1.0) == pytest.approx(before - after, abs=1e-6)


def test_without_clipping_it_flies_away_with_it_it_arrives():
    places, taken = walk(START, PLAIN, "none", 1.0, 0.01)
    assert places[1, 0] == pytest.approx(-12.9, abs=0.05) and len(taken.norms) < 5
    places, taken = walk(START, PLAIN, "norm", 10.0, 0.01)
    assert len(taken.norms) == STEPS and cliff(places[-1]) < 1e-3
    assert taken.clipped_norms.max() <= 10 * (1 + 1e-12)
    assert taken.step_lengths == pytest.approx(0.01 * taken.clipped_norms)


def test_a_smaller_rate_needs_no_clipping():
    places, taken = walk(START, PLAIN, "none", 1.0, 1e-4)
    assert len(taken.norms) == STEPS and cliff(places[-1]) < 1e-6


def test_where_every_step_is_clipped_only_the_product_of_rate_and_limit_counts_bit_for_bit():
    one, other = (walk(START, PLAIN, "norm", 0.004 / k, 0.5 * k) for k in (1, 2))
    assert (one[1].clipped_norms < one[1].norms).all() and np.array_equal(one[0], other[0])


def test_adam_ignores_a_constant_factor():
    """But for its ε: gradients a hundred times as small make the same steps."""
    one, other = (walk(START, "adam", "norm", limit, 0.001) for limit in (1.0, 0.01))
    always = int(np.argmin(np.append(one[1].norms, 0) > 1))
    assert always > 20 and one[0][:always] == pytest.approx(other[0][:always], abs=1e-4)


def test_bad_input_is_told():
    with pytest.raises(BadInput, match="optimizer"):
        walk(START, "descent", "none", 1.0, 0.01)
    with pytest.raises(BadInput, match="clip"):
        walk(START, PLAIN, "length", 1.0, 0.01)
