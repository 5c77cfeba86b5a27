"""The exercises of lecture 4 take every correct answer, and what is nearly right is told so."""

from math import comb

import numpy as np
import pytest

from course_nn.lectures.deep_vs_shallow.capacity import one_layer
from course_nn.lectures.deep_vs_shallow.questions import BIASES, WEIGHTS
from course_nn.network import Network
from course_nn.notebook.exercises import check, exercises_of, solution

EXERCISES = exercises_of("deep_vs_shallow")


def test_any_way_to_write_the_one_layer_is_right():
    W, b = one_layer(WEIGHTS, BIASES)
    for answer in ((W, b), (W.tolist(), b.tolist()), (W + 1e-12, b[:, None])):
        assert check("deep_vs_shallow-easy", answer).voice == "right"
    x = np.random.default_rng(0).normal(size=2)
    np.testing.assert_allclose(W @ x + b, WEIGHTS[1] @ (WEIGHTS[0] @ x + BIASES[0]) + BIASES[1])


def test_a_bias_that_is_only_added_and_matrices_the_wrong_way_round_are_almost_right():
    W, b = one_layer(WEIGHTS, BIASES)
    assert "b₁" in repr(check("deep_vs_shallow-easy", (W, BIASES.sum(axis=0))))
    assert "W₁W₂" in repr(check("deep_vs_shallow-easy", (WEIGHTS[0] @ WEIGHTS[1], b)))
    assert check("deep_vs_shallow-easy", (np.eye(2), b)).voice == "almost"
    assert check("deep_vs_shallow-easy", (np.eye(2), [0, 0])).voice == "keep working"
    assert "(2, 2)" in repr(check("deep_vs_shallow-easy", ([1, 2], [0, 0])))
    for wrong in ((WEIGHTS[1], b), (WEIGHTS.sum(axis=0), BIASES.sum(axis=0)), (W, -b), (W, BIASES[1]), (W + 0.1, b), W):
        assert check("deep_vs_shallow-easy", wrong).voice != "right"


def test_any_formula_for_the_regions_of_n_lines_is_right():
    def one_more_line(n):
        return 1 if n == 0 else one_more_line(n - 1) + n

    for formula in (one_more_line, lambda n: (n * n + n + 2) / 2, lambda n: comb(n, 0) + comb(n, 1) + comb(n, 2)):
        assert check("deep_vs_shallow-derive", formula).voice == "right"
    assert check("deep_vs_shallow-derive", lambda n: 2**n).voice == "almost"
    assert check("deep_vs_shallow-derive", lambda n: n + 1).voice == "keep working"
    assert check("deep_vs_shallow-derive", lambda n: float("nan")).voice == "keep working"
    for wrong in (lambda n: 2 * n, lambda n: n**2, lambda n: n * (n + 1) / 2, lambda n: 1 + n + n**2, lambda n: 7, 7):
        assert check("deep_vs_shallow-derive", wrong).voice != "right"


def test_a_hat_has_one_answer_in_any_form_and_near_misses_are_told():
    for answer in ((2, -4, 2), [[2.0], [-4.0], [2.0]], np.array([2, -4, 2 + 1e-9])):
        assert check("deep_vs_shallow-hand", answer).voice == "right"
    assert "third" in repr(check("deep_vs_shallow-hand", (2, -4, 0)))
    assert "back to 0" in repr(check("deep_vs_shallow-hand", (2, -2, 0)))
    for answer in ((1, -2, 1), (4, -8, 4), (1, 1, 1)):
        assert check("deep_vs_shallow-hand", answer).voice == "keep working"
    assert "three numbers" in repr(check("deep_vs_shallow-hand", (2, -4)))


def test_any_function_that_folds_is_right_and_other_folds_are_not():
    def loop(x, L):
        for _ in range(L):
            x = np.minimum(2 * x, 2 - 2 * x)
        return x

    def recursive(x, L):
        return x if L == 0 else recursive(1 - np.abs(2 * x - 1), L - 1)

    for answer in (loop, recursive, lambda x, L: np.abs((2**L * x + 1) % 2 - 1), lambda x, L: loop(x, L).tolist()):
        assert check("deep_vs_shallow-code", answer).voice == "right"
    assert check("deep_vs_shallow-code", lambda x, L: loop(x, 1)).voice == "almost"
    for wrong in (
        lambda x, L: L * loop(x, 1),
        lambda x, L: loop(x, L + 1),
        lambda x, L: loop(x, L - 1),
        lambda x, L: 2**L * x % 1,
        lambda x, L: np.sin(2**L * np.pi * x / 2) ** 2,
    ):
        assert check("deep_vs_shallow-code", wrong).voice != "right"
    for wrong in (lambda x, L: x, lambda x, L: 2 * x, lambda x, L: -x, lambda x, L: x[:3], 3):
        assert check("deep_vs_shallow-code", wrong).voice == "keep working"


