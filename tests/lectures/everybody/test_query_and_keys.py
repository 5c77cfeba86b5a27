"""Attention by hand: who wins, what the answer is mixed of, and what many dimensions do."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.everybody.attention import winners
from course_nn.lectures.everybody.demos.query_and_keys.chances import DIMENSIONS, at_random, own_share

module, at = lecture("everybody")
KEYS = module("query_and_keys")
PLANE = DIMENSIONS.index(2)
CELL, QUERY = 16, 25  # handles: the first entry of W_Q, the query
TRIANGLE = {"count": 6, "x1": 2.0, "y1": 2.0, "x2": -2.0, "y2": 2.0, "x3": 0.0, "y3": -2.0} | {
    name: value
    for j, key in enumerate(((0.6, 0), (-0.6, 0.2), (0, 0.8)))
    for name, value in zip((f"x{j + 4}", f"y{j + 4}"), key)
}


def test_a_query_on_a_key_in_the_plane_finds_it_less_than_half_of_the_time_until_a_sceptic_changes_the_keys(becomes):
    def effect(**values):
        found = at("query_and_keys", **values)
        return KEYS.SCEPTIC.size(found, found)

    assert all(0.43 < at_random(8, False, 1.0, seed).own[PLANE] < 0.47 for seed in range(4))
    becomes(**{key: outcome(effect(), effect(**change.moves)) for key, change in KEYS.SCEPTIC.changes.items()})


def test_many_dimensions_make_look_up_work_and_equal_lengths_do_at_once():
    own = at_random(8, False, 1.0, 0).own
    np.testing.assert_allclose(own[1:5], [0.45, 0.72, 0.935, 0.996], atol=0.02)
    assert (at_random(8, True, 1.0, 0).own[1:] == 1).all()
    assert own_share(np.random.default_rng(1).normal(size=(50, 8, 256)), False) == 1


def test_keys_that_lie_in_one_plane_of_many_dimensions_are_found_as_in_the_plane():
    rng = np.random.default_rng(0)
    keys, plane = rng.normal(size=(500, 8, 2)), np.linalg.qr(rng.normal(size=(256, 2)))[0]
    assert own_share(keys @ plane.T, equal=False) == own_share(keys, equal=False) < 0.5


def test_without_the_root_of_d_one_of_16_weights_takes_nearly_all_in_many_dimensions():
    found = at_random(8, False, 1.0, 0)
    assert found.plain[0] == found.scaled[0] and found.plain[-1] > 0.88
    assert (np.diff(found.plain) > 0.02).all() and np.ptp(found.scaled) < 0.08


def test_the_query_lies_on_the_first_key_at_the_start_and_another_wins():
    found = at("query_and_keys")
    assert np.array_equal(found.q, found.K[0]) and found.weights.argmax() == 3
    assert found.can_win.tolist() == winners(found.K).tolist() == [1, 2, 3, 4, 5]


def test_a_key_inside_the_hull_wins_in_no_direction_and_every_corner_wins_in_one():
    found = at("query_and_keys")
    assert set(np.unique(found.by_direction)) == set(found.can_win)


def test_keys_of_one_length_all_win_on_themselves():
    found = at("query_and_keys", equal=True)
    assert found.own == 8 and len(found.can_win) == 8


def test_the_answer_lies_among_the_values_and_a_low_temperature_leaves_the_winners_value():
    found, cold = at("query_and_keys"), at("query_and_keys", T=0.1, qx=2.0, qy=2.0)
    assert found.v.min() < found.answer < found.v.max()
    assert cold.answer == pytest.approx(cold.v[cold.weights.argmax()], abs=0.05)


def test_keys_in_one_place_share_what_they_win():
    same = at("query_and_keys", count=3, x1=1.0, y1=1.0, x2=1.0, y2=1.0, x3=-1.0, y3=0.0)
    assert same.can_win.tolist() == [0, 1, 2] and same.weights[0] == same.weights[1]
    assert at("query_and_keys", count=3, **{f"{c}{j}": 0.0 for c in "xy" for j in (1, 2, 3)}).can_win.tolist() == [
        0,
        1,
        2,
    ]


def test_in_another_order_the_answer_stays_and_with_the_causal_mask_it_does_not():
    plain, shuffled = at("query_and_keys"), at("query_and_keys", order=1)
    assert not np.array_equal(shuffled.rows, plain.rows)
    assert shuffled.answer == pytest.approx(plain.answer, abs=1e-14) and shuffled.unshuffled == plain.answer
    masked = at("query_and_keys", order=1, causal=True)
    assert abs(masked.answer - masked.unshuffled) > 0.3
    assert masked.unshuffled == at("query_and_keys", causal=True).answer


def test_with_the_mask_the_answer_hangs_on_which_keys_stand_before_and_not_on_their_order_among_themselves():
    found = [at("query_and_keys", order=order, causal=True) for order in range(1, 10)]
    same = [each.seen.tolist() == 3 * [True] + 5 * [False] for each in found]
    changed = [each.answer != pytest.approx(each.unshuffled, abs=1e-12) for each in found]
    assert any(same) and [not one for one in same] == changed


@pytest.mark.parametrize("place", range(1, 9))
def test_from_its_place_a_query_sees_the_keys_up_to_it_and_only_these_can_win(place):
    found = at("query_and_keys", order=1, causal=True, place=place)
    assert found.seen.tolist() == (found.rows < place).tolist() == (found.weights > 0).tolist()
    assert set(found.can_win) == set(np.unique(found.by_direction)) <= set(np.flatnonzero(found.seen))


def test_the_last_place_sees_as_much_as_without_a_mask():
    last, free = at("query_and_keys", causal=True, place=8), at("query_and_keys")
    assert last.seen.all() and last.answer == pytest.approx(free.answer, abs=1e-14)


def test_a_value_is_dragged_at_the_place_of_its_key():
    demo = KEYS.query_and_keys(order=1)
    first = int(np.argsort(at("query_and_keys", order=1).rows)[0])
    before = demo.values[f"v{first + 1}"]
    Hand(demo, first).press().pull(20, 0)
    assert demo.values[f"v{first + 1}"] > before
    demo.close()


def test_the_query_the_keys_and_the_values_are_dragged():
    demo = KEYS.query_and_keys()
    Hand(demo, QUERY).press().pull(40, 0)
    assert demo.values["qx"] > 0.8 and demo.values["x1"] == 0.5
    Hand(demo, 8 + 3).press().pull(0, 30)
    assert demo.values["y4"] < 1.7
    Hand(demo, 1).press().pull(20, 0)
    assert demo.values["v2"] > 1.3
    demo.close()


def test_queries_keys_and_values_are_the_numbers_of_their_places_times_three_matrices():
    W_Q, W_K = np.array([[0.5, -1.0], [2.0, 0.0]]), np.array([[1.0, 1.0], [-0.5, 1.5]])
    entries = {f"{name}{i + 1}{j + 1}": W[i, j] for name, W in (("Q", W_Q), ("K", W_K)) for i in (0, 1) for j in (0, 1)}
    found, plain = at("query_and_keys", V11=0.5, **entries), at("query_and_keys")
    np.testing.assert_allclose(found.q, W_Q @ plain.x)
    np.testing.assert_allclose(found.K, plain.X @ W_K.T)
    np.testing.assert_allclose(found.v, plain.v / 2)
    np.testing.assert_allclose(found.scores, found.K @ found.q)


def test_at_first_the_matrices_change_nothing():
    found = at("query_and_keys")
    assert np.array_equal(found.q, found.x) and np.array_equal(found.K, found.X)


def test_one_entry_of_the_matrix_of_queries_lets_another_key_win_for_the_same_place():
    found, plain = at("query_and_keys", Q21=-1.0), at("query_and_keys")
    assert np.array_equal(found.x, plain.x) and np.array_equal(found.K, plain.K)
    assert found.weights.argmax() != plain.weights.argmax()


def test_an_entry_is_pulled_and_the_query_then_still_lies_under_the_hand():
    demo = KEYS.query_and_keys()
    Hand(demo, CELL).press().pull(0, -30)
    assert demo.values["Q11"] > 1.2 and demo.result.q[0] > demo.result.x[0]
    before = demo.result.q
    Hand(demo, QUERY).press().pull(40, 0)
    moved = demo.result.q - before
    assert moved[0] > 0.3 and abs(moved[1]) < 0.05
    demo.close()


def test_keys_that_share_a_large_mean_or_are_many_are_not_found_even_in_many_dimensions():
    rng = np.random.default_rng(0)
    few, many = rng.normal(size=(500, 8, 64)), rng.normal(size=(20, 1024, 16))
    assert own_share(few, False) > 0.99 and own_share(few + 4, False) < 0.8 and own_share(many, False) < 0.9


def test_the_challenge_is_three_winners_of_six_and_none_short():
    judge = KEYS.CHALLENGE.judge
    assert judge(at("query_and_keys", **TRIANGLE)) == "solved"
    assert judge(at("query_and_keys", **TRIANGLE | {"x4": 2.4, "y4": 0.0})) == "almost"
    assert judge(at("query_and_keys", **TRIANGLE | {"x4": 0.3})) == "open"
    assert judge(at("query_and_keys")) == "open" and judge(at("query_and_keys", **TRIANGLE, equal=True)) == "open"


def test_the_readout_says_what_the_picture_shows():
    found = at("query_and_keys", d=16)
    words = KEYS.readout(found)
    for text in words:
        assert (
            f"{found.answer:.3f}" in text
            and "<b>k₄</b>" in text
            and "<b>5</b>" in text
            and f"{found.chances.own[4]:.0%}" in text
        )


def test_the_readout_names_what_is_seen_and_what_another_order_would_bring():
    found = at("query_and_keys", order=1, causal=True, place=2)
    sees = " ".join(f"k{'₁₂₃₄₅₆₇₈'[j]}" for j in np.argsort(found.rows)[:2])
    for text in KEYS.readout(found):
        assert f"{sees}" in text and f"<b>{found.unshuffled:.3f}</b>" in text
