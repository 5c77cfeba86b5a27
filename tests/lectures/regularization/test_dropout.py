"""Dropout on a few digits: when it helps, whom to ask, and when all units are the mean of all masks."""

from functools import partial

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.regularization.demos.dropout import dropout_runs
from course_nn.lectures.regularization.demos.dropout.dropout_runs import UNITS, digit_sets, study_of, train_on_sets
from course_nn.losses import softmax

module, result = lecture("regularization")
DROPOUT = module("dropout")
RENAMED = np.array([0, 1, 2, 3, 4, 5, 6, 1, 8, 4])  # two of ten classes go by the name of another one


def errors(found):
    return [rule.errors.mean() for rule in found.rules]


def gain(**values):
    return DROPOUT.gain(result("dropout", **values))


def gain_of_wide_networks():
    """The gain of the first five, eight times as wide."""
    sets = range(5)
    X, y = (rows[: len(sets)] for rows in digit_sets(0.2)[2:])
    wide = [finished(train_on_sets((keep,), 0.2, 150, sets=sets, units=8 * UNITS)) for keep in (1.0, 0.5)]
    plain, thinned = (100 * np.mean(network(X).argmax(axis=-1) != y) for network in wide)
    return plain - thinned


def gain_if_two_classes_go_by_wrong_names():
    """The gain where each 7 is called a 1 and each 9 a 4."""
    X, y, new_X, new_y = digit_sets(0.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dropout_runs, "digit_sets", lambda wrong: [X, RENAMED[y], new_X, new_y])
        networks = [finished(train_on_sets((keep,), 0.2, 150)) for keep in (1.0, 0.5)]
    plain, thinned = (100 * np.mean(network(new_X).argmax(axis=-1) != new_y) for network in networks)
    assert plain > 20
    return plain - thinned


@pytest.mark.costly_changes
def test_with_a_fifth_of_the_labels_wrong_dropout_helps(becomes):
    short = {key: change.moves for key, change in DROPOUT.SCEPTIC.changes.items() if key != "long"}

    def gain_if_brief():
        plain, halved = (finished(study_of((keep,), 0.2, 50)).whole.errors.mean() for keep in (1.0, 0.5))
        return 100 * (plain - halved)

    changes = {key: partial(gain, **moves) for key, moves in short.items()}
    changes |= {"brief": gain_if_brief, "wide": gain_of_wide_networks, "names": gain_if_two_classes_go_by_wrong_names}
    becomes(**{key: lambda change=change: outcome(gain(), change()) for key, change in changes.items()})
    plain, own, masks = errors(result("dropout"))
    assert 0.16 < plain < 0.20 and 0.12 < own < 0.155 and abs(masks - own) < 0.01
    rules = result("dropout").rules
    assert np.mean(rules[1].errors < rules[0].errors) >= 0.9  # in nine runs of ten


@pytest.mark.thorough
def test_four_times_as_many_epochs_leave_most_of_the_gain():
    assert outcome(gain(), gain(epochs=600)) == "stays"


def test_with_right_labels_it_changes_next_to_nothing():
    plain, own, _ = errors(result("dropout", wrong=0.0))
    assert 0.055 < plain < 0.08 and abs(own - plain) < 0.012


def test_after_150_epochs_the_mean_of_a_hundred_masks_is_less_calibrated_than_all_units():
    _, own, masks = result("dropout", wrong=0.0, passes=100).rules
    assert masks.calibration > 0.07 > 0.045 > own.calibration
    assert masks.losses.mean() > own.losses.mean() + 0.03


@pytest.mark.thorough
def test_after_600_epochs_it_is_the_other_way_round():
    for layers in (1, 2):
        _, own, masks = result("dropout", wrong=0.0, passes=100, epochs=600, layers=layers).rules
        assert masks.losses.mean() < own.losses.mean() - 0.01 and masks.calibration < own.calibration


@pytest.mark.thorough
def test_ten_networks_are_better_than_one_and_their_mean_weights_are_none():
    for layers, mixed in ((1, (0.2, 0.5)), (2, (0.75, 0.92))):
        found = result("dropout", wrong=0.0, crowd="yes", layers=layers)
        plain, own, masks, many = found.rules
        assert many.losses.mean() < min(plain.losses.mean(), own.losses.mean(), masks.losses.mean()) - 0.01
        assert many.errors.mean() < own.errors.mean() and mixed[0] < found.mixed < mixed[1]


def test_behind_one_hidden_layer_all_units_are_the_mean_of_all_masks_behind_two_they_are_not():
    assert result("dropout").gap < 1e-6
    assert result("dropout", layers=2, digit=5).gap > 0.02


def test_the_marks_are_the_means_of_the_points_that_count():
    found = result("dropout", passes=7)
    pair = [found.answers.label, found.answers.rival]
    assert found.marks[1] == pytest.approx(found.cloud[:7].mean(axis=0), abs=1e-6)
    assert found.marks[2] == pytest.approx(softmax(found.answers.logits[:7].mean(axis=0))[pair], abs=1e-6)
    assert found.marks[0] == pytest.approx(softmax(found.answers.whole)[pair], abs=1e-6)


def test_the_hundred_masks_strike_out_what_the_picture_shows_and_keep_half():
    found = result("dropout").answers
    assert (found.hidden[0][~found.masks[0]] == 0).all() and found.masks[0].mean() == pytest.approx(0.5, abs=0.02)


def test_scaling_forgotten_changes_no_error_to_speak_of_but_how_sure_the_network_is():
    own, unscaled = result("dropout").rules[1], result("dropout", scaling="forgotten").rules[1]
    assert abs(own.errors.mean() - unscaled.errors.mean()) < 0.005
    assert abs(own.calibration - unscaled.calibration) > 0.05


def test_the_challenge_takes_a_second_hidden_layer():
    demo = DROPOUT.dropout()
    assert demo.state == "open"
    demo.set(scaling="forgotten")
    assert demo.state == "open"
    demo.set(layers=2, digit=5)
    assert demo.state == "solved"
    demo.close()


def test_a_digit_a_mask_and_a_run_are_chosen_by_hand():
    demo = DROPOUT.dropout()
    for handle, item, name, value in (
        (0, 0, "digit", 1),
        (1, 0, "passes", 21),
        (3, 14, "which", 4),
        (6, 5, "passes", 6),
    ):
        Hand(demo, handle, item).press()
        assert demo.values[name] == value
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("dropout")
    kept = [masks[19].sum() for masks in found.answers.masks]
    own, arithmetic, geometric = found.marks[:, 0]
    errors = [100 * rule.errors.mean() for rule in found.rules]
    scores = [x for rule in found.rules for x in (rule.losses.mean(), rule.calibration)]
    text = DROPOUT.readout(found)
    reads(text, *errors, 20, *kept, own, arithmetic, 20, geometric, 100 * found.gap, *scores)
