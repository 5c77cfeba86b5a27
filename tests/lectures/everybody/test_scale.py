"""More of everything: lines through points, what they foretell, and for whom they are straight."""

from itertools import combinations

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.lectures.everybody.alphabet import CHOICE, TEST
from course_nn.lectures.everybody.demos.scale.chosen_points import read_points, usable
from course_nn.lectures.everybody.demos.scale.power_law import Law, law_through, through_two
from course_nn.lectures.everybody.demos.scale.runs import WIDTHS, all_points

module, at = lecture("everybody")
SCALE = module("scale")
SIZES = np.array([1e3, 1e4, 1e5])


def off(points, law):
    return np.abs(points.bits - law.at(points.sizes)).max()


@pytest.mark.parametrize("floor", [0.0, 0.7])
def test_points_of_a_law_give_the_law_back(floor):
    law = Law(5.0, 0.2, floor)
    found = law_through(SIZES, law.at(SIZES), floor)
    np.testing.assert_allclose(found, law)


def test_a_line_through_two_points_goes_through_them():
    np.testing.assert_allclose(through_two((1e3, 1e6), (4.0, 1.5)).at(np.array([1e3, 1e6])), [4.0, 1.5])


@pytest.mark.parametrize("wrong", [([1e3], [2.0], 0.0), ([1e3, 1e3], [2.0, 3.0], 0.0), ([1e3, 1e4], [2.0, 1.0], 1.0)])
def test_one_size_alone_or_a_floor_above_a_point_gives_no_line(wrong):
    with pytest.raises(BadInput):
        law_through(*map(np.array, wrong[:2]), wrong[2])


def test_counting_falls_along_a_straight_line_over_128_times_the_text():
    for lecture_name, slope in ((TEST, 0.112), (CHOICE, 0.126)):
        points = all_points("five", lecture_name)
        law = law_through(points.sizes, points.bits)
        assert law.slope == pytest.approx(slope, abs=0.003) and off(points, law) < 0.06
        assert np.all(np.diff(points.bits) < -0.1) and points.sizes[-1] // points.sizes[0] == 128


def test_two_letters_of_context_bend_and_shuffled_letters_do_not_fall():
    bent, flat = all_points("two"), all_points("shuffled")
    late, early = (law_through(bent.sizes[rows], bent.bits[rows]).slope for rows in (slice(-3, None), slice(3)))
    assert late < early / 2 and np.ptp(flat.bits) < 0.05


def test_the_loss_goes_on_falling_until_a_sceptic_lets_something_else_be_scarce(becomes):
    late = at("scale", uncovered=True).late
    assert late == pytest.approx(0.097, abs=0.01)
    changes = {key: at("scale", uncovered=True, **one.moves).late for key, one in SCALE.SCEPTIC.changes.items()}
    becomes(**{key: outcome(late, changed) for key, changed in changes.items()})


def test_a_network_over_its_weights_falls_along_a_straight_line_as_well():
    points = all_points("weights")
    assert off(points, law_through(points.sizes, points.bits)) < 0.1 and points.sizes[-1] > 100 * points.sizes[0]
    assert len(points.sizes) == len(WIDTHS) and np.all(np.diff(points.bits) < -0.05)


@pytest.mark.thorough
def test_a_network_of_one_size_stops_falling_where_its_weights_are_scarce():
    points, counts = all_points("text"), all_points("five")
    late = law_through(points.sizes[-3:], points.bits[-3:]).slope
    assert late < 0.5 * law_through(counts.sizes[-3:], counts.bits[-3:]).slope
    assert off(points, law_through(points.sizes, points.bits)) > 0.05


@pytest.mark.thorough
def test_with_a_smaller_learning_rate_a_network_falls_along_a_line_that_is_as_straight_and_higher():
    slow, tuned = all_points("slow"), all_points("weights")
    slopes = [law_through(points.sizes, points.bits).slope for points in (slow, tuned)]
    assert off(slow, law_through(slow.sizes, slow.bits)) < 0.1 and slopes[0] == pytest.approx(slopes[1], abs=0.015)
    assert np.all(slow.bits > tuned.bits + 0.02)


