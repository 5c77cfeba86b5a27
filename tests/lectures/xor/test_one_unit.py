"""One unit against XOR, on the controls of the demo itself."""

from functools import cache
from itertools import product

import numpy as np
from computed import Pure
from hand import Hand

from course_nn.lectures.xor.arrows import LENGTH
from course_nn.lectures.xor.demos.one_unit import CONTROLS, LINES, one_unit

ONE_UNIT = Pure("xor.one_unit")
compute, judge, readout = ONE_UNIT.compute, ONE_UNIT.judge, ONE_UNIT.readout


@cache
def grid():
    return [compute(*values) for values in product(*(np.arange(c.low, c.high + 0.1, 0.5) for c in CONTROLS.values()))]


def test_no_setting_gets_four_rows_and_the_best_is_three():
    assert max(result.right.sum() for result in grid()) == 3
    assert min(result.right.sum() for result in grid()) == 1


def test_nor_does_any_weight_of_the_map_whatever_the_bias():
    biases = np.random.default_rng(0).normal(0, 3, 10)
    rows = np.array([compute(0, 0, b).rows for b in biases])  # (10, 100, 100)
    assert set(np.unique(rows)) == {1, 2, 3}


def test_each_sum_of_two_inequalities_is_implied_by_them_and_the_sums_exclude_each_other():
    for result in grid():
        one, four, sum_14, two, three, sum_23 = result.holds
        assert (sum_14 or not (one and four)) and (sum_23 or not (two and three))
        assert sum_14 != sum_23
        assert [one, two, three, four] == result.right.tolist()


def test_both_sums_have_the_same_left_hand_side():
    assert [left for _, left, _, corners in LINES if len(corners) == 2] == ["$w_1 + w_2 + 2b$"] * 2
    for result in grid():
        assert np.isclose(result.z[0] + result.z[3], result.total)
        assert np.isclose(result.z[1] + result.z[2], result.total)


def test_each_inequality_can_be_the_only_one_that_breaks():
    alone = {int(np.flatnonzero(~result.right)[0]) for result in grid() if result.right.sum() == 3}
    assert alone == {0, 1, 2, 3}


def test_nand_solves_the_challenge_and_or_almost():
    assert judge(compute(-0.5, -0.5, 0.75)) == "solved" and judge(compute(1, 1, -0.5)) == "almost"
    assert "<b>3 of 4</b> rows right; broken: (4)" in readout(compute(1, 1, -0.5)).en


def test_the_red_point_is_w_and_the_tip_of_the_arrow_is_a_part_of_it_from_the_line():
    demo, way = one_unit(), np.array([-27, 13])
    start, share = demo.result.w, {1: LENGTH, 2: 1.0}
    for handle, plane in ((1, demo.artists.line.axes), (2, demo.artists.rows.axes)):
        demo.set(w1=start[0], w2=start[1])
        Hand(demo, handle).press().pull(*way * [1, -1])
        scale = plane.transData.transform([1, 0])[0] - plane.transData.transform([0, 0])[0]  # page pixels a unit
        assert np.allclose(demo.result.w - start, way / scale / share[handle], atol=0.03)
    assert demo.values["b"] == -0.5
    demo.close()


def test_a_sum_of_0_is_not_greater_than_0():
    result = compute(1.0, 1.0, -1.0)
    assert result.total == 0 and "w₁ + w₂ + 2b = 0.00 ≤ 0, so (2) and (3)" in readout(result).en


def test_red_stands_behind_the_lines_that_are_broken_and_no_other():
    demo = one_unit(w1=1.0, w2=1.0, b=-0.5)
    assert [ground.get_visible() for ground in demo.artists.grounds] == [not holds for holds in demo.result.holds]
    assert demo.artists.wrong.get_xydata().tolist() == [[1, 1]]
    demo.close()
