"""What is said of a curve is true whatever a hand has drawn."""

import numpy as np
import pytest

from course_nn.common.words import Words
from course_nn.stage.shapes import at, highest, lowest

EPOCHS = [Words(f"epoch {k}", f"第 {k} 轮") for k in range(5)]


@pytest.mark.parametrize(
    "curve, low, high",
    [
        ([4, 3, 2, 1, 0], [4], [0]),
        ([0, 2, 4, 2, 0], [0, 4], [2]),
        ([3, 1, 1, 1, 3], [1, 2, 3], [0, 4]),
        ([1, 0, 1, 0, 1], [1, 3], [0, 2, 4]),
        ([0.01, 0, 1, 2, 3], [0, 1], [4]),  # as low, for a hand
    ],
)
def test_a_curve_may_be_lowest_and_highest_at_several_places(curve, low, high):
    assert lowest(np.array(curve)) == low and highest(np.array(curve)) == high


def test_on_a_logarithmic_axis_a_place_is_as_low_only_if_it_is_seen_as_low():
    curve = np.array([1e-4, 1e-2, 1.0])
    assert lowest(curve) == [0, 1] and lowest(curve, log=True) == [0]
    assert highest(curve, log=True) == [2]


@pytest.mark.parametrize(
    "places, en, zh",
    [
        ([3], "at epoch 3", "在第 3 轮处"),
        ([1, 2, 3], "from epoch 1 to epoch 3", "从第 1 轮到第 3 轮都"),
        ([0, 4], "at several places", "在多处"),
    ],
)
def test_one_place_is_named_a_row_of_them_by_its_ends_and_others_by_none(places, en, zh):
    assert at(places, EPOCHS) == Words(en, zh)


def test_a_name_that_is_no_chinese_word_has_room_around_it():
    assert (
        at([1], ["n = 0", "n = 1"]).zh == "在 n = 1 处" and at([0, 1], ["n = 0", "n = 1"]).zh == "从 n = 0 到 n = 1 都"
    )
