"""A round opens with its picture: what is asked for is missing until an answer is locked, which is done below it."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_nn.common import memory
from course_nn.drawing.veiled import cover
from course_nn.lectures import xor
from course_nn.notebook import predict
from course_nn.notebook.exercises import demo_of
from course_nn.notebook.live_picture import veiled_options
from course_nn.stage import DEMOS, Veil
from course_nn.stage.display import VEILED
from course_nn.stage.frame import painting


@pytest.fixture
def asked(monkeypatch):
    """(question, demo) of a round, as its two cells make them."""
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    question, demo = predict("xor-1"), xor.one_unit()
    yield question, demo
    demo.close()


def lock(question, option="no"):
    question.choice.value = option
    question.lock("guess")


def shows(box, widget):
    return widget is box or any(shows(child, widget) for child in getattr(box, "children", ()))


def test_with_its_veil_lifted_a_picture_is_what_it_would_have_been_without(asked):
    question, demo = asked
    veiled = np.array(demo.frame.pixels)
    lock(question)
    never = xor.one_unit()
    assert not np.array_equal(demo.frame.pixels, veiled)
    assert np.array_equal(demo.frame.pixels, never.frame.pixels)
    never.close()


def test_who_hears_a_veiled_picture_hears_no_more_of_it_than_others_see_and_nothing_can_be_pulled(asked):
    question, demo = asked
    holds = [holds for *_, holds, _ in demo.page.paths]
    assert demo.page.words.value.count(VEILED.en) == 1 and len(holds) and not any(holds), "options are pressed"
    lock(question)
    assert VEILED.en not in demo.page.words.value and demo.page.paths


def test_code_that_moves_a_veiled_demo_does_not_show_what_is_asked_for(monkeypatch):
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    predict("xor-1")
    demo = replace(DEMOS["xor.one_unit"], veil=Veil()).open({})
    before = np.array(demo.frame.pixels)
    demo.set(w1=-2.0, b=1.0)
    assert np.array_equal(demo.frame.pixels, before)
    demo.close()


def test_an_answer_is_given_below_the_picture_of_its_round_and_by_itself_where_there_is_none(asked):
    question, demo = asked
    assert shows(demo.page.box, question.form) and not shows(question.box, question.form)
    demo.close()
    assert shows(question.box, question.form), "its picture is gone"
    again = xor.one_unit()
    assert shows(again.page.box, question.form) and not shows(question.box, question.form)
    again.close()


def test_a_veil_hides_what_it_names_however_deep_and_of_axes_all_but_their_frame():
    axes = Figure().add_subplot()
    line, text = axes.plot([1])[0], axes.text(0, 0, "a")
    artists = {"plane": axes, "marks": SimpleNamespace(dots=[line], note=text, many=3)}
    assert Veil(("marks.dots",)).hidden(artists) == [line]
    assert Veil(("plane",)).hidden(artists) == [line, text]
    assert {*Veil().hidden({"marks": artists["marks"]})} == {line, text}
    with pytest.raises(KeyError):
        Veil(("marks.lines",)).hidden(artists)


# ---- the few controls that a task needs ----------------------------------------------------------------------


def strip(demo):
    return [name for name, live in demo.page.live.items() if live.view in demo.page.needed.children]


def opened(**uses):
    return replace(DEMOS["xor.xor_network"], uses=uses).open({})


def covered(*covers):
    """Whether a question mark stands over an axes without anything in it, once it was covered and shown again."""
    figure = Figure()
    axes = figure.subplots()
    for answered in covers:
        cover(figure, [axes] if answered else [])
        for artist in Veil(("0",)).hidden([axes]):
            artist.set_visible(False)
    return [text.get_text() for text in figure.texts if text.get_visible()] == ["?"]


def test_an_empty_part_of_a_veiled_picture_says_so_and_goes_on_saying_it_whatever_the_veil_hides():
    assert covered(False)


def test_the_axes_in_which_something_is_set_are_there_also_under_a_still_picture():
    assert not covered(True)
    _, probes = demo_of("feature_learning-3")
    with painting():
        artists = probes.paint(Figure())
    (axes,) = veiled_options("feature_learning-3").within(artists)
    assert axes is probes.estimate_of("feature_learning-3").axes(artists)
    assert not [*veiled_options("xor-1").within(artists)], "an option is chosen there"


def test_the_controls_under_a_picture_are_those_of_the_task_that_stands_there():
    first, second, *_ = [task.name for task in DEMOS["xor.xor_network"].tasks_of("xor-2")]
    demo = opened(**{first: ("v1", "c"), second: ("w11",)})
    assert strip(demo) == ["v1", "c"]
    demo.page.tasks.next.click()
    assert strip(demo) == ["w11"]
    demo.close()


def test_all_controls_unfold_and_are_found_unfolded_the_next_time():
    demo = opened()
    assert len(strip(demo)) == 3 and not demo.page.controls.children
    demo.page.all.value = True
    assert not strip(demo) and demo.page.controls.children
    again = opened()
    assert again.page.all.value and again.page.controls.children
    memory.forget()
    assert not opened().page.all.value


def test_where_there_are_no_more_controls_nothing_unfolds():
    demo = xor.one_unit()
    assert strip(demo) == ["w1", "w2", "b"] and demo.page.all.layout.display == "none"
    demo.close()
