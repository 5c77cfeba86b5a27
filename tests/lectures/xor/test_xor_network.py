"""Two layers compute XOR: the lecture's nine numbers, and any others with the same truth table."""

from itertools import product

import numpy as np
from computed import Pure
from hand import Hand

from course_nn.lectures.xor.demos.xor_network.picture import ANOTHER, CONTROLS, LECTURE, START, xor_network

XOR_NETWORK = Pure("xor.xor_network")
compute, judge, readout = XOR_NETWORK.compute, XOR_NETWORK.judge, XOR_NETWORK.readout


def test_numbers_of_the_lecture_make_or_and_and_their_difference_which_is_xor():
    result = compute(**LECTURE)
    assert result.computes == ["OR", "AND", "XOR"] and result.right.all() and judge(result) == "solved"
    assert result.h.tolist() == [[0, 0], [1, 0], [1, 0], [1, 1]]


def test_four_points_become_three_and_only_then_does_one_line_separate_them():
    result = compute(**LECTURE)
    assert len(np.unique(result.h, axis=0)) == 3 and result.separable and not result.clash.any()
    assert "lie in 3 places" in readout(result).en


def test_any_correct_solution_counts():
    result = compute(**ANOTHER)
    assert result.computes == ["x1 AND NOT x2", "NOT x1 AND x2", "XOR"] and judge(result) == "solved"
    swapped = LECTURE | dict(b1=-1.5, v1=-1.0, b2=-0.5, v2=1.0)  # AND first, then OR
    assert judge(compute(**swapped)) == "solved"


def test_the_start_puts_a_0_and_a_1_in_one_place_so_no_output_weights_help():
    hidden = {name: START[name] for name in ("w11", "w12", "b1", "w21", "w22", "b2")}
    results = [compute(**hidden, v1=v1, v2=v2, c=c) for v1, v2, c in product(np.arange(-2, 2.1, 0.5), repeat=3)]
    assert max(result.right.sum() for result in results) == 3
    assert not results[0].separable and results[0].clash.tolist() == [False, False, True, True]
    assert {judge(result) for result in results} == {"open"}


def test_the_hidden_layer_is_separable_if_and_only_if_some_output_weights_solve_it():
    rng, outputs = np.random.default_rng(0), list(product((-1.0, 1.0), (-1.0, 1.0), (-1.5, -0.5, 0.5, 1.5)))
    for _ in range(60):
        hidden = dict(zip(("w11", "w12", "b1", "w21", "w22", "b2"), rng.choice(np.arange(-2, 2.1, 0.5), 6)))
        results = [compute(**hidden, v1=v1, v2=v2, c=c) for v1, v2, c in outputs]
        assert results[0].separable == any(result.right.all() for result in results)


def test_picture_and_truth_table_agree():
    rng = np.random.default_rng(1)
    for _ in range(20):
        result = compute(**dict(zip(LECTURE, rng.uniform(-2, 2, 9))))
        near = [25, 74]  # grid points beside 0 and 1; a cut may pass between them and the corner
        picture = result.surface[np.ix_(near, near)].T.ravel()
        assert (picture == result.y).sum() >= 3


def test_the_drawing_has_every_number_at_its_connection_or_unit():
    demo = xor_network(**dict(zip(LECTURE, (0.25, -0.5, 0.75, -1.0, 1.25, -1.5, 1.75, -2.0, 0.0))))
    written = [text.get_text() for text in demo.artists.numbers]
    assert written == [f"{CONTROLS[name].label} = {value:g}".replace("-", "−") for name, value in demo.values.items()]
    widths = demo.artists.edges.lines.get_linewidths()
    assert np.array_equal(np.argsort(widths), np.argsort(np.abs([0.25, -0.5, -1.0, 1.25, -1.5, -2.0])))
    demo.close()


def test_a_number_of_the_drawing_grows_when_it_is_pulled_up_and_falls_when_down():
    demo = xor_network()
    for k, (name, start) in enumerate(demo.values.items(), 6):  # above the lines and the arrows
        Hand(demo, k).press().pull(0, -14)
        up = demo.values[name]
        demo.set(**{name: start})
        Hand(demo, k).press().pull(0, 14)
        assert up > start > demo.values[name]
        demo.set(**{name: start})
    demo.close()


def test_lines_move_biases_alone_and_arrows_weights_alone():
    held = [{"b1"}, {"b2"}, {"c"}, {"w11", "w12"}, {"w21", "w22"}, {"v1", "v2"}]
    for k, names in enumerate(held):
        demo = xor_network()
        before = demo.values
        Hand(demo, k).press().pull(9, -3)
        assert {name for name, value in demo.values.items() if value != before[name]} == names
        demo.close()
