"""Networks that learn from changed inputs and softened labels, as the picture has them."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.datasets import digits
from course_nn.lectures.regularization.regularization import best_gap

module, result = lecture("regularization")
DATA = module("change_the_data")
PLAIN, SHIFTED, TURNED = range(3)


def errors(**values):
    return result("change_the_data", **values).errors


@pytest.fixture(scope="module")
def opened():
    demo = DATA.change_the_data()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    opened.reset()
    return opened


def test_trained_with_shifts_networks_read_shifted_digits_well_and_plain_ones_worse():
    plain, shifts = errors(), errors(shift="both")
    assert shifts[SHIFTED].mean() < 0.25 < 0.6 < plain[SHIFTED].mean()
    assert shifts[PLAIN].mean() - plain[PLAIN].mean() == pytest.approx(0.027, abs=0.02)
    assert (shifts[PLAIN] > plain[PLAIN]).sum() >= 4


def test_trained_with_rotations_they_read_rotated_digits():
    assert errors(turn=True)[TURNED].mean() < 0.12 < 0.25 < errors()[TURNED].mean()


@pytest.mark.thorough
def test_shifts_that_cut_no_ink_off_cost_nothing_on_plain_digits():
    plain = errors()[PLAIN].mean()
    assert errors(shift="sideways")[PLAIN].mean() < plain + 0.012
    assert errors(shift="up and down")[PLAIN].mean() > plain + 0.012


@pytest.mark.thorough
def test_with_a_thousand_digits_too_and_a_wider_network_pays_less():
    cost = [
        (errors(n=1000, width=width, shift="both") - errors(n=1000, width=width))[PLAIN].mean() for width in (64, 128)
    ]
    assert 0.008 < cost[0] < 0.03 and cost[1] < 0.8 * cost[0]
    assert errors(n=1000)[SHIFTED].mean() > 0.6 > 0.08 > errors(n=1000, shift="both")[SHIFTED].mean()


def test_smoothed_labels_ruin_the_calibration_of_clean_digits_and_a_temperature_repairs_it():
    plain, smooth = result("change_the_data"), result("change_the_data", eps=0.1)
    assert plain.ece[0] < 0.05 < 0.1 < smooth.ece[0] and smooth.ece[1] < 0.05
    assert 0.35 < smooth.temperature < 0.75 and plain.temperature > 1
    assert abs(smooth.errors[PLAIN].mean() - plain.errors[PLAIN].mean()) < 0.02
    assert smooth.gap == pytest.approx(best_gap(10, 0.1), abs=0.3) and plain.gap > 2 * smooth.gap


def test_the_pictures_are_what_the_network_gets():
    plain = result("change_the_data").pictures
    assert plain.shape == (35, 26) and np.array_equal(plain[:8, :8].ravel(), digits().X[0])
    assert (plain[8] == DATA.BETWEEN).all() and (plain[:, 8] == DATA.BETWEEN).all()
    mirrored = result("change_the_data", mirror=True).pictures
    changed = [
        not np.array_equal(plain[9 * r :][:8, 9 * c :][:, :8], mirrored[9 * r :][:8, 9 * c :][:, :8])
        for r in range(4)
        for c in range(3)
    ]
    assert 2 < sum(changed) < 11


def test_a_temperature_moves_the_claims_towards_what_comes_true(demo):
    demo.set(eps=0.1)
    before = demo.result.claimed
    demo.set(cooled=True)
    after = demo.result.claimed
    assert np.abs(np.diff(after, axis=0)).mean() < 0.6 * np.abs(np.diff(before, axis=0)).mean()


@pytest.mark.thorough
def test_the_challenge_takes_both_a_thousand_digits_and_a_wider_network(demo):
    states = [demo.state]
    for values in (dict(shift="both", turn=True), dict(n=1000), dict(width=128)):
        demo.set(**values)
        states.append(demo.state)
    assert states == ["open", "open", "almost", "solved"]


def test_the_judge_asks_for_all_three_errors_at_once():
    start = result("change_the_data")
    for errors, state in (
        ((0.049, 0.129, 0.109), "solved"),
        ((0.049, 0.129, 0.12), "almost"),
        ((0.02, 0.5, 0.1), "open"),
    ):
        assert DATA.CHALLENGE.judge(start._replace(errors=np.outer(errors, np.ones(5)))) == state


def test_a_hand_makes_a_kind_of_digits_familiar_cools_and_pulls_the_copies(demo):
    Hand(demo, 0, SHIFTED).press()
    assert demo.values["shift"] == "both"
    Hand(demo, 0, TURNED).press()
    assert demo.values["turn"]
    Hand(demo, 0, PLAIN).press()
    assert demo.values["shift"] == "none" and not demo.values["turn"]
    Hand(demo, 1).press()
    assert demo.values["cooled"]
    demo.set(sigma=0.3)
    Hand(demo, 3).press().pull(60, 0)
    assert demo.values["copies"] > 10


def test_the_readout_says_what_the_picture_shows(demo, reads):
    demo.set(eps=0.1, sigma=0.3)
    r = demo.result
    pairs = [100 * value for now, plain in zip(r.errors, r.plain) for value in (now.mean(), plain.mean())]
    sure = r.ece[0], r.temperature, r.ece[1], r.gap, r.excess, 4.51, 0.5
    reads(demo.readout, *pairs, *sure, 10, np.median(r.far[:, 2]), 0)
