"""Letters in the plane: what a move of the plane changes, and what it cannot."""

from itertools import combinations

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.everybody.demos.plane.fits import NAMED, VOWELS, counted_pairs
from course_nn.lectures.everybody.demos.plane.labels import APART, apart
from course_nn.lectures.everybody.letters import parting_line

module, at = lecture("everybody")
PLANE = module("plane")
E = PLANE.ALPHABET.index("e")
MOVES = {"y1": 1.0, "y2": 0.3}


def gap(**values):
    return at("plane", **values).line.gap


def test_a_line_parts_the_vowels_until_a_sceptic_starts_elsewhere_or_shuffles_the_letters(becomes):
    gaps = {key: gap(**change.moves) for key, change in PLANE.SCEPTIC.changes.items()}
    gaps["singular"] = gap_of_singular_vectors(log_ratios()[NAMED, NAMED])
    assert gap() > 0.8
    becomes(**{key: outcome(gap(), changed) for key, changed in gaps.items()})


def test_of_ten_starts_eight_small_ones_and_six_large_ones_come_to_a_line_and_the_others_read_worse():
    for scale, parted in ((0.1, 8), (1.0, 6)):
        found = [at("plane", scale=scale, seed=seed) for seed in range(10)]
        assert sum(one.line.gap > 0.8 for one in found) == parted
        worse = [one.bits for one in found if one.line.gap < 0]
        assert len(worse) == 10 - parted
        assert min(worse) > max(one.bits for one in found if one.line.gap > 0) + 0.05


def test_two_singular_vectors_of_the_counts_part_the_vowels_unless_what_is_rarer_than_by_chance_is_left_out():
    """The dull rival: nothing is trained. With positive ratios alone it fails."""
    ratios = log_ratios()
    assert min(gap_of_singular_vectors(ratios[NAMED, NAMED]), gap_of_singular_vectors(ratios)) > 1
    assert gap_of_singular_vectors(ratios.clip(0)) < 0


def log_ratios():
    """log p(i, j) / (p(i) p(j)) of pairs of letters, with twenty counts added to each: (31, 31)."""
    n = counted_pairs("course")[0] + 20.0
    return np.log(n * n.sum() / np.outer(n.sum(axis=1), n.sum(axis=0)))


def gap_of_singular_vectors(table):
    """Of the letters a to z, each a point by the first two singular vectors of a table of them or of all symbols."""
    places = np.linalg.svd(table)[0][:, :2]
    return parting_line(places if len(places) == len(VOWELS) else places[NAMED], VOWELS).gap


@pytest.mark.parametrize("moves", [MOVES, {"y1": 2.0}, {"x2": -1.5, "s1": 2.0, "s2": -0.7}])
@pytest.mark.parametrize("dims", [1, 2, 4, 8])
def test_a_move_that_the_other_table_follows_changes_no_bit(moves, dims):
    found = at("plane", dims=dims, **moves)
    assert found.bits == pytest.approx(found.before, abs=1e-12)
    assert found.changed.any() or dims == 1  # along a line only the scale changes


def test_a_shear_gives_many_letters_another_nearest_one():
    assert all(9 <= at("plane", **shear).changed.sum() <= 19 for shear in ({"y1": 2.0}, {"y1": -2.0}, {"x2": 2.0}))


def test_a_shear_gives_e_another_nearest_letter_and_leaves_the_bits():
    before, after = at("plane"), at("plane", y1=2.0)
    assert before.nearest[E] != after.nearest[E] and after.changed[E]
    assert after.bits == pytest.approx(before.bits, abs=1e-12)


def test_a_move_that_the_other_table_does_not_follow_costs_bits():
    found = at("plane", follow=False, y1=1.0)
    assert found.bits > found.before + 1


def test_a_letter_that_is_pulled_away_alone_costs_bits():
    found = at("plane", letter="a", dx=-2.0)
    assert found.bits > found.before + 0.01


def test_more_numbers_a_letter_read_better_and_two_need_3_65_bits():
    bits = [at("plane", dims=dims).bits for dims in (1, 2, 4, 8)]
    assert np.all(np.diff(bits) < -0.05) and bits[1] == pytest.approx(3.65, abs=0.02)
    assert all(at("plane", dims=dims).own > at("plane").floor for dims in (1, 2, 4, 8))


def test_all_five_vowels_have_a_vowel_nearest_wherever_a_line_parts_them_and_hardly_any_when_shuffled():
    assert {at("plane", seed=seed).vowels for seed in range(10) if gap(seed=seed) > 0} == {5}
    assert np.median([at("plane", text="shuffled", seed=seed).vowels for seed in range(5)]) <= 1


