"""The highest of k lines: convex whatever the lines are, and close to any convex function with enough of them."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.lectures.activations.demos.maxout.supporting_lines import add_lines, highest_of, supporting_lines

module = Pure("activations.maxout")

START = dict(target="x²", k=6, a1=-2.0, c1=-1.0, a2=3.0, c2=-2.25)
CONVEX = [name for name in module.TARGETS if name != "2 sin x"]


@pytest.fixture(scope="module")
def compute():
    return module.maxout().compute


def test_the_unit_is_the_highest_of_its_lines(compute):
    for k in (2, 4, 6):
        result = compute(**START | dict(k=k))
        lines = result.lines[:k]
        assert np.array_equal(result.lines[:2], [[-2, -1], [3, -2.25]])
        assert np.allclose(result.unit, (lines[:, :1] * module.AXIS + lines[:, 1:]).max(axis=0))


def test_two_lines_make_relu_and_the_absolute_value_exactly(compute):
    assert compute(target="relu(x)", k=2, a1=0.0, c1=0.0, a2=1.0, c2=0.0).errors[0] < 1e-12
    assert compute(target="|x|", k=2, a1=-1.0, c1=0.0, a2=1.0, c2=0.0).errors[0] < 1e-12


def test_a_maxout_unit_is_convex_whatever_its_lines(compute):
    rng = np.random.default_rng(0)
    for _ in range(50):
        a1, a2, c1, c2 = rng.uniform(-6, 6, 4)
        result = compute(target="2 sin x", k=int(rng.integers(2, 7)), a1=a1, c1=c1, a2=a2, c2=c2)
        assert np.all(np.diff(result.unit, 2) >= -1e-9)


@pytest.mark.parametrize("target", CONVEX)
def test_with_more_lines_the_error_of_any_convex_function_goes_to_zero(target):
    support = supporting_lines(*module.TARGETS[target], module.AXIS)
    far = [[0.0, -9.0], [0.0, -9.0]]  # two lines of no use
    errors = [np.abs(support.curve - highest_of(add_lines(far, support, k), support.x)).max() for k in (4, 10, 34)]
    assert all(np.diff(errors) <= 1e-12) and errors[-1] < 0.06


def test_no_maxout_comes_closer_to_a_function_that_is_not_convex_than_half_its_gap_to_the_convex_envelope(compute):
    bound = compute(**START | dict(target="2 sin x")).bound
    support = supporting_lines(*module.TARGETS["2 sin x"], module.AXIS)
    lines = add_lines([[0.0, -9.0], [0.0, -9.0]], support, 40)
    below = support.curve - highest_of(lines, support.x)  # the lines are close to the envelope
    best = min(np.abs(below - lift).max() for lift in np.linspace(0, 4, 401))
    assert bound > 1 and bound - 1e-9 <= best < bound + 0.05
    rng = np.random.default_rng(1)
    for _ in range(50):
        a1, a2, c1, c2 = rng.uniform(-3, 3, 4)
        assert compute(target="2 sin x", k=6, a1=a1, c1=c1, a2=a2, c2=c2).errors.min() >= bound


def test_a_convex_target_has_no_such_bound(compute):
    assert [compute(**START | dict(target=target)).bound for target in CONVEX] == [0.0] * len(CONVEX)


def test_the_challenge_needs_lines_that_cross_the_target():
    demo = module.maxout(k=2, a1=-3.0, c1=-2.25, a2=3.0, c2=-2.25)  # the best tangents
    assert demo.state == "almost" and np.isclose(demo.result.errors[0], 2.25)
    demo.set(c1=-1.1, c2=-1.1)
    assert demo.state == "solved"


def test_a_line_moves_parallel_to_itself_and_its_number_turns_it_about_its_place_over_0():
    picture = module.maxout()
    for line, (a, c) in enumerate((("a1", "c1"), ("a2", "c2"))):
        picture.reset()
        start = picture.values
        hand = Hand(picture, line).press().pull(5, -20)
        assert picture.values[c] > start[c] and picture.values[a] == start[a] and hand.miss() < 2
        picture.reset()
        hand = Hand(picture, 2 + line).press().pull(0, -20)
        assert abs(picture.values[a]) > abs(start[a]) and picture.values[c] == start[c] and hand.miss() < 2
    picture.close()


def test_a_press_on_a_dot_on_the_right_chooses_the_number_of_lines():
    picture = module.maxout()
    for item in range(5):
        Hand(picture, 4, item).press()
        assert picture.values["k"] == item + 2
    picture.close()
