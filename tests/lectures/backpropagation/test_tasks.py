"""What is to be done in lecture 7 is seen to be done by settings that do it; predictions lie where one compares."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from tasks_seen import done_from_the_start, result_at, visible

from course_nn.lectures import backpropagation, rounds_of
from course_nn.lectures.backpropagation.faulty_backprop import WRONG
from course_nn.lectures.backpropagation.questions import PREDICTIONS
from course_nn.stage import DEMOS
from course_nn.stage.controls import Values

DONE = {  # demo -> for each of its tasks, settings in turn that do it
    "secant": [[dict(h=0.25)], [dict(x=0.0)], [dict(f="|x|", x=0.0)]],
    "gears": [
        [dict(view="train")],
        [dict(view="train", kind=kind) for kind in ("8", "16", "32")],
        [dict(x=0.0)],
    ],
    "tangent": [[dict(x1=1.5, x2=0.0)], [dict(theta=63)], [dict(map="layer", r=0.1)]],
    "graph": [
        [dict(rule="overwrite")],
        [dict(step=0), dict(step=31)],
        [dict(rule="haste"), dict(rule="no reset")],
        [dict(lines="y = a b + a", inputs="a = 2; b = 3")],
    ],
    "edges": [None, None, None],  # see the tests of their own below
    "orders": [
        [dict(graph="diamond"), dict(graph="turned")],
        [dict(step=step, order=order) for order in ("forward", "backward") for step in range(6)],
        [dict(graph="layers")],
    ],
    "layers": [[dict(value=0.0)], [dict(step=0), dict(step=13)], [dict(view="shapes", M=5)]],
    "gradient_check": [
        [dict(eps=1e-11)],
        [dict(fault=fault) for fault in WRONG],
        [dict(phi="relu", fault="slope of h")],
    ],
    "wrong_gradients": [
        [dict(phi="relu")],
        [dict(sceptic=change) for change in ("relu", "tuned", "sigmoid", "large")],
        [dict(first=5)],
    ],
    "memory": [
        [dict(L=100, kept=10)],
        [dict(kept=kept) for kept in (1, 2, 20)],
        [dict(share=20)],
        [dict(scheme="segments")],
    ],
}
UNRELATED = {
    "secant": dict(side=-1),
    "gears": dict(third="half"),
    "tangent": dict(theta=130),
    "graph": dict(step=20),
    "edges": dict(seed=7),
    "orders": dict(step=2),
    "layers": dict(x1=2.0),
    "gradient_check": dict(phi="sigmoid"),
    "wrong_gradients": dict(rate=0.3),
    "memory": dict(n=20),
}


def done(demo, *settings):
    return done_from_the_start(f"backpropagation.{demo}", *settings)


@pytest.mark.parametrize("demo", backpropagation.__all__)
def test_the_first_task_can_be_seen_to_be_done_and_there_are_three_or_four(demo):
    assert visible(f"backpropagation.{demo}")[0] == 0 and len(visible(f"backpropagation.{demo}")) == len(DONE[demo])
    assert 3 <= len(DEMOS[f"backpropagation.{demo}"].tasks_of("")) <= 4


@pytest.mark.parametrize("demo", [demo for demo in backpropagation.__all__ if demo != "edges"])
def test_each_task_is_done_by_what_it_asks_for(demo):
    missed = [
        task
        for task, settings in zip(visible(f"backpropagation.{demo}"), DONE[demo])
        if task not in done(demo, *settings)
    ]
    assert not missed


def answers_of(level):
    """The right answers to the puzzle of the start at a level, and whether each is that of a sum."""
    module = DEMOS["backpropagation.edges"].maker.__globals__
    right = module["kept_puzzle"](4, level).right
    return [*right.values()], [child is None for child, _ in right]


def typed(answers):
    return ", ".join("?" if answer is None else f"{answer:g}" for answer in answers)


def test_in_the_puzzle_a_right_sum_and_a_slip_on_purpose_are_seen():
    right, sums = answers_of(2)
    assert done("edges", dict(answers=typed(right[:1]))) == set(), "a message is no sum"
    assert 0 in done("edges", dict(answers=typed(right[: sums.index(True) + 1])))
    puzzle = DEMOS["backpropagation.edges"].maker.__globals__["kept_puzzle"](4, 2)
    slips = [dict(puzzle.wrong[question]).get("value") for question in puzzle.right]
    k = next(k for k, slip in enumerate(slips) if slip is not None)
    assert 1 in done("edges", dict(answers=typed([None] * k + [slips[k]])))


def test_at_level_3_a_wrong_answer_is_seen_and_a_right_one_is_none():
    right, _ = answers_of(3)
    assert 2 not in done("edges", dict(level="3", answers=typed(right[:1])))
    assert 2 in done("edges", dict(level="3", answers=typed([right[0] + 1])))


@pytest.mark.parametrize("demo", backpropagation.__all__)
def test_nothing_is_done_at_the_start_nor_by_a_move_that_no_task_asks_for(demo):
    assert done(demo) == done(demo, UNRELATED[demo]) == set()


# ---- predictions in the pictures -------------------------------------------------------------------------


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
    spec = DEMOS[f"backpropagation.{demo}"]
    return result_at(spec, Values(spec.start() | changed))


def test_of_the_predictions_the_right_one_lies_on_what_is_drawn():
    secant = ghosts("secant", "backpropagation-1")["4"][1]
    assert secant[:, 1] == pytest.approx(result("secant").errors[1, [0, -1]], rel=1e-6)
    tiny = ghosts("gears", "backpropagation-2")["tiny"][1]
    assert 0.1 < tiny[-1, 1] / result("gears", view="train").middle[1, 30] < 10
    [[_, steps]] = ghosts("memory", "backpropagation-10")["2"][1]
    assert steps == pytest.approx(result("memory", L=100, kept=10).steps, rel=0.02)


def test_the_dull_baseline_and_the_error_at_the_usual_step_are_drawn_where_they_are():
    alone = ghosts("wrong_gradients", "backpropagation-9")["alone"][1][0, 0]
    assert alone == pytest.approx(result("wrong_gradients").medians[-1], abs=0.01)
    for _, points in ghosts("gradient_check", "backpropagation-8").values():
        assert 0.3 < points[-1, 1] / result("gradient_check").error < 3
