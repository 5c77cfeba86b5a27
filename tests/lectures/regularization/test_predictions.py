"""A prediction that is drawn into the picture stands where the picture can refute it."""

import numpy as np
import pytest
from computed import Pure, computed
from matplotlib.figure import Figure
from predicted import is_nearest

from course_nn.notebook.exercises import prediction


def off_the_claims(result, points):
    """Of the shares that are right, where this or that is claimed."""
    return np.abs(points[:, 1] - np.interp(points[:, 0], *result.claimed)).mean()


def off_the_errors(result, points):
    """Of the test errors with 95, 100 and 2000 features, in the logarithm."""
    errors = result.curves[2][np.searchsorted(result.sizes, points[:, 0])]
    return np.abs(np.log(points[:, 1] / errors)).sum()


CASES = {  # question: the demo, what is set to see the answer, and how far a prediction is off
    "2": (
        "penalties",
        {"example": "penguins", "lam": 0.25},
        lambda result, points: np.abs(points[:, 0] - result.w).sum(),
    ),
    "3": ("shrink", {}, lambda result, points: abs(points[0, 1] - result.zeros[0])),
    "4": (
        "decay",
        {"optimizer": "adam"},
        lambda result, points: np.linalg.norm(points[0] - result.ends[1]),
    ),
    "6": ("dropout", {}, lambda result, points: abs(points[0, 0] - result.rules[1].errors.mean())),
    "7": (
        "change_the_data",
        {"shift": "both"},
        lambda result, points: abs(points[0, 1] - result.errors[1].mean()),
    ),
    "labels": ("change_the_data", {"eps": 0.1}, off_the_claims),
    "8": ("more_features", {"N": 2000}, off_the_errors),
    "9": (
        "leakage",
        {"p": 5000, "wall": 2},
        lambda result, points: abs(points[0, 1] - result.reported.mean()),
    ),
}


@pytest.mark.parametrize("key", CASES)
def test_of_all_predictions_the_right_one_is_drawn_nearest_to_what_is_seen(key):
    name, values, off = CASES[key]
    assert is_nearest(f"regularization.{name}", f"regularization-{key}", values, off)


def test_what_has_no_place_in_the_picture_is_not_drawn():
    pure = Pure("regularization.change_the_data")
    artists = pure.paint(Figure((8, 3.3)))
    assert not any(pure.ghost(artists, option) for option in ("same", "brief", "runs", "wide"))


def test_an_early_stop_is_true_as_the_demo_shows_it_and_the_line_says_what_is_misread_in_the_end():
    errors = 100 * computed(Pure("regularization.early_stopping")).stops.errors.mean(axis=1)
    question = prediction("regularization-5")
    np.testing.assert_allclose(question.estimate().truth(), errors[1])
    assert all(f"{errors[0]:.0f}%" in words for words in question.ask)


def test_of_ever_more_features_the_error_is_true_that_the_demo_shows():
    result = computed(Pure("regularization.more_features"), N=2000)
    estimate = prediction("regularization-8").estimate()
    np.testing.assert_allclose(estimate.truth(), result.curves[2][np.searchsorted(result.sizes, estimate.x)])
