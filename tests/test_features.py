"""Features are plain formulas of a point."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.features import FEATURES, featurize

X = np.random.default_rng(0).uniform(-6, 6, (50, 2))


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_is_what_its_code_says(name):
    x1, x2 = X.T
    assert np.array_equal(featurize(X, [name])[:, 0], eval(FEATURES[name].code, {"np": np, "x1": x1, "x2": x2}))


def test_features_stand_in_the_order_in_which_they_are_named():
    assert np.array_equal(featurize(X, ["x2", "x1"]), X[:, ::-1])


@pytest.mark.parametrize("names, said", [([], "at least one"), (["x3"], "unknown feature")])
def test_no_feature_and_an_unknown_one_are_refused(names, said):
    with pytest.raises(BadInput, match=said):
        featurize(X, names)
