"""The hard network as the limit of the soft one."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.lectures.xor.demos.softness.picture import KS, softness
from course_nn.lectures.xor.demos.softness.steepness import CORNERS, SOLUTIONS, WANTED
from course_nn.lectures.xor.demos.xor_network.picture import ANOTHER, LECTURE

SOFTNESS = Pure("xor.softness")
compute, judge = SOFTNESS.compute, SOFTNESS.judge
XOR_NETWORK = Pure("xor.xor_network")
hard = XOR_NETWORK.compute

SAME = {"lecture": LECTURE, "another": ANOTHER}


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_steep_sigmoids_give_the_hard_network_s_hidden_units_and_outputs(solution):
    soft, limit = compute(40.0, solution), hard(**SAME[solution])
    assert np.allclose(soft.h, limit.h, atol=1e-6) and np.allclose(soft.y, limit.y, atol=1e-6)


@pytest.mark.parametrize("solution", SOLUTIONS)
@pytest.mark.parametrize("k", [0.5, 3.0, 17.0])
def test_outputs_are_those_of_the_formula(solution, k):
    *W, b1, b2, v1, v2, c = SOLUTIONS[solution]
    h = 1 / (1 + np.exp(-k * (CORNERS @ np.reshape(W, (2, 2)).T + [b1, b2])))
    assert np.allclose(compute(k, solution).y, 1 / (1 + np.exp(-k * (h @ [v1, v2] + c))))


def test_all_four_are_right_from_k_equal_to_2_ln_3_on():
    result = compute(3.0, "lecture")
    assert np.isclose(result.softest, 2 * np.log(3))  # there σ(k/2) - σ(-k/2) = 1/2


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_once_right_always_right_as_k_grows(solution):
    result = compute(3.0, solution)
    right = ((result.curves > 0.5) == WANTED[:, None]).all(axis=0)
    assert np.array_equal(right, KS > result.softest)


@pytest.mark.parametrize("k", [1.0, 4.0])
def test_length_of_the_gradient_is_that_of_central_differences(k):
    theta, e = np.array(SOLUTIONS["lecture"], float), 1e-6

    def loss(theta):
        h = 1 / (1 + np.exp(-k * (CORNERS @ theta[:4].reshape(2, 2).T + theta[4:6])))
        return 0.5 * np.mean((1 / (1 + np.exp(-k * (h @ theta[6:8] + theta[8]))) - WANTED) ** 2)

    gradient = [(loss(theta + d) - loss(theta - d)) / (2 * e) for d in e * np.eye(9)]
    assert np.isclose(compute(k, "lecture").gradient, np.linalg.norm(gradient))


def test_a_hard_network_has_no_gradient_left_to_learn_from():
    slopes = [compute(k, "lecture").gradient for k in (3.0, 10.0, 20.0, 40.0)]
    assert slopes == sorted(slopes, reverse=True) and slopes[0] > 0.1 and slopes[-1] < 1e-10


def test_the_softest_network_solves_the_challenge():
    assert [judge(compute(k, "lecture")) for k in (2.1, 2.25, 3.0, 20.0)] == ["open", "solved", "almost", "open"]


def test_the_line_in_the_picture_is_k():
    demo = softness()
    Hand(demo, 0).press().pull(40, 0)
    once = demo.values["k"]
    Hand(demo, 0).press().pull(40, 0)
    assert np.isclose(demo.values["k"] / once, once / 1.5, rtol=0.03) and once > 1.5  # an axis of powers
    demo.close()