def test_a_plane_that_is_pressed_flat_is_said_and_the_other_table_stays():
    found = at("plane", y2=0.0)
    assert found.reason is not None and found.bits > found.before
    assert at("plane", y2=0.0, follow=False).reason is None


def test_letters_and_the_axes_are_pulled():
    demo = PLANE.plane()
    Hand(demo, E).press().pull(60, 0)
    assert demo.values["letter"] == "e" and demo.values["dx"] > 0.3 and demo.values["dy"] == 0
    before = demo.values["dx"]
    Hand(demo, E).press().pull(60, 0)
    assert demo.values["dx"] > before
    Hand(demo, 0).press().pull(0, -30)
    assert demo.values["letter"] == "a" and demo.values["dx"] == pytest.approx(0, abs=0.02)
    Hand(demo, 26).press().pull(30, 0)
    Hand(demo, 28).press().pull(60, 0)
    assert demo.values["s1"] > 0 and demo.values["y1"] > 0.5
    demo.close()


@pytest.mark.parametrize(
    "moves", [{}, {"x1": 3.0, "y1": 3.0, "s1": 3.0}, {"y2": -3.0, "s2": 3.0}, {"dx": 4.0, "dy": -4}]
)
def test_every_letter_stays_in_sight(moves):
    demo = PLANE.plane(**moves)
    inside = demo.artists.chosen.axes.bbox
    for place in demo.artists.chosen.axes.transData.transform(demo.result.places):
        assert inside.shrunk(0.98, 0.98).contains(*place)
    demo.close()


def test_a_tip_of_the_axes_stays_under_the_hand_while_the_letters_shrink():
    demo = PLANE.plane()
    hand = Hand(demo, 28).press().pull(150, 0)
    assert hand.miss() < 3 and demo.artists.chosen.axes.get_xlim()[1] > 3.6
    demo.close()


def test_no_control_above_the_picture_comes_or_goes_while_the_plane_is_pulled():
    demo = PLANE.plane()
    folded = {name: live.view.layout.display for name, live in demo.page.live.items()}
    demo.set(y1=1.0)
    assert {name: live.view.layout.display for name, live in demo.page.live.items()} == folded
    demo.close()


@pytest.mark.parametrize("values, both", [({}, True), ({"follow": False}, False), ({"y2": 0.0}, False)])
def test_the_picture_says_whether_the_axes_move_both_tables(values, both):
    demo = PLANE.plane(**values)
    assert demo.artists.moved.get_text() == PLANE.MOVED[both].drawn()
    demo.close()


def test_the_challenge_is_other_neighbours_with_the_same_bits():
    judge = PLANE.CHALLENGE.judge
    assert judge(at("plane")) == "open" and judge(at("plane", **MOVES)) == "solved"
    assert judge(at("plane", y1=1.0)) == "almost"
    assert judge(at("plane", **MOVES, follow=False)) == "open" and judge(at("plane", **MOVES, dx=0.1)) == "open"


def test_the_readout_says_what_the_picture_shows(reads):
    found = at("plane", **MOVES)
    reads(
        PLANE.readout(found),
        7,
        found.bits,
        found.before,
        0,
        found.changed.sum(),
        5,
        found.vowels,
        found.own,
        found.floor,
    )


@pytest.mark.parametrize("moves", [{}, MOVES, {"scale": 1.0}])
def test_letters_that_lie_together_stand_apart_and_one_that_lies_alone_stays_where_it_is(moves):
    places = at("plane", **moves).places
    stand = apart(places)
    far = np.hypot(*(stand[:, None] - stand).T) + 9 * np.eye(len(stand))
    assert far.min() > 0.9 * APART
    alone = (np.hypot(*(places[:, None] - places).T) + 9 * np.eye(len(places))).min(axis=1) > 3 * APART
    assert np.abs(stand - places)[alone].max(initial=0) < 0.01 * APART


def test_starts_that_end_in_one_valley_agree_on_the_nearest_letters_far_more_than_moves_of_one_plane_do():
    planes = [one for one in (at("plane", scale=0.1, seed=seed) for seed in range(10)) if one.line.gap > 0.8]
    assert 6 <= len(planes) < 10  # most starts, not all
    near = np.array([one.nearest for one in planes])
    agree = [np.mean(one == other) for one, other in combinations(near, 2)]
    rng, moved = np.random.default_rng(0), []
    for one in planes:
        places = one.places @ rng.normal(size=(2, 2))
        far = np.linalg.norm(places[:, None] - places, axis=-1) + np.diag(np.full(len(places), np.inf))
        moved.append(np.mean(far.argmin(axis=1) == one.nearest))
    assert np.median(agree) > 0.85 and np.median(moved) < 0.75
