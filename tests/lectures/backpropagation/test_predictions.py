"""What was predicted is drawn where one compares."""

import numpy as np
import pytest
from computed import Pure, computed
from matplotlib.figure import Figure

from course_nn.lectures import rounds_of
from course_nn.notebook.exercises import prediction, questions_of
from course_nn.stage import DEMOS

SECANT = Pure("backpropagation.secant")
AT_H = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)
PREDICTIONS = questions_of("backpropagation")


def ghosts(demo, key):
    """{option: (axes, points)} of a question, those that have a shape."""
    spec = DEMOS[f"backpropagation.{demo}"]
    artists = spec.paint(Figure(figsize=(8.6, spec.height), layout="constrained"))
    found = {option: spec.ghost(artists, option) for option in PREDICTIONS[key].options}
    return {option: ghost for option, ghost in found.items() if ghost}


HAUNTED = [
    (key, one.demo) for key, one in rounds_of("backpropagation").items() if DEMOS[f"backpropagation.{one.demo}"].ghost
]


@pytest.mark.parametrize("key, demo", HAUNTED)
def test_what_was_predicted_ends_within_its_axes_and_no_two_predictions_are_the_same(key, demo):
    found = ghosts(demo, key)
    for axes, points in found.values():
        ends = np.sort([axes.get_xlim(), axes.get_ylim()], axis=1)
        assert np.all(ends[:, 0] <= points[-1]) and np.all(points[-1] <= ends[:, 1])
    assert found and len({points.tobytes() for _, points in found.values()}) == len(found)


def result(demo, **changed):
    return computed(Pure(f"backpropagation.{demo}"), **changed)


def test_of_the_predictions_the_right_one_lies_on_what_is_drawn():
    secant = ghosts("secant", "backpropagation-1")["4"][1]
    assert secant[[0, -1], 1] == pytest.approx(result("secant").errors[1, [0, -1]], rel=1e-6)
    tiny = ghosts("gears", "backpropagation-2")["tiny"][1]
    assert 0.1 < tiny[-1, 1] / result("gears", view="train").middle[1, 30] < 10
    [[_, steps]] = ghosts("memory", "backpropagation-10")["2"][1]
    assert steps == pytest.approx(result("memory", L=100, kept=10).steps, rel=0.02)


def test_the_dull_baseline_and_the_error_at_the_usual_step_are_drawn_where_they_are():
    alone = ghosts("wrong_gradients", "backpropagation-9")["alone"][1][0, 0]
    assert alone == pytest.approx(result("wrong_gradients").medians[-1], abs=0.01)
    for _, points in ghosts("gradient_check", "backpropagation-8").values():
        assert 0.3 < points[-1, 1] / result("gradient_check").error < 3


ESTIMATED = {  # question: its demo, what is set, and what is then seen of what was to be estimated
    "1": ("secant", {}, lambda result: np.exp(np.interp(np.log(AT_H), np.log(SECANT.STEPS), np.log(result.symmetric)))),
    "2": ("gears", {"view": "train"}, lambda result: result.middle[1, ::5]),
    "3": ("tangent", {}, lambda result: result.slopes[0, ::10]),
    "8": ("gradient_check", {}, lambda result: result.curve[2::4]),
    "9": ("wrong_gradients", {}, lambda result: 100 * result.medians[4]),
}


@pytest.mark.parametrize("key", ESTIMATED)
def test_what_is_true_of_an_estimate_is_what_its_demo_shows(key):
    name, values, seen = ESTIMATED[key]
    shown = seen(computed(Pure(f"backpropagation.{name}"), **values))
    np.testing.assert_allclose(prediction(f"backpropagation-{key}").estimate().truth(), shown, rtol=0.01)
