"""A prediction that is drawn into the picture stands where the picture can refute it."""

import numpy as np
import pytest
from computed import Pure, computed
from predicted import far, is_nearest

from course_nn.notebook.exercises import prediction, questions_of

PREDICTIONS = questions_of("gradient_descent")


def times_off(axis, seen):
    """How far a coordinate of the first point is off what is seen, as a factor's logarithm."""
    return lambda result, points: abs(np.log(points[0][axis] / seen(result)))


CASES = {  # question: the demo, what is set to see the answer, and how far a prediction is off
    "2": ("valley", {"method": "ball", "choice": "best"}, times_off(0, lambda result: result.steps)),
    "3": ("rotated", {}, times_off(1, lambda result: result.tuned["adam"][result.angles.index(45)])),
    "4": ("adam", {"correct": False}, times_off(1, lambda result: np.abs(result.course.steps[0]).max())),
}
TRAINED = {
    "turned": ("turned", {"turn": 100}, times_off(1, lambda result: np.median(result.turned.steps))),
    "5": ("batches", {}, times_off(1, lambda result: result.medians[-1])),
    "6": ("race", {"rate": "tuned"}, times_off(0, lambda result: np.median(result.arrivals["gradient_descent"]))),
    "recipe": ("recipe", {}, times_off(0, lambda result: np.median(result.whole.errors[-1]))),
}


@pytest.mark.parametrize("key", [*CASES, *(pytest.param(key, marks=pytest.mark.thorough) for key in TRAINED)])
def test_of_all_predictions_the_right_one_is_drawn_nearest_to_what_is_seen(key):
    name, values, off = (CASES | TRAINED)[key]
    question = f"gradient_descent-{key}"
    assert is_nearest(f"gradient_descent.{name}", question, values, off)
    assert (
        far(f"gradient_descent.{name}", question, values, off)[PREDICTIONS[question].right()] < 0.5
    )  # about 1.6 times


def test_the_steps_that_two_questions_name_are_those_of_the_demos():
    plain = computed(Pure("gradient_descent.valley"), method="plain", choice="best").steps
    adam = computed(Pure("gradient_descent.rotated")).tuned["adam"][0]
    for key, steps in (("2", plain), ("3", adam)):
        assert all(str(steps) in words for words in PREDICTIONS[f"gradient_descent-{key}"].ask)


ESTIMATED = {  # question: its demo, what is set, and what is then seen of what was to be estimated
    "2": ("valley", {"method": "ball", "choice": "best"}, lambda result: result.steps),
    "3": ("rotated", {}, lambda result: result.tuned["adam"][[0, 1, 2, 4, 6, 9]]),
    "5": ("batches", {}, lambda result: result.medians[result.sizes >= 32]),
    "recipe": ("recipe", {}, lambda result: 100 * np.median(result.whole.errors[-1])),
}


@pytest.mark.parametrize("key", ESTIMATED)
def test_what_is_true_of_an_estimate_is_what_its_demo_shows(key):
    name, values, seen = ESTIMATED[key]
    shown = seen(computed(Pure(f"gradient_descent.{name}"), **values))
    np.testing.assert_allclose(prediction(f"gradient_descent-{key}").estimate().truth(), shown, rtol=0.01)
