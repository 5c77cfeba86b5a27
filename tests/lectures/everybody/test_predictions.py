"""What was predicted is drawn where one compares, and its name stands where nothing else is."""

import numpy as np
import pytest
from computed import Pure, computed
from matplotlib.text import Text

from course_nn.common.words import drawn_in, term
from course_nn.lectures import everybody
from course_nn.lectures.everybody.demos.readers.recorded import recurrent
from course_nn.lectures.everybody.text_attention import frozen
from course_nn.notebook.exercises import prediction, questions_of

PREDICTIONS = questions_of("everybody")

KEYS = {"one_pixel": "everybody-3", "next_letter": "everybody-4", "asked": "everybody-10"}
WHERE = {"one_pixel": {}, "next_letter": {}, "asked": {"pairs": "exchanged"}}
CASES = [(name, option) for name, key in KEYS.items() for option in PREDICTIONS[key].options]


def haunted(name, option, **values):
    """The demo once a student has predicted this: it is shown, and then the prediction is locked."""
    demo = getattr(everybody, name)(**values)
    demo.figure  # noqa: B018  painted before there is an answer
    demo.road.round.answer = option
    return demo


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name, option", CASES)
def test_the_name_of_a_prediction_covers_no_line_and_no_word(name, option, language):
    with drawn_in(language):
        demo = haunted(name, option, **WHERE[name])
        words = term("your prediction").drawn()
        figure = demo.figure
    (own,) = [text for text in figure.findobj(Text) if text.get_text() == words]
    box = own.get_window_extent()
    assert own.axes.bbox.x0 <= box.x0 and box.x1 <= own.axes.bbox.x1
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible() and text is not own]
    assert not [text.get_text() for text in texts if text.get_window_extent().overlaps(box)]
    lines = [line for axes in figure.axes for line in axes.lines if line.zorder < own.zorder]
    assert not [
        line for line in lines if line.get_transform().transform_path(line.get_path()).intersects_bbox(box, False)
    ]
    demo.close()


@pytest.mark.parametrize("values", [{}, {"pairs": "exchanged"}, {"pairs": "exchanged", "kind": "zh"}])
def test_a_prediction_of_exchanged_english_pairs_is_drawn_on_their_row_alone(values):
    demo = haunted("asked", "most", **values)
    assert demo.artists.over.get_visible() == (values == {"pairs": "exchanged"})
    demo.close()


@pytest.mark.parametrize("option, low, high", [("nearly", 15, 16), ("most", 13, 14), ("coin", 0, 12)])
def test_a_predicted_number_of_pairs_is_measured_as_the_coin_is(option, low, high):
    demo = haunted("asked", option, pairs="exchanged")
    _, points = demo.spec.ghost(demo.artists, option)
    coin, (few, many) = demo.artists.band.get_xdata(), demo.result.band
    np.testing.assert_array_equal(points[:2, 0] - coin, [low - few, high - many])
    demo.close()


def test_a_prediction_about_letters_stands_over_letters_alone():
    demo = haunted("next_letter", "eight")
    for kind in ("zh", "letters"):
        demo.set(kind=kind)
        assert {one.get_visible() for one in demo.artists.prediction} == {kind == "letters"}
    demo.close()


def test_of_the_next_letter_the_bits_are_true_that_the_demo_shows():
    np.testing.assert_allclose(
        prediction("everybody-4").estimate().truth(), computed(Pure("everybody.next_letter")).held_out
    )


def test_of_readers_the_bits_are_true_of_the_best_network_that_has_been_measured_by_then():
    estimate, curves = prediction("everybody-8").estimate(), frozen()
    rows = recurrent().rows
    bits, counted = estimate.truth(), computed(Pure("everybody.readers")).counting
    assert (np.diff(bits) <= 0).all() and bits[0] == curves.window[0, 1] and bits[2] == curves.window[5, 1]
    by_then = [each[each[:, 0] <= estimate.x[-3], 1].min() for each in (curves.large, rows)]
    assert bits[-3] == min(by_then) > counted
    assert bits[-1] == rows[rows[:, 0] <= estimate.x[-1], 1].min() < counted
