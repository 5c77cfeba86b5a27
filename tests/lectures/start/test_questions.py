"""The first question and the first exercise."""

import numpy as np

from course_nn.notebook.exercises import check, questions_of, solution

PREDICTIONS = questions_of("start")


def test_a_larger_bias_moves_the_curve_to_the_left():
    assert PREDICTIONS["start-1"].right() == "left"


def test_every_way_to_write_the_place_of_one_half_is_right():
    assert {check("start-easy", answer).voice for answer in (1.5, "1.5", 3 / 2, np.array([1.5]))} == {"right"}


def test_the_wrong_sign_is_almost_right_and_the_rest_is_told_its_output():
    assert check("start-easy", -1.5).voice == "almost"
    for answer in (0, 3, -3.0, 0.5):
        assert check("start-easy", answer).voice == "keep working"
    assert "0.047" in repr(check("start-easy", 0)) and "0.953" in repr(check("start-easy", 3))
    assert check("start-easy", "here").voice == check("start-easy", [1, 2]).voice == "keep working"
    assert check("start-easy", ...).voice == "missing"
    assert "1.5" in repr(solution("start-easy"))
