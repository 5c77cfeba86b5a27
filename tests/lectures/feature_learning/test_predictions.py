"""A prediction that is drawn into the picture stands where the picture can refute it."""

import numpy as np
import pytest
from computed import Pure, computed
from predicted import is_nearest

from course_nn.notebook.exercises import prediction, questions_of

PREDICTIONS = questions_of("feature_learning")


def outside_the_third(result, points):
    """Epochs between the largest gain and the part of the training that was predicted."""
    epoch = 5 * np.argmax(result.run.own_objective - result.run.best_objective)
    return max(points[0, 0] - epoch, 0, epoch - points[1, 0])


def off_the_square(result, points):
    """Of the accuracy on the first hidden layer, before training."""
    return abs(points[0, 0] - result.run.accuracy[0, 1])


def off_the_components(result, points):
    """Of the error with eight principal components, in the logarithm."""
    kind, column = Pure("feature_learning.digits").KINDS.index("components"), 1
    return abs(np.log(points[0, 1] / result.wrong[kind, column].mean()))


def off_the_curve(result, points):
    """Of the loss halfway, in the logarithm."""
    return abs(np.log(points[50, 1] / result.losses[50]))


CASES = {  # demo: the question, what is set to see the answer, and how far a prediction is off
    "last_layer": ("feature_learning-1", {}, outside_the_third),
    "probes": ("feature_learning-3", {"data": "circle", "activation": "relu", "epoch": 0}, off_the_square),
    "digits": ("feature_learning-6", {}, off_the_components),
    "symmetry": ("feature_learning-7", {}, off_the_curve),
}


@pytest.mark.parametrize("name", CASES)
def test_of_all_predictions_the_right_one_is_drawn_nearest_to_what_is_seen(name):
    question, values, off = CASES[name]
    assert is_nearest(f"feature_learning.{name}", question, values, off)


def test_what_has_no_place_in_the_picture_is_not_drawn():
    assert not Pure("feature_learning.last_layer").ghost(None, "never")


def test_the_errors_that_a_question_names_are_those_of_the_demo():
    wrong = computed(Pure("feature_learning.digits")).wrong[:2, 1].mean(axis=1)
    for words in PREDICTIONS["feature_learning-6"].ask:
        assert all(f"{error:.0%}" in words for error in wrong)


ESTIMATED = {  # question: its demo, what is set, and what is then seen of what was to be estimated
    "1": ("last_layer", {}, lambda result: result.run.best_objective[[0, 5, 10, 15, 20, 30, 40, 60, 80, 100, 120]]),
    "6": ("digits", {}, lambda result: 100 * result.wrong[2, 1].mean()),
}


@pytest.mark.parametrize("key", ESTIMATED)
def test_what_is_true_of_an_estimate_is_what_its_demo_shows(key):
    name, values, seen = ESTIMATED[key]
    shown = seen(computed(Pure(f"feature_learning.{name}"), **values))
    np.testing.assert_allclose(prediction(f"feature_learning-{key}").estimate().truth(), shown, rtol=0.01)
