"""A sheet on which a hand draws: what is told of it, what can be taken back, and what is kept."""

import numpy as np
import pytest
from stage.lines import OPEN

from course_nn.common.errors import BadInput
from course_nn.common.ink import as_ink, as_text
from course_nn.common.words import Words
from course_nn.stage import Pad, Veil
from course_nn.stage.description import Demo

LINE = np.eye(32, dtype=bool)
DOT = np.zeros((32, 32), bool)
DOT[3, 4] = True
KEPT = []


def keep(drawing, digit):
    KEPT.append((drawing, digit))
    return Words(f"kept as {digit}", f"存为 {digit}")


def opened(**more):
    def paint(figure):
        axes = figure.subplots()
        return {"paper": axes.imshow(np.zeros((32, 32)), vmin=0, vmax=1)}

    def draw(artists, result):
        artists["paper"].set_data(result)

    def maker(**values):
        """Nothing."""

    described = Demo(
        maker=maker,
        title=Words("sheet", "纸"),
        controls={"pad": Pad(Words("pad", "手写板"), keep=keep)},
        compute=lambda pad: as_ink(pad),
        paint=paint,
        draw=draw,
        readout=lambda result: Words(f"{result.sum()}", f"{result.sum()}"),
        **more,
    )
    demo = described.open({})
    OPEN.append(demo)
    KEPT.clear()
    return demo


def buttons(demo):
    return [one for one in demo.page.live["pad"].view.children if hasattr(one, "click")]


def press(demo, k):
    """Undo, Clear, 0, 1, 2, …"""
    buttons(demo)[k].click()


def test_code_draws_with_an_array_and_the_value_is_its_text():
    demo = opened()
    demo.set(pad=LINE)
    assert demo.values.pad == as_text(LINE) and (demo.result == LINE).all()
    demo.set(pad=demo.values.pad)
    assert (demo.result == LINE).all() and demo.code().endswith(f"pad={as_text(LINE)!r})")


def test_what_is_no_drawing_is_a_sentence_that_names_the_control_and_moves_nothing():
    demo = opened()
    with pytest.raises(BadInput, match="pad: a drawing is an array of 32 × 32 cells"):
        demo.set(pad=[1, 2])
    assert demo.values.pad == ""


def test_a_stroke_is_taken_back_whole_however_often_the_page_tells_of_it():
    demo = opened()
    demo.inked("pad", 7, 1, as_text(DOT))
    demo.inked("pad", 8, 2, as_text(DOT | np.eye(32, k=3, dtype=bool)))
    demo.inked("pad", 8, 3, as_text(DOT | LINE))
    press(demo, 0)
    assert demo.values.pad == as_text(DOT)
    press(demo, 0)
    press(demo, 0)
    assert demo.values.pad == ""


@pytest.mark.parametrize("button", [0, 1], ids=["undo", "clear"])
def test_what_was_on_its_way_while_its_stroke_was_taken_back_leaves_no_ink(button):
    demo = opened()
    demo.inked("pad", 7, 1, as_text(DOT))
    press(demo, button)
    demo.inked("pad", 7, 2, as_text(DOT | LINE))
    ((*_, number, ink),) = demo.page.layer.pads
    assert demo.values.pad == "" and (number, ink) == (2, "")
    demo.inked("pad", 8, 3, as_text(LINE))
    assert demo.values.pad == as_text(LINE)


def test_what_was_cleared_comes_back():
    demo = opened()
    demo.inked("pad", 7, 1, as_text(LINE))
    press(demo, 1)
    assert demo.values.pad == ""
    press(demo, 0)
    assert demo.values.pad == as_text(LINE)


def test_a_digit_that_is_pressed_keeps_the_drawing_and_leaves_a_blank_sheet():
    demo = opened()
    press(demo, 2 + 7)
    assert not KEPT  # a blank sheet is no digit
    demo.inked("pad", 7, 1, as_text(LINE))
    press(demo, 2 + 7)
    ((drawing, digit),) = KEPT
    assert (drawing == LINE).all() and digit == 7 and demo.values.pad == ""


def test_the_page_knows_where_the_sheet_lies_what_is_on_it_and_which_message_that_answers():
    demo = opened()
    demo.inked("pad", 7, 41, as_text(LINE))
    ((name, left, top, wide, tall, number, ink),) = demo.page.layer.pads
    paper = demo.artists["paper"].axes.bbox
    pixels = 100 / demo.figure.dpi
    assert (name, number, ink) == ("pad", 41, as_text(LINE))
    assert np.isclose([left, wide, tall], np.array([paper.x0, paper.width, paper.height]) * pixels, atol=0.6).all()
    assert np.isclose(top, demo.page.layer.size[1] - paper.y1 * pixels, atol=1)


def test_while_a_veil_lies_over_the_picture_there_is_no_sheet_and_nothing_is_drawn():
    demo = opened()
    demo._display.veil(Veil(("paper",)))
    assert demo.page.layer.pads == []
    demo.inked("pad", 7, 1, as_text(LINE))
    assert demo.values.pad == ""
    demo._display.unveil()
    assert len(demo.page.layer.pads) == 1
