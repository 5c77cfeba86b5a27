"""Lines that touch a function from below, and what the highest of them can follow."""

import numpy as np
import pytest

from course_nn.lectures.activations.demos.maxout.supporting_lines import add_lines, highest_of, supporting_lines

X = np.linspace(-3, 3, 181)
WAVE, VALLEY = (np.sin, np.cos), (np.square, lambda x: 2 * x)


@pytest.mark.parametrize("f, df", [WAVE, VALLEY])
def test_no_line_lies_above_the_function_and_each_touches_it(f, df):
    support = supporting_lines(f, df, X)
    heights = support.lines[:, :1] * X + support.lines[:, 1:]
    below = support.curve - heights
    assert np.all(below >= -1e-12) and np.allclose(below.min(axis=1), 0, atol=1e-12)
    assert np.array_equal(heights.argmax(axis=0), support.highest)


def test_their_highest_is_a_convex_function_itself_and_stays_under_one_that_is_not():
    valley, wave = supporting_lines(*VALLEY, X), supporting_lines(*WAVE, X)
    assert valley.gap == 0 and np.allclose(highest_of(valley.lines, X), X**2, atol=1e-12)
    assert wave.gap == pytest.approx(np.max(np.sin(X) - highest_of(wave.lines, X))) and wave.gap > 0.5


def test_given_lines_come_first_and_each_further_one_lifts_the_unit_where_it_is_furthest_below():
    support = supporting_lines(*VALLEY, X)
    mine = [[-2.0, -1.0], [3.0, -2.25]]
    lines = add_lines(mine, support, 5)
    assert lines.shape == (5, 2) and np.array_equal(lines[:2], mine)
    for k in (2, 3, 4):
        at = np.argmax(support.curve - highest_of(lines[:k], X))
        assert highest_of(lines[: k + 1], X)[at] == pytest.approx(support.curve[at])