def test_biases_may_be_written_in_any_way_and_a_wrong_sign_is_told():
    for answer in (lambda w, c: -w * c, lambda w, c: [-a * b for a, b in zip(w, c)], lambda w, c: -(c * w)[:, None]):
        assert check("deep_vs_shallow-start", answer).voice == "right"
    assert "sign" in repr(check("deep_vs_shallow-start", lambda w, c: w * c))
    assert "w = 1" in repr(check("deep_vs_shallow-start", lambda w, c: -c))
    for wrong in (lambda w, c: 0 * w, lambda w, c: w, lambda w, c: -c / w, lambda w, c: 1, 7):
        assert check("deep_vs_shallow-start", wrong).voice == "keep working"


def test_any_two_networks_of_which_the_deeper_has_fewer_regions_break_the_claim():
    rights = (
        ([6, 6], [4, 4, 4]),
        ((5, 5, 5, 5), (10, 10)),
        [np.array([6] * 4), np.array([4] * 6)],
        [[4.0] * 3, [6.0] * 2],
    )
    for answer in rights:
        assert check("deep_vs_shallow-break", answer).voice == "right"
    assert check("deep_vs_shallow-break", ([8, 8], [4, 4, 4, 4])).voice == "almost"


def test_widths_that_break_nothing_or_are_not_comparable_are_refused():
    wrong = (
        ([8, 4], [4, 4, 4]),  # fewer layers, fewer regions
        ([12, 12], [6, 6, 6, 6]),
        ([6, 6], [5, 5, 5]),  # not as many units
        ([12], [4, 4, 4]),  # one layer
        ([6, 6], [6, 6]),  # as many layers
        ([4, 4, 4], [2, 2, 2, 2, 2, 2]),  # layers of two
        ([20, 20], [10, 10, 10, 10]),  # too many units
        ([6, 6.5], [4, 4, 4.5]),
        [6, 6],
        7,
    )
    for answer in wrong:
        assert check("deep_vs_shallow-break", answer).voice != "right", answer
    assert "176" in repr(check("deep_vs_shallow-break", ([6, 6], [4, 4, 4])))


def test_an_open_question_is_not_judged():
    assert "compare" in repr(check("deep_vs_shallow-open", "I should ask for other seeds and another start.")).lower()
    for answer in ("more", 3):
        assert check("deep_vs_shallow-open", answer).voice == "keep working"


@pytest.mark.parametrize("key", EXERCISES)
def test_every_exercise_has_a_solution_in_both_languages(key):
    words = solution(key).hint
    assert words.en and words.zh


def folded(slopes, bends):
    """Twice the same fold: y = slopes · relu(x - bends)."""
    return [(np.ones((3, 1)), -np.array(bends)), (np.tile(slopes, (3, 1)), -np.array(bends)), ([slopes], [0])]


def test_any_two_layers_of_three_with_more_than_seven_pieces_are_right():
    thirds = folded([3, -6, 6], [0, 1 / 3, 2 / 3])
    unequal = folded([2, -6, 12], [0, 0.5, 0.75])  # up to 1, down to 0, up to 2
    for layers in (thirds, unequal, [(np.ravel(W), b) for W, b in thirds]):
        assert check("deep_vs_shallow-build", layers).voice == "right"
    assert "9 pieces" in repr(check("deep_vs_shallow-build", thirds))


def test_few_pieces_are_not_enough_and_shapes_are_told():
    straight = Network((1, 3, 3, 1), "relu", init="zeros")
    straight.weights[0] = 1
    assert "1 piece" in repr(check("deep_vs_shallow-build", list(zip(straight.weights, straight.biases))))
    tents = folded([2, -4, 0], [0, 0.5, 0.9])  # two of three units, folded in two: 4 pieces
    assert check("deep_vs_shallow-build", tents).voice == "keep working"
    assert "W (3, 1)" in repr(check("deep_vs_shallow-build", tents[:2]))
    never_on = [(np.ones((3, 1)), [-1, -2, -3]), (np.ones((3, 3)), [0] * 3), ([1, 1, 1], [0])]
    never_folded = [(np.ones((3, 1)), [0, -0.3, -0.6]), (np.eye(3), [0] * 3), ([1, -2, 3], [0])]
    beyond_1 = folded([3, -6, 6], [1, 4 / 3, 5 / 3])
    for few in (never_on, never_folded, beyond_1, folded([1, 1, 1], [0, 1 / 3, 2 / 3])):
        assert check("deep_vs_shallow-build", few).voice != "right"
    assert "ordinary" in repr(check("deep_vs_shallow-build", [*tents[:2], ([1, 2, np.nan], [0])]))
