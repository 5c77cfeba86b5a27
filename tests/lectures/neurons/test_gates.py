"""Which Boolean functions one threshold unit computes, tried on the controls of the demo itself."""

from itertools import product

import numpy as np
from computed import Pure
from hand import Hand

from course_nn.boolean import FUNCTIONS, separating_unit, truth_table, unit
from course_nn.drawing import look
from course_nn.lectures.neurons.demos.gates import CONTROLS, counts, gates, half_plane

GATES = Pure("neurons.gates")
compute, judge, readout = GATES.compute, GATES.judge, GATES.readout


def on_the_sliders(goal):
    """The results of all settings whose weights and bias are multiples of one half."""
    halves = {
        name: np.arange(control.low, control.high + 0.1, 0.5) for name, control in CONTROLS.items() if name != "goal"
    }
    return [compute(*values, goal) for values in product(*halves.values())]


def test_sliders_reach_14_of_the_16_functions_and_xor_and_xnor_are_the_other_two():
    reached = {result.computes for result in on_the_sliders("AND")}
    assert set(FUNCTIONS) - reached == {"XOR", "XNOR"}


def test_one_unit_computes_4_of_4_and_14_of_16_and_104_of_256_functions():
    assert [counts(n) for n in (1, 2, 3)] == [(4, 4), (14, 16), (104, 256)]


def test_xor_and_xnor_get_three_rows_at_best_so_their_challenge_is_never_solved():
    for goal in ("XOR", "XNOR"):
        results = on_the_sliders(goal)
        assert max(result.right.sum() for result in results) == results[0].best == 3
        assert {judge(result) for result in results} == {"open", "almost"}


def test_the_unit_found_by_the_mathematics_solves_the_challenge():
    for name, function in FUNCTIONS.items():
        found = separating_unit(function.values)
        if found:
            result = compute(*found[0], found[1], name)
            assert judge(result) == "solved" and result.computes == name and result.best == 4


def test_gates_of_the_lecture_or_and_and_not():
    assert compute(1, 1, -0.5, "OR").computes == "OR"
    assert compute(1, 1, -1.5, "OR").computes == "AND"
    assert compute(1, -1, -0.5, "OR").computes == "x1 AND NOT x2"


def test_a_corner_on_the_line_is_silent_in_spite_of_rounding():
    result = compute(0.1, 0.2, -0.3, "AND")
    assert 0.1 + 0.2 - 0.3 > 0 and result.z[3] == 0 and result.y[3] == 0


def test_coloured_half_plane_holds_exactly_the_corners_where_the_unit_fires():
    def inside(point, polygon):
        edges = np.roll(polygon, -1, axis=0) - polygon
        turns = edges[:, 0] * (point - polygon)[:, 1] - edges[:, 1] * (point - polygon)[:, 0]
        return bool(np.all(turns > 0) or np.all(turns < 0))

    corners = truth_table(2)
    cuts = [(1, 1, -0.5), (-1.5, 0.25, 0.5), (2, -2, 0.25), (0, 0, 1), (0, 0, -1), (0.25, 0, -3), (0.25, 0, 3)]
    for w1, w2, b in cuts:
        polygon = half_plane(np.array([w1, w2]), b)
        assert [inside(x, polygon) for x in corners] == unit(corners, [w1, w2], b).astype(bool).tolist()


def test_readout_says_that_xor_cannot_be_computed():
    words = readout(compute(1, 1, -0.5, "XOR"))
    assert "No unit can compute XOR: at best 3 of 4" in words.en and "没有一个单元能计算 XOR" in words.zh


def test_a_tile_chooses_its_function_and_a_corner_turns_what_is_wanted_there():
    demo = gates()
    for tile, name in enumerate(FUNCTIONS):
        Hand(demo, 1, tile).press()
        assert demo.values["goal"] == name
    for corner in range(4):
        wanted = demo.result.wanted
        Hand(demo, 0, corner).press()
        assert np.flatnonzero(demo.result.wanted != wanted).tolist() == [corner]
    demo.close()


def test_the_line_that_is_pulled_stays_parallel_and_the_arrow_turns_it():
    demo = gates()
    assert Hand(demo, 2).press().pull(12, -12).miss() < 3 and demo.values["w1"] == demo.values["w2"] == 1.0
    Hand(demo, 3).press().pull(20, 0)
    assert demo.values["w1"] > 1.0 == demo.values["w2"]
    demo.close()


def test_red_rings_and_red_crosses_mark_the_rows_that_are_wrong():
    demo = gates(w1=1.0, w2=1.0, b=-0.5, goal="AND")  # which is OR
    assert demo.artists.wrong.get_xydata().tolist() == [[0, 1], [1, 0]]
    ticks = [texts[-1] for texts in demo.artists.rows]
    assert "".join(tick.get_text() for tick in ticks) == "✓✗✗✓"
    assert [tick.get_color() == look.ink(look.VERMILION) for tick in ticks] == [False, True, True, False]
    demo.close()