def test_a_floor_of_one_bit_fits_one_lecture_better_and_the_other_worse_and_changes_what_is_far_away():
    """A line over two decades does not know where it ends."""
    spread = {}
    for name in (TEST, CHOICE):
        points = all_points("five", name)
        laws = [law_through(points.sizes, points.bits, floor) for floor in (0.0, 1.0)]
        spread[name] = [np.sqrt(((points.bits - law.at(points.sizes)) ** 2).mean()) for law in laws]
        assert laws[0].at(1e9) < 0.8 and laws[1].at(1e9) > 1.1
    assert spread[TEST][1] < spread[TEST][0] and spread[CHOICE][0] < spread[CHOICE][1]


def test_hardly_a_choice_that_foretells_one_lecture_foretells_the_other():
    def hits(name):
        points = all_points("five", name)
        found = set()
        for chosen in (c for m in range(2, 6) for c in combinations(range(5), m)):
            for floor in np.arange(16) / 10:
                law = law_through(points.sizes[list(chosen)], points.bits[list(chosen)], floor)
                if abs(law.at(points.sizes[-1]) - points.bits[-1]) <= SCALE.NEAR:
                    found.add((chosen, floor))
        return found

    seven, six = hits(TEST), hits(CHOICE)
    assert len(seven) > 50 and len(six) > 50 and 0 < len(seven & six) < 10
    assert not any(floor == 0 for _, floor in seven)  # no straight line at all


def test_points_are_typed_and_only_those_that_are_open_count():
    assert read_points("1 2, 5") == (0, 1, 4) == read_points("5，2、1")
    for wrong in ("3", "", "1 9", "one"):
        with pytest.raises(BadInput):
            read_points(wrong)
    assert usable((0, 2, 4), 4) == ([0, 2], None)
    chosen, reason = usable((3, 4), 4)
    assert chosen == [3] or (chosen == [0, 1, 2, 3] and reason is not None)


def test_a_press_takes_a_point_in_or_out_and_uncovers_and_the_ends_are_pulled():
    demo = SCALE.scale()
    Hand(demo, 0, item=0).press()
    assert demo.values["points"] == "2 3 4 5" and len(demo.result.chosen) == 4
    Hand(demo, 0, item=0).press()
    assert demo.values["points"] == "1 2 3 4 5"
    Hand(demo, 2).press().pull(0, 30)
    assert demo.values["left"] < 4
    Hand(demo, 1).press()
    assert demo.values["uncovered"]
    demo.close()


def test_the_last_two_points_cannot_be_left_out():
    found = at("scale", points="1 2")
    assert SCALE.toggle(found, 0) == {} and SCALE.toggle(found, 4) == {"points": "1 2 5"}


def test_the_challenge_is_one_choice_for_two_lectures_and_counts_only_uncovered():
    judge = SCALE.CHALLENGE.judge
    assert judge(at("scale", points="3 4 5", floor=1.0, uncovered=True)) == "solved"
    assert judge(at("scale", points="3 4 5", floor=1.0)) == "open"
    assert judge(at("scale", points="1 2 3 4 5", floor=1.1, uncovered=True)) == "almost"
    assert judge(at("scale", uncovered=True)) == "open"


def test_the_truth_is_not_said_before_it_is_uncovered(reads):
    covered, uncovered = at("scale"), at("scale", uncovered=True)
    truth = f"{covered.bits[-1]:.2f}"
    assert truth not in SCALE.readout(covered).en and truth not in SCALE.readout(covered).zh
    words = SCALE.readout(uncovered)
    assert f"<b>{truth}</b>" in words.en and f"<b>{truth}</b>" in words.zh
    assert reads(words, 1, 2, 3, 4, 5, -uncovered.law.slope, ...) is None
