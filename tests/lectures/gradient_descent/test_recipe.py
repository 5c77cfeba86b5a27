"""The recipe of today beside plain descent, as the picture has it."""

import numpy as np
from computed import lecture
from hand import Hand

from course_nn.lectures.gradient_descent.demos.recipe.recipes import median_error

module, result = lecture("gradient_descent")
RECIPE = module("recipe")
EASY = dict(net="one", wrong=0.0)


def test_where_it_starts_the_recipe_reads_at_most_half_as_many_wrong():
    found = result("recipe")
    assert median_error(found.whole) < 0.6 * median_error(found.beside)
    assert [*found.errors] == ["whole", "nothing"]


def test_all_rows_are_the_whole_and_what_is_left_without_each_part():
    found = result("recipe", rows=True, **EASY)
    assert [*found.errors] == [*RECIPE.ROWS] and all(errors.shape == (5,) for errors in found.errors.values())
    np.testing.assert_array_equal(found.errors["nothing"], result("recipe", **EASY).beside.errors[-1])


def test_the_challenge_is_met_without_depth_and_noise():
    judge, found = RECIPE.judge, result("recipe")
    assert judge(found) == "open"
    assert judge(found._replace(beside=found.whole)) == "solved"
    assert judge(result("recipe", **EASY)) in ("solved", "almost")


def test_a_row_is_pressed_and_stands_beside_the_recipe():
    demo = RECIPE.recipe(**EASY)
    Hand(demo, 0, item=[*RECIPE.BESIDE].index("momentum")).press()
    assert demo.values["beside"] == "momentum" and "momentum" in demo.result.errors
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = RECIPE.recipe(**EASY)
    r = demo.result
    whole, beside = (100 * median_error(run) for run in (r.whole, r.beside))
    reads(demo.readout, 0, 5, 5, whole, beside, r.whole.rate, r.beside.rate)
    demo.close()
