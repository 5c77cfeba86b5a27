"""The perceptron rule against Novikoff's theorem, and the margin against a general optimiser."""

import numpy as np
import pytest
from scipy.optimize import minimize

from course_nn.boolean import all_functions, is_separable, truth_table
from course_nn.common.errors import BadInput
from course_nn.lectures.xor.perceptron import cycle, learn, novikoff, two_clouds

X = truth_table(2)
AND, OR, XOR = (0, 0, 0, 1), (0, 1, 1, 1), (0, 1, 1, 0)
SEPARABLE = [f for f in all_functions(2) if is_separable(f)]


def clouds(seed, d=2, n=10):
    rng = np.random.default_rng(seed)
    X, u = rng.normal(size=(n, d)), rng.normal(size=d)
    return X, (X @ u > 0.1).astype(int)


@pytest.mark.parametrize("values", SEPARABLE)
def test_mistakes_never_exceed_the_bound_whatever_the_order(values):
    bound = novikoff(X, values).mistakes
    for seed in range(10):
        order = np.random.default_rng(seed).permutation(4)
        run = learn(X[order], np.array(values)[order], 200)
        assert run.mistakes[-1] <= bound + 1e-9
        assert run.mistakes[-1] == run.mistakes[100]  # they ran out long ago


def test_bounds_of_and_and_or_are_51_and_27():
    assert np.isclose(novikoff(X, AND).mistakes, 51) and np.isclose(novikoff(X, OR).mistakes, 27)
    assert (learn(X, AND, 100).mistakes[-1], learn(X, OR, 100).mistakes[-1]) == (10, 4)


@pytest.mark.parametrize("seed", range(5))
def test_every_mistake_keeps_the_norm_between_the_two_sides_of_the_proof(seed):
    X, labels = clouds(seed)
    bound, run = novikoff(X, labels), learn(X, labels, 300)
    m, norm = run.mistakes, np.linalg.norm(run.weights, axis=1)
    assert np.all(m * bound.margin <= run.weights @ bound.unit + 1e-9)
    assert np.all(run.weights @ bound.unit <= norm + 1e-9)
    assert np.all(norm <= np.sqrt(m) * bound.radius + 1e-9)


@pytest.mark.parametrize("seed, d", [(0, 2), (1, 2), (2, 3), (3, 1)])
def test_margin_is_that_of_a_general_optimiser(seed, d):
    X, labels = clouds(seed, d)
    A = (2 * labels[:, None] - 1) * np.column_stack([X, np.ones(len(X))])
    found = minimize(
        lambda w: w @ w,
        novikoff(X, labels).unit * 50,
        jac=lambda w: 2 * w,
        method="SLSQP",
        constraints={"type": "ineq", "fun": lambda w: A @ w - 1, "jac": lambda w: A},
    )
    assert found.success and np.isclose(novikoff(X, labels).margin, 1 / np.linalg.norm(found.x), rtol=1e-4)


def test_a_function_has_a_margin_if_and_only_if_it_is_separable():
    for n in (2, 3):
        for values in all_functions(n)[:: 1 if n == 2 else 5]:
            bound = novikoff(truth_table(n), values)
            assert (bound.margin > 0) == is_separable(values) == np.isfinite(bound.mistakes)


def test_for_xor_the_weights_return_and_the_rule_goes_round_for_ever():
    run = learn(X, XOR, 400)
    first, again = cycle(run, 4)
    period = again - first
    assert np.array_equal(run.weights[first:-period], run.weights[again:])
    assert run.mistakes[again] > run.mistakes[first]
    assert cycle(learn(X, AND, 400), 4) is None


def test_a_learning_rate_would_only_stretch_the_weights():
    run = learn(X, AND, 40)
    w = np.zeros(3)
    for i, answer in zip(run.rows, run.answers):
        w += 0.1 * (AND[i] - answer) * np.append(X[i], 1)
    assert np.allclose(w, 0.1 * run.weights[-1])


@pytest.mark.parametrize("gap", [0.2, 0.6, 1.0])
def test_two_clouds_stay_apart_by_more_than_the_gap_and_a_line_parts_them(gap):
    for seed in range(10):
        X, labels = two_clouds(gap, np.random.default_rng(seed))
        assert X.shape == (12, 2) and labels.sum() == 6 and (np.abs(X - 0.5) <= 0.9).all()
        apart = np.linalg.norm(X[labels == 1][:, None] - X[labels == 0], axis=-1)
        assert apart.min() > gap and novikoff(X, labels).margin > 0


@pytest.mark.parametrize("labels", [(-1, 1, 1, -1), (0, 1, 1)])
def test_labels_must_be_0_and_1_and_one_for_each_row(labels):
    with pytest.raises(BadInput, match="labels 0 or 1"):
        learn(X, labels, 10)
