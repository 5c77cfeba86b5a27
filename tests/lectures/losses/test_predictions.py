"""What was predicted is drawn where one compares."""

import numpy as np
import pytest
from computed import Pure, computed
from matplotlib.figure import Figure

from course_nn.lectures import rounds_of
from course_nn.notebook.exercises import questions_of
from course_nn.stage import DEMOS

PREDICTIONS = questions_of("losses")


def haunted(demo):
    """Spec and artists of a demo that draws predictions."""
    spec = DEMOS[f"losses.{demo}"]
    return spec, spec.paint(Figure(layout="constrained"))


def ghosts(demo, key):
    """{option: points} of a question."""
    spec, artists = haunted(demo)
    found = {option: spec.ghost(artists, option) for option in PREDICTIONS[key].options}
    return {option: np.asarray(ghost[1], float) for option, ghost in found.items() if ghost}


@pytest.mark.parametrize(
    "key, demo",
    [(key, one.demo) for key, one in rounds_of("losses").items() if DEMOS[f"losses.{one.demo}"].ghost],
)
def test_what_was_predicted_ends_within_its_axes(key, demo):
    spec, artists = haunted(demo)
    for option in PREDICTIONS[key].options:
        axes, points = spec.ghost(artists, option)
        ends = np.sort([axes.get_xlim(), axes.get_ylim()], axis=1)
        assert np.all(ends[:, 0] <= points[-1]) and np.all(points[-1] <= ends[:, 1])


def test_of_the_predictions_the_right_one_lies_on_what_is_drawn():
    scores = computed(Pure("losses.chooser"), output="softmax", loss="categorical").mine.trial.scores
    assert abs(ghosts("chooser", "losses-8")["34%"][:, 1] - scores[-1]).max() < 0.01
    pulls = ghosts("regression", "losses-2")["2, 1"]
    assert pulls[[0, 1, 3, 4]].tolist() == [[3, 3], [6, 6], [3, 1], [6, 1]]
    near, far = ghosts("wrong_pair", "losses-5")["0.82"][:2, 1]
    assert 6.5 < near / far < 7.5, "about seven times"
    leads = ghosts("multiclass_hinge", "losses-svm")["never"]
    assert leads[0] == pytest.approx([1, np.log(1 + 2 / np.e)]) and leads[:, 1].min() > 0


def test_where_two_predictions_are_the_same_picture_they_differ_in_a_number_of_the_readout():
    found = ghosts("softmax", "losses-6")
    assert np.array_equal(found["neither"], found["one"]) and not np.allclose(found["one"], found["corner"])
    for key, one in rounds_of("losses").items():
        if DEMOS[f"losses.{one.demo}"].ghost and one.demo != "softmax":
            shapes = [points.tobytes() for points in ghosts(one.demo, key).values()]
            assert len(set(shapes)) == len(shapes), key
