"""What cross-validation reports with the wall before, between and after the boxes."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.regularization.demos.leakage.leaks import reported_errors

module, result = lecture("regularization")
LEAKAGE = module("leakage")


def found(**values):
    return result("leakage", **values).reported.mean()


@pytest.fixture(scope="module")
def opened():
    demo = LEAKAGE.leakage()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    opened.reset()
    return opened


def test_of_fifty_random_labels_the_wrong_order_reports_ever_fewer_errors_the_more_columns_there_are():
    errors = [found(wall=2, p=p) for p in (50, 500, 5000)]
    assert errors[0] > 0.42 and errors[1] == pytest.approx(0.19, abs=0.05) and errors[2] < 0.04


def test_steps_before_the_split_report_too_small_an_error_whatever_else_is_changed(becomes):
    effect, changes = LEAKAGE.SCEPTIC.effect, LEAKAGE.SCEPTIC.changes
    start = effect(result("leakage"))
    assert 25 < start < 45 and start == effect(result("leakage", wall=2))  # in points, wherever the wall stands
    becomes(**{key: outcome(start, effect(result("leakage", **change.moves))) for key, change in changes.items()})


def test_the_right_order_reports_chance_and_a_little_more():
    for p in (50, 500, 5000):
        assert 0.45 < found(wall=0, p=p) < 0.62


def lowered_by_scaling(data, n):
    """By how much scaling with all rows lowers the reported error, and the doubt of this mean, over sixty draws."""
    honest, scaled = (
        np.concatenate(
            [finished(reported_errors(data, 500, n, "nearest neighbour", 5, seed, wall)) for seed in (0, 20, 40)]
        )
        for wall in (0, 1)
    )
    lower = honest - scaled
    return lower.mean(), lower.std() / np.sqrt(len(lower) - 1)


def test_scaling_with_all_rows_lowers_the_error_by_about_a_point_with_50_digits_and_with_noise_by_nothing():
    few, doubt = lowered_by_scaling("digits", 50)
    assert 0.005 < few < 0.025 and few > 3 * doubt
    none, doubt = lowered_by_scaling("noise", 50)
    assert abs(none) < 3 * doubt + 0.002 and abs(none) < 0.02


def test_copies_before_the_split_cost_almost_everything_on_digits():
    off = result("leakage", wall=2, data="digits", n=200)
    assert off.reported.mean() < 0.02 < 0.08 < off.honest.mean()
    assert abs(off.honest.mean() - off.truth) < 0.03


def test_leaving_one_out_with_a_majority_vote_is_always_wrong():
    off = result("leakage", learner="majority", folds=0, p=50)
    assert (off.honest == 1).all() and off.truth == 0.5


@pytest.mark.thorough
@pytest.mark.parametrize("values", [dict(seed=20), dict(learner="nearest mean"), dict(learner="linear"), dict(n=100)])
def test_other_draws_classifiers_and_more_rows_leave_most_of_it(values):
    assert found(wall=2, p=5000, **values) < 0.15
    assert 0.45 < found(wall=0, p=5000, **values) < 0.6


def test_the_expected_best_and_what_was_drawn_go_together():
    off = result("leakage", m=10.0, test=100)
    assert off.expected == pytest.approx(0.5768, abs=5e-5)
    assert off.lucky[:, 9].mean() == pytest.approx(off.expected, abs=0.02)
    assert off.curve[0] == pytest.approx(0.5) and (np.diff(off.curve) > 0).all()


def test_the_challenge_takes_enough_columns_and_the_wall_between_the_boxes(demo):
    states = [demo.state]
    for values in (dict(wall=2), dict(p=5000), dict(wall=1), dict(data="digits")):
        demo.set(**values)
        states.append(demo.state)
    assert states == ["open", "open", "almost", "solved", "open"]


def test_a_hand_clicks_between_the_boxes_pulls_the_wall_and_sends_a_box_to_the_other_side(demo):
    Hand(demo, 0, 2).press()
    assert demo.values["wall"] == 2
    Hand(demo, 1, 1).press()
    assert demo.values["wall"] == 1
    Hand(demo, 2, 1).press()  # the second box
    assert demo.values["wall"] == 2
    Hand(demo, 2, 1).press()
    assert demo.values["wall"] == 1
    Hand(demo, 4).press().pull(-110, 0)
    assert demo.values["wall"] == 0
    Hand(demo, 6).press().pull(60, 0)
    assert demo.values["m"] > 20


def test_the_readout_says_what_the_picture_shows(demo, reads):
    demo.set(wall=2)
    r = demo.result
    off = 100 * (r.reported - r.honest)
    errors = 100, 100 * r.reported.mean(), 100 * r.honest.mean(), off.mean(), off.std() / np.sqrt(19), 20
    reads(demo.readout, *errors, 50, 10, 100 * r.expected, 100, 100 * r.lucky[0, 9])
