"""What was predicted is drawn where one compares."""

import numpy as np
import pytest
from computed import Pure, computed
from matplotlib.figure import Figure

from course_nn.lectures import rounds_of
from course_nn.notebook.exercises import questions_of
from course_nn.stage import DEMOS

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
