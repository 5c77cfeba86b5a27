"""Steps before and after the split, and the classifiers that follow them."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.regularization.demos.leakage.pipelines import (
    CLASSIFIERS,
    apply_steps,
    copy,
    cross_validated_error,
    error_on_others,
    linear,
    majority,
    nearest_mean,
    nearest_neighbour,
    scale,
    select,
)

RNG = np.random.default_rng(0)
X, Y = RNG.normal(2, 3, (30, 150)), RNG.permutation(np.arange(30) % 2)


def test_scaled_rows_have_mean_0_and_variance_1_and_others_are_scaled_alike():
    X_constant = np.column_stack([X, np.full(30, 7.0)])
    scaled, _, prepare = scale(X_constant, Y, RNG)
    assert np.abs(scaled.mean(axis=0)).max() < 1e-12 and scaled[:, :-1].std(axis=0) == pytest.approx(np.ones(150))
    assert (scaled[:, -1] == 0).all() and np.allclose(prepare(X_constant[:3]), scaled[:3])


def test_the_selected_columns_are_those_with_the_largest_correlation():
    correlation = np.abs([np.corrcoef(column, Y)[0, 1] for column in X.T])
    expected = set(np.argsort(-correlation)[:100])
    selected, _, prepare = select(X, Y, RNG)
    assert {next(j for j in range(150) if (X[:, j] == column).all()) for column in selected.T} == expected
    assert np.array_equal(prepare(X), selected)


def test_copies_are_near_their_rows_and_other_rows_are_not_copied():
    more, y, prepare = copy(X, Y, RNG)
    assert more.shape == (90, 150) and np.array_equal(y, np.tile(Y, 3)) and np.array_equal(more[:30], X)
    assert 0 < np.std(more[30:60] - X) < 0.3
    assert np.array_equal(prepare(X), X)


def test_steps_are_done_one_after_the_other():
    rows, _, prepare = apply_steps([scale, select], X, Y, RNG)
    assert np.allclose(rows, select(*scale(X, Y, RNG)[:2], RNG)[0]) and np.allclose(prepare(X[:2]), rows[:2])


def test_the_classifiers_do_what_their_names_say():
    A, y = np.array([[0.0, 0.0], [1.0, 0.0], [10.0, 0.0]]), np.array([0, 1, 1])
    assert nearest_neighbour(A, y)(np.array([[0.4, 3.0], [0.6, 0.0]])).tolist() == [0, 1]
    assert nearest_mean(A, y)(np.array([[2.0, 0.0], [3.0, 0.0]])).tolist() == [0, 1]  # means at 0 and 5.5
    assert majority(A, y)(A).tolist() == [1, 1, 1]
    assert linear(A, y)(np.array([[-5.0, 0.0], [20.0, 0.0]])).tolist() == [0, 1]


@pytest.mark.parametrize("learner", CLASSIFIERS)
def test_selecting_before_the_split_learns_random_labels_only_if_a_classifier_looks_at_the_rows(learner):
    wide = np.random.default_rng(1).normal(size=(50, 2000))
    y = np.random.default_rng(2).permutation(np.arange(50) % 2)
    honest, leaky = (cross_validated_error(wide, y, [scale, select], wall, CLASSIFIERS[learner], 5) for wall in (0, 2))
    assert honest > 0.3
    assert leaky == honest if learner == "majority" else leaky < 0.15


def test_a_copy_on_the_other_side_of_the_split_gives_the_answer_away():
    assert cross_validated_error(X, Y, [copy], 1, nearest_neighbour, 5) < 0.1  # but for all three in one fold
    assert cross_validated_error(X, Y, [copy], 0, nearest_neighbour, 5) > 0.2


def test_leaving_one_out_is_0_folds():
    assert cross_validated_error(X, Y, [scale], 0, majority, 0) == 1.0


def test_rows_that_took_no_part_are_prepared_as_the_training_rows_were():
    shifted = np.where(Y[:, None] == 1, X + 4, X)
    assert error_on_others(shifted, Y, shifted, Y, [scale], nearest_neighbour) == 0
    assert error_on_others(shifted, Y, shifted, 1 - Y, [scale], nearest_neighbour) == 1


def test_a_wall_outside_the_pipeline_is_refused():
    with pytest.raises(BadInput) as error:
        cross_validated_error(X, Y, [scale], 2, majority, 5)
    assert error.value.en and error.value.zh
