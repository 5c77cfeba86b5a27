"""What is to be done in lecture 5 is seen to be done by settings that do it; predictions lie where one compares."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from tasks_seen import done_from_the_start, result_at, visible

from course_nn.lectures import losses, rounds_of
from course_nn.lectures.losses.questions import PREDICTIONS
from course_nn.stage import DEMOS
from course_nn.stage.controls import Values

BY_HAND = dict(mode="hand", n=400)
MIXED = dict(loss="hinge", mixed=True)
THREE = dict(task="multiclass", output="linear", loss="squared")
DONE = {  # demo -> for each of its tasks, settings in turn that do it
    "objective": [
        [dict(lam=24.0)],
        [dict(w=0.84)],
        [dict(penalty="l1", lam=16.4)],
    ],
    "regression": [
        [dict(outlier=2.5), dict(outlier=5.5)],
        [dict(outlier=0.0), dict(outlier=6.5)],
        [dict(w=0.09, b=1.85)],
    ],
    "gaussian": [
        [dict(epoch=100), dict(epoch=2000)],
        [dict(sceptic=change) for change in ("points", "wide", "narrow", "one")],
        [BY_HAND | dict(sigma=0.3)],
    ],
    "margins": [
        [MIXED],
        [MIXED, MIXED | dict(epoch=0), MIXED | dict(start="zero", epoch=100)],
        [dict(loss=loss) for loss in ("log", "squared", "zero_one")],
    ],
    "wrong_pair": [
        [dict(w=0.6, b=0.9), dict(w=2.0, b=2.0)],
        [dict(step=0), dict(step=300)],
        [dict(w=2.0, b=2.0, eta=0.6)],
    ],
    "softmax": [
        [dict(a=100.0)],
        [dict(a=120.0), dict(a=-120.0)],
        [dict(T=0.2, c=1), dict(T=0.2, c=2)],
    ],
    "one_hot": [
        [dict(order="Adelie, Gentoo, Chinstrap")],
        [dict(order="Gentoo, Adelie, Chinstrap")],
        [dict(power=5.0)],
    ],
    "chooser": [
        [dict(output="softmax", loss="categorical")],
        [dict(sceptic=change) for change in ("larger", "smaller", "adam", "start")],
        [dict(output="sigmoid", loss="squared"), dict(output="sigmoid", loss="squared", eta=3.0)],
        [THREE, THREE | dict(units="each")],
    ],
    "covariance": [
        [dict(rho=0.66, r1=6.2, r2=2.8), dict(rho=0.66, r1=-5.9, r2=3.3)],
        [dict(rho=0.66), dict(rho=0.0)],
        [dict(s1=12.0, s2=8.0)],
    ],
    "multiclass_hinge": [
        [dict(x1=50.0, x2=18.5)],
        [dict(loss="softmax_cross_entropy"), dict(loss="softmax_cross_entropy", epoch=20)],
    ],
}
UNRELATED = {
    "objective": dict(w=1.6),
    "regression": dict(b=1.5),
    "gaussian": dict(width=64),
    "margins": dict(epoch=40),
    "wrong_pair": dict(step=120),
    "softmax": dict(f2=2.0),
    "one_hot": dict(y="bill_depth_mm"),
    "chooser": dict(step=60),
    "covariance": dict(r2=2.0),
    "multiclass_hinge": dict(x2=16.5),
}


def done(demo, *settings):
    return done_from_the_start(f"losses.{demo}", *settings)


@pytest.mark.parametrize("demo", losses.__all__)
def test_the_first_task_can_be_seen_to_be_done_and_there_are_three_or_four(demo):
    assert visible(f"losses.{demo}")[0] == 0 and len(visible(f"losses.{demo}")) == len(DONE[demo])
    assert 3 <= len(DEMOS[f"losses.{demo}"].tasks_of("")) <= 4


@pytest.mark.parametrize("demo", losses.__all__)
def test_each_task_is_done_by_what_it_asks_for(demo):
    missed = [
        task for task, settings in zip(visible(f"losses.{demo}"), DONE[demo]) if task not in done(demo, *settings)
    ]
    assert not missed


@pytest.mark.parametrize("demo", losses.__all__)
def test_nothing_is_done_at_the_start_nor_by_a_move_that_no_task_asks_for(demo):
    assert done(demo) == done(demo, UNRELATED[demo]) == set()


# ---- predictions in the pictures -------------------------------------------------------------------------


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
    spec = DEMOS["losses.chooser"]
    pair = spec.start() | dict(output="softmax", loss="categorical")
    scores = result_at(spec, Values(pair)).mine.trial.scores
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
