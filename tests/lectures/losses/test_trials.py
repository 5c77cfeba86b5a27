"""Pairs of output and loss, trained on small tasks: what they answer, and when they have arrived."""

import numpy as np
import pytest

from course_nn.lectures.losses.trials import CLOSE, RECOMMENDED, Symptoms, arrival, candidate, classes, oddity, trial

X = np.linspace(-3, 3, 31)


@pytest.mark.parametrize("task", RECOMMENDED)
def test_a_candidate_answers_with_the_class_of_its_largest_or_nearest_output(task):
    shown = candidate(task, RECOMMENDED[task], 300, X)
    assert shown.outputs.shape == (31, RECOMMENDED[task].units) and shown.trial is trial(task, *RECOMMENDED[task])
    if task == "regression":
        assert not shown.answers.any() and np.abs(shown.outputs[:, 0] - 1.5 * np.sin(X)).mean() < 0.3
    else:
        largest = shown.outputs.argmax(axis=1) if classes(task) == 3 else shown.outputs[:, 0] > 0.5
        assert np.array_equal(shown.answers, largest)


def test_a_run_has_arrived_at_the_first_step_that_is_as_good_as_the_best_at_its_end():
    best = trial("binary", *RECOMMENDED["binary"])
    step = arrival(best, best)
    assert np.all(best.scores[:step] < best.scores[-1] - CLOSE) and best.scores[step] >= best.scores[-1] - CLOSE
    assert arrival(trial("binary", "softmax", "categorical", 1), best) is None


def test_the_worst_symptom_comes_first_and_an_order_matters_only_for_one_poor_output():
    def seen(idle=0.0, outside=0.0, between=np.nan):
        return Symptoms(np.zeros(9, bool), idle, outside, between)

    assert oddity(seen(0.2, 0.5, 0.3), "multiclass", 1, False) == ("idle", 0.2)
    assert oddity(seen(0, 0.5, 0.3), "multiclass", 1, False) == ("between", 0.3)
    assert oddity(seen(0, 0.5, 0.3), "multiclass", 3, False) == ("outside", 0.5)
    assert oddity(seen(0, 0.5, 0.3), "multiclass", 1, True) == ("outside", 0.5)
    assert oddity(seen(0, 0.5), "regression", 1, False) is None
