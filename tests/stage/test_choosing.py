"""The options of a question lie in its veiled picture, where a hand can choose them."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_nn.drawing.choices import BADGE, draw_choices
from course_nn.lectures import start
from course_nn.notebook import predict
from course_nn.stage.choosing import Choices

CURVES = {"A": [(0, 0), (1, 1)], "B": [(0, 0), (1, 0)], "C": [(0, 0), (1, 1)]}


@pytest.fixture
def axes():
    axes = Figure(layout="constrained").add_subplot()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return axes


@pytest.fixture
def asked(monkeypatch):
    """(question, demo) of the first round of the course."""
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    question, demo = predict("start-1"), start.one_weight()
    yield question, demo
    demo.close()


def click(demo, place):
    """On the letter of the option that lies there."""
    for holds in (True, False):
        demo.touched(2 * place + 1, 0, place, 0, 0, 0, 0, holds)


def test_a_click_on_an_option_in_the_picture_chooses_it_in_the_list_and_it_stands_out(asked):
    question, demo = asked
    options, before = [*question.question.options], np.array(demo.frame.pixels)
    assert {handle for handle, *_ in demo.page.paths} == {*range(2 * len(options))}
    for place, option in enumerate(options):
        click(demo, place)
        assert question.choice.value == option
    assert not np.array_equal(demo.frame.pixels, before)


def test_what_is_chosen_in_the_list_looks_like_what_was_clicked(asked):
    question, demo = asked
    click(demo, 1)
    clicked, option = np.array(demo.frame.pixels), question.choice.value
    click(demo, 0)
    question.choice.value = option
    assert np.array_equal(demo.frame.pixels, clicked)


def test_a_question_that_was_asked_after_its_demo_was_opened_lies_in_the_picture_too(monkeypatch):
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    monkeypatch.setattr("course_nn.stage.rounds.cell_id", lambda: "start-1-play")
    demo = start.one_weight()
    question = predict("start-1")
    click(demo, 2)
    assert question.choice.value == [*question.question.options][2]
    demo.close()


def test_once_an_answer_is_locked_a_click_changes_it_no_more(asked):
    question, demo = asked
    click(demo, 0)
    question.lock("guess")
    locked = question.entry["option"]
    for place in range(len(question.question.options)):  # a page that has not heard of it shows them still
        click(demo, place)
    assert question.entry["option"] == question.choice.value == locked and not demo.page.warning


def test_a_click_on_what_lies_in_the_picture_no_more_chooses_nothing(asked):
    question, demo = asked
    click(demo, len(question.question.options))
    assert question.choice.value is None and not demo.page.warning


def test_options_at_one_place_share_it_and_clicks_take_them_in_turn(axes):
    choices = Choices({key: key for key in CURVES}, lambda _, key: (axes, np.array(CURVES[key])))
    choices.draw(None)
    assert [text.get_text() for text in axes.texts] == ["AC", "B"]
    for expected in "ACA":
        choices.choose(choices.at(0))
        assert choices.chosen == expected


def test_a_single_place_is_not_offered_for_it_would_weigh_more_than_the_list(axes):
    choices = Choices({"A": "A", "B": "B"}, lambda _, key: (axes, np.array(CURVES["A"])) if key == "A" else None)
    choices.draw(None)
    assert not axes.lines and not choices.paths(axes.figure, 100)


@pytest.mark.parametrize("x", [0.02, 0.5, 0.98])
def test_letters_of_options_that_lie_close_together_stand_beside_one_another_in_the_axes(axes, x):
    points = [(axes, np.array([[x, 0.5 + 0.001 * k]])) for k in range(3)]
    axes.figure.draw_without_rendering()
    drawn = draw_choices(points, "ABC")
    at = axes.transData.transform([letter.xy for _, letter in drawn])
    low, high = axes.bbox.get_points()
    apart = [np.hypot(*(a - b)) for k, a in enumerate(at) for b in at[:k]]
    assert min(apart) >= 0.9 * BADGE * axes.figure.dpi / 72
    assert ((low <= at) & (at <= high)).all()


def test_a_letter_stands_at_its_line_and_not_where_only_words_would(axes):
    """A ghost may name, behind a gap, a place for the words of a prediction."""
    axes.figure.draw_without_rendering()
    line = np.array([[0.1, 0.3], [0.1, 0.4], [np.nan, np.nan], [0.6, 0.5]])
    ((_, letter),) = draw_choices([(axes, line)], "A")
    assert letter.xy[0] == pytest.approx(0.1) and 0.3 <= letter.xy[1] <= 0.4
