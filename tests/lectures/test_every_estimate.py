"""What is to be set or drawn starts where nothing is told, and the reply says the same in both languages."""

import re

import numpy as np
import pytest
from lectures.test_every_task import ROUNDS, computed
from lectures.test_every_veil import ASKED
from matplotlib.figure import Figure

from course_nn.common.words import Words
from course_nn.notebook.exercises import demo_of, prediction
from course_nn.stage import Curve
from course_nn.stage.controls import Values, with_values
from course_nn.stage.frame import painting

ESTIMATES = {key: estimate for key in ASKED if (estimate := prediction(key).estimate())}
NEAR = 0.05  # of the axis, between the start and what is true
ROUNDING = 1e-9
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def climbing(estimate):
    """A curve from the lower end of its axis to the upper one."""
    return tuple(estimate.at(share) for share in np.linspace(0, 1, len(estimate.x)))


@pytest.mark.parametrize("key", ESTIMATES)
def test_an_estimate_starts_in_the_middle_and_that_is_far_from_what_is_true(key):
    estimate = ESTIMATES[key]
    np.testing.assert_allclose(estimate.share(estimate.start), 0.5, atol=0.02)
    assert estimate.off(estimate.start) > NEAR


@pytest.mark.parametrize("key", ESTIMATES)
def test_what_is_true_counts_as_the_right_option_and_each_option_has_a_place_on_the_axis(key):
    estimate, question = ESTIMATES[key], prediction(key)
    assert {*estimate.places} == {*question.options} and question.right() == estimate.option(estimate.measured)
    for place in estimate.places.values():
        shares = estimate.share(place)
        assert np.all((shares[np.isfinite(shares)] >= 0) & (shares[np.isfinite(shares)] <= 1))


@pytest.mark.parametrize("key", ESTIMATES)
def test_the_axes_of_the_picture_show_all_that_can_be_set_or_drawn(key):
    estimate, (_, demo), (ways, name) = ESTIMATES[key], demo_of(key), ROUNDS[key]
    values = demo.start() | demo.checked(ways.OPENED.get(name, {}))
    with painting():
        artists = demo.paint(Figure((8.6, demo.height)))
        with_values(demo.draw, artists, computed(demo.name, *sorted(values.items())), values=Values(values))
    axes = estimate.axes(artists)
    ends = estimate.per * np.array([estimate.low, estimate.high])
    is_x = not isinstance(estimate, Curve) and estimate.along == "x"
    low, high = sorted(axes.get_xlim() if is_x else axes.get_ylim())
    assert low - ROUNDING <= ends[0] < ends[1] <= high + ROUNDING


@pytest.mark.parametrize("key", [key for key, estimate in ESTIMATES.items() if isinstance(estimate, Curve)])
def test_the_reply_to_a_curve_says_the_same_numbers_in_both_languages_and_others_of_another_curve(key):
    estimate = ESTIMATES[key]
    said = [estimate.miss(drawn) for drawn in (climbing(estimate), (estimate.at(0.9),) * len(estimate.x))]
    for words in said:
        en, zh = (sorted(NUMBER.findall(text)) for text in Words(*words))
        assert en == zh
    assert said[0] != said[1]
