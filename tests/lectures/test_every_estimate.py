"""What is to be set or drawn starts where nothing is told, and the reply says the same in both languages."""

import re

import numpy as np
import pytest
from computed import whole
from lectures.test_every_task import ROUNDS
from lectures.test_every_veil import ASKED
from matplotlib.figure import Figure

from course_nn.common.words import Words
from course_nn.notebook.exercises import demo_of, prediction
from course_nn.stage import Curve, Mark
from course_nn.stage.controls import Values, with_values
from course_nn.stage.frame import painting
from course_nn.stage.picture import Picture
from course_nn.stage.rounds import offered

ESTIMATES = {key: estimate for key in ASKED if (estimate := prediction(key).estimate())}
NEAR = 0.05  # of the axis, between the start and what is true
ROUNDING = 1e-9
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


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
        with_values(demo.draw, artists, whole(demo.name, *sorted(values.items())), values=Values(values))
    axes = estimate.axes(artists)
    ends = estimate.per * np.array([estimate.low, estimate.high])
    is_x = not isinstance(estimate, Curve) and estimate.along == "x"
    low, high = sorted(axes.get_xlim() if is_x else axes.get_ylim())
    assert low - ROUNDING <= ends[0] < ends[1] <= high + ROUNDING


LAPTOP = [920, 600]  # the room that a page has beside JupyterLab's side bar


def lifted(key, answer, room=()):
    """The picture of a round as it is in this room once this was locked."""
    (_, demo), (ways, name) = demo_of(key), ROUNDS[key]
    values = Values(demo.start() | demo.checked(ways.OPENED.get(name, {})) | demo.checked(demo.shown_of(key)))
    picture = Picture(demo, 100)
    picture.resize(picture.size_in([*room]), 1)
    picture.asked, picture.answer = offered(demo, key, {}), answer
    result = whole(demo.name, *sorted(values.items()))
    picture.paint(result, values)
    picture.show(result, values)
    return picture


@pytest.mark.parametrize("key", ESTIMATES)
def test_where_a_veil_lifts_the_truth_is_drawn_with_its_number_and_what_was_missed_is_shaded(key):
    estimate = ESTIMATES[key]
    estimate.measure()
    picture = lifted(key, estimate.start)
    assert picture.missed.get_visible() and picture.predicted[0].get_visible()
    if isinstance(estimate, Mark):  # a curve has no one number
        assert picture.predicted[-1].get_text() == f"measured: {estimate.text(estimate.measured).en}"


def covered(name):
    """The other words of its axes on which a name lies."""
    box = name.get_window_extent()
    others = [one for one in name.axes.texts if one is not name and one.get_visible() and one.get_text()]
    return [one.get_text() for one in others if one.get_window_extent().overlaps(box)]


CURVES = [key for key, estimate in ESTIMATES.items() if isinstance(estimate, Curve)]
SHAPES = {
    "level": lambda t: 0 * t + 0.9,
    "rising": lambda t: t,
    "falling": lambda t: 1 - t,
    "a hill": lambda t: np.sin(np.pi * t),
    "a bowl": lambda t: 1 - np.sin(np.pi * t),
    "zigzag": lambda t: 0.5 + 0.3 * (-1.0) ** np.arange(len(t)),
    "a step": lambda t: (t > 0.5).astype(float),
}
PLACE = re.compile(r"(?:[a-zBελ] = |epoch )[^ ,.;]+(?: × [^ ,.;]+)?")


def replies(key):
    """What is said of curves of all shapes."""
    estimate = ESTIMATES[key]
    along = np.linspace(0, 1, len(estimate.x))
    return [estimate.miss(tuple(estimate.at(share) for share in shape(along))) for shape in SHAPES.values()]


@pytest.mark.parametrize("key", CURVES)
def test_where_a_veil_lifts_the_name_of_a_curve_that_bends_up_lies_on_no_other_words(key):
    estimate = ESTIMATES[key]
    estimate.measure()
    bent = 0.3 + 0.55 * np.linspace(0, 1, len(estimate.x)) ** 2
    assert not covered(lifted(key, tuple(map(estimate.at, bent)), LAPTOP).predicted[-1])


@pytest.mark.parametrize("key", CURVES)
def test_the_reply_to_a_curve_of_any_shape_says_the_same_numbers_in_both_languages_and_others_of_other_curves(key):
    said = replies(key)
    for words in said:
        en, zh = (sorted(NUMBER.findall(text)) for text in Words(*words))
        assert en == zh
    assert len({*said}) > 2


@pytest.mark.parametrize("key", CURVES)
def test_the_reply_to_a_curve_of_any_shape_tells_no_place_twice_in_one_breath(key):
    """A curve may be lowest at its very end."""
    for words in replies(key):
        for part in re.split(r"[.;:] ", words.en):
            places = PLACE.findall(part)
            assert len({*places}) == len(places), words.en


@pytest.mark.parametrize("shape", ["falling", "level"])
def test_of_a_curve_that_never_rises_no_rise_is_told(shape):
    said = replies("neurons-1")[[*SHAPES].index(shape)]
    assert "rises most" not in said.en and "升得最多" not in said.zh
