"""What a linear model can read in a layer."""

import numpy as np
import pytest

from course_nn.lectures.feature_learning.demos.probes.linear_probes import NOISE, halves, probe


def test_a_probe_answers_what_a_linear_function_of_the_features_says():
    rng = np.random.default_rng(0)
    h, new_h, v = rng.normal(size=(400, 5)), rng.normal(size=(1000, 5)), rng.normal(size=5)
    f = probe(h, (h @ v > 0.3).astype(int), new_h)
    assert np.mean((f > 0) == (new_h @ v > 0.3)) > 0.97


def test_probes_of_several_networks_are_the_probes_of_each():
    rng = np.random.default_rng(0)
    h, new_h, y = rng.normal(size=(3, 50, 2)), rng.normal(size=(3, 20, 2)), rng.integers(0, 2, 50)
    one_by_one = [probe(layer, y, new_layer) for layer, new_layer in zip(h, new_h)]
    np.testing.assert_allclose(probe(h, y, new_h), one_by_one, atol=1e-9)


@pytest.mark.parametrize("data", [*NOISE, "digits"])
def test_both_halves_have_both_classes(data):
    X, y, new_X, new_y = halves(data)
    assert X.shape[1:] == new_X.shape[1:] and len(X) == len(y) and len(new_X) == len(new_y)
    for classes in (y, new_y):
        assert set(classes) == {0, 1} and 0.4 < classes.mean() < 0.6
