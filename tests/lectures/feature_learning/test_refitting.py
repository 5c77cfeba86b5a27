"""The tasks of the last layer, and what is kept of their training."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.feature_learning.demos.last_layer.refitting import HEIGHTS, NOISE, task, train_and_refit
from course_nn.lectures.feature_learning.hidden_space import features


@pytest.mark.parametrize("data", [*NOISE, *HEIGHTS])
def test_a_classification_has_classes_and_a_regression_numbers(data):
    X, y, loss = task(data)
    assert X.shape == (200, 2) and np.abs(X).max() <= 2.4
    assert (set(y) == {0, 1}) == (loss == "binary_cross_entropy") == (data in NOISE)


def test_own_and_refitted_layer_see_the_same_features():
    run = finished(train_and_refit("moons", 0.1, 0, 0.02))
    np.testing.assert_array_equal(features(run.networks, run.X), run.psi)
    f = np.einsum("enk,ek->en", run.psi, run.v) + run.c[:, None]
    loss = np.logaddexp(0, f) - run.y * f
    np.testing.assert_allclose(run.best_objective, loss.mean(axis=1) + 0.1 / 400 * np.sum(run.v**2, axis=1))
