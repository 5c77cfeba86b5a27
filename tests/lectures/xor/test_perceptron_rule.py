"""The perceptron rule on the controls of the demo."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn import boolean
from course_nn.lectures.xor import perceptron
from course_nn.lectures.xor.demos.perceptron_rule import STEPS, perceptron_rule

PERCEPTRON_RULE = Pure("xor.perceptron_rule")
compute, judge, readout = PERCEPTRON_RULE.compute, PERCEPTRON_RULE.judge, PERCEPTRON_RULE.readout


@pytest.mark.parametrize("data", ["AND", "OR"])
@pytest.mark.parametrize("seed", range(5))
def test_a_line_exists_so_mistakes_run_out_below_the_bound(data, seed):
    result = compute(data, 0.4, seed, STEPS)
    assert result.done and result.mistakes[-1] <= result.bound
    assert result.mistakes[-1] == result.mistakes[60] and not result.repeats


@pytest.mark.parametrize("seed", range(21))
def test_xor_never_ends_the_weights_come_round_again(seed):
    result = compute("XOR", 0.4, seed, STEPS)
    assert len(result.repeats) > 2 and np.isnan(result.bound) and result.margin == 0
    states = [compute("XOR", 0.4, seed, step).w.tolist() for step in result.repeats]
    assert all(state == states[0] for state in states)
    assert not any(compute("XOR", 0.4, seed, step).done for step in range(STEPS + 1))
    assert "never stops" in readout(result).en and "永不停止" in readout(result).zh


def test_a_wider_gap_makes_the_bound_smaller():
    bounds = np.array([[compute("clouds", gap, seed, 0).bound for gap in (0.2, 0.5, 1.0)] for seed in range(10)])
    assert (np.diff(np.median(bounds, axis=0)) < 0).all()


@pytest.mark.parametrize("gap", [0.2, 0.6, 1.0])
def test_clouds_keep_their_gap_and_are_separable(gap):
    for seed in range(21):
        result = compute("clouds", gap, seed, STEPS)
        assert len(result.X) == 12 and result.labels.sum() == 6
        assert result.mistakes[-1] <= result.bound < np.inf
        assert result.margin * np.sqrt(1 + 0.5) > gap / 2 * 0.5  # a line half a gap away, seen one dimension up


def test_each_step_changes_the_weights_by_the_input_it_got_wrong_or_not_at_all():
    for step in range(1, 40):
        before, after = compute("AND", 0.4, 0, step - 1), compute("AND", 0.4, 0, step)
        x, sign = np.append(after.X[after.example], 1), 2 * after.labels[after.example] - 1
        assert np.array_equal(after.w - before.w, sign * x * after.wrong)


def test_the_challenge_can_be_solved_and_only_with_clouds():
    assert judge(compute("clouds", 0.2, 3, 60)) == "solved" and judge(compute("clouds", 0.2, 3, 5)) == "open"
    assert judge(compute("AND", 0.2, 0, STEPS)) == "open"


def test_a_press_on_a_point_goes_to_the_next_step_that_asks_it():
    demo = perceptron_rule(step=40)
    for k in range(12):
        demo.set(step=40)
        Hand(demo, 1, k).press()
        assert demo.result.example == k and 40 < demo.values["step"] <= 52
    demo.set(step=STEPS)
    Hand(demo, 1, 3).press()
    assert demo.values["step"] == 4
    demo.close()


@pytest.mark.parametrize("gate", ["AND", "NAND", "OR"])
def test_a_mistake_carries_w_along_the_best_direction_and_may_turn_it_away(gate):
    X, labels = boolean.truth_table(2), np.array(boolean.FUNCTIONS[gate].values)
    run, bound = perceptron.learn(X, labels, 200), perceptron.novikoff(X, labels)
    wrong = np.flatnonzero(np.diff(run.mistakes))
    along = run.weights @ bound.unit
    assert (np.diff(along)[wrong] >= bound.margin - 1e-12).all() and (np.diff(along) >= 0).all()
    lengths = np.linalg.norm(run.weights, axis=1)
    turned = [along[k + 1] / lengths[k + 1] - along[k] / lengths[k] for k in wrong if lengths[k] and lengths[k + 1]]
    assert min(turned) < -0.01, "away from it"


@pytest.mark.parametrize("data", ["AND", "OR"])
def test_what_is_drawn_shows_w_further_along_u_after_each_mistake_and_its_angle_larger_after_some(data):
    result = compute(data, 0.4, 12, STEPS)
    wrong = np.flatnonzero(np.diff(result.mistakes))
    assert (np.diff(result.along)[wrong] >= result.margin - 1e-12).all()
    assert np.nanmax(np.diff(result.angles)[wrong]) > 5
    assert (result.along <= result.norms + 1e-12).all() and np.nanmax(result.angles) < 90


def test_without_a_line_there_is_no_direction_to_compare_with():
    result = compute("XOR", 0.4, 0, STEPS)
    assert np.isnan(result.along).all() and np.isnan(result.angles).all()
