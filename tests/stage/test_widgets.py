"""What is typed, dragged or chosen on the page comes to the demo as a value, or is answered with a sentence."""

import pytest
from stage.lines import box_of, pasting, picture, small, type_into

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words
from course_nn.stage import Choice, Pasted, Slider, Typed
from course_nn.stage.sheet import PIXELS, WIDTH
from course_nn.stage.widgets import LARGEST_FILE, LONGEST, SHORTEST, WIDE, build, decoded, level, rows_of

CHOICE = Choice(Words("kind", "种类"), {"a": Words("alpha", "甲"), 2: Words("two", "二")}, "a")
EM = 13  # page pixels in JupyterLab
WRITTEN = [("2", 2.0), (" -1.5 ", -1.5), ("−1.5", -1.5), ("１.２５", 1.25), ("1e-1", 0.1)]
NONSENSE = ["abc", "", "99", "-3.01", "nan", "inf", "1,5", "一", "1" * 5000, "__import__('os')"]


@pytest.mark.parametrize(("text", "value"), WRITTEN)
def test_a_typed_number_is_read_as_it_is_written(text, value):
    demo = small()
    type_into(demo, "a", text)
    assert demo.values["a"] == value and demo.page.message.value == ""


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: text[:8])
def test_nonsense_in_a_box_gets_a_sentence_and_nothing_is_lost(nonsense):
    demo = small(a=2.0)
    before = picture(demo)
    type_into(demo, "a", nonsense)
    assert (
        "expected a number from −3 to 3" in demo.page.message.value
        and "应为 −3 到 3 之间的数" in demo.page.message.value
    )
    assert len(demo.page.message.value) < 1000
    assert demo.values["a"] == 2.0 and box_of(demo, "a").value == "2" and picture(demo) == before
    type_into(demo, "a", "1")
    assert demo.page.message.value == "" and demo.values["a"] == 1.0


@pytest.mark.parametrize(("name", "bad", "start"), [("a", "abc", "1.0"), ("word", "on", "one"), ("paste", "on", "")])
def test_typing_what_was_there_before_takes_the_complaint_back(name, bad, start):
    demo = pasting()
    before = demo.values
    for _ in range(2):
        type_into(demo, name, bad)
        assert "⚠" in demo.page.message.value
        type_into(demo, name, start)
        assert demo.page.message.value == "" and demo.values == before


@pytest.mark.parametrize(("name", "bad", "start"), [("word", "on", "one"), ("paste", "on", "")])
def test_a_text_that_was_refused_and_stays_in_its_box_is_complained_of_whatever_else_is_moved(name, bad, start):
    demo = pasting()
    type_into(demo, name, bad)
    type_into(demo, "a", "2.0")
    assert demo.values["a"] == 2.0 and "⚠" in demo.page.message.value and box_of(demo, name).value == bad
    type_into(demo, name, start)
    assert demo.page.message.value == ""


def test_what_a_result_says_stands_again_once_a_bad_text_is_mended():
    demo = pasting(BadInput("only half of it", "只有一半"))
    type_into(demo, "word", "on")
    assert "only half" not in demo.page.message.value
    type_into(demo, "word", "one")
    assert "only half" in demo.page.message.value


def test_a_typed_value_between_two_steps_of_the_slider_stays_as_it_was_typed():
    demo = small()
    type_into(demo, "a", "0.574")
    slider = demo.page.live["a"].view.children[1]
    assert slider.value == 36  # steps of 0.1 above −3
    slider.value = 37
    assert demo.values["a"] == 0.7 and box_of(demo, "a").value == "0.7"


def test_steps_do_not_gather_rounding_errors():
    demo = small()
    slider = demo.page.live["a"].view.children[1]
    values = []
    for steps in range(slider.max + 1):
        slider.value = steps
        values.append(demo.values["a"])
        assert slider.value == steps
    assert [str(value) for value in values[28:33]] == ["-0.2", "-0.1", "0.0", "0.1", "0.2"] and values[-1] == 3.0


def test_whole_numbers_refuse_fractions():
    demo = small()
    type_into(demo, "whole", "2.5")
    assert (
        "a whole number" in demo.page.message.value and "整数" in demo.page.message.value and demo.values["whole"] == 0
    )


def test_the_way_of_a_slider_with_a_reach_grows_with_its_value():
    live = build(Slider("t", 0, 1000, 0, 1, reach=50), refuse=None)
    box, slider = live.view.children
    assert slider.max == 50
    box.value = "400"
    assert live.core.value == 400 and (slider.max, slider.value) == (400, 400)
    live.core.value = 3
    assert slider.max == 400 and slider.value == 3


def test_a_pasted_text_is_what_its_reader_can_read_or_nothing():
    pasted, refused = Pasted("numbers", float, ("2",), ".txt"), []
    assert pasted.check("") == "" and pasted.check("3.5") == "3.5" and pasted.samples(None) == ["", "2"]

    def read(text):
        if text == "bad":
            raise BadInput("line 1: bad", "第 1 行：坏")

    live = build(Pasted("text", read, file=".csv"), refused.append)
    box, files = live.view.children
    box.value = "bad"
    assert live.core.value == "" and box.value == "bad" and refused[0].en == "line 1: bad"
    box.value = "good"
    assert live.core.value == "good" and files.accept == ".csv"


def test_an_empty_box_hints_at_what_to_paste_in_the_readers_language_or_by_its_first_example():
    hinted = build(Pasted("text", read=str, examples=("2",), hint=Words("a number", "一个数")), print)
    shown_in = {}
    for language in ("en", "zh"):
        LANGUAGE.shown = language
        hinted.relabel()
        shown_in[language] = hinted.view.children[0].placeholder
    assert shown_in == {"en": "a number", "zh": "一个数"}
    plain = build(Pasted("text", read=str, examples=("2",)), print)
    plain.relabel()
    assert plain.view.children[0].placeholder == "2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_is_read_in_the_encodings_that_spreadsheets_write(encoding):
    assert decoded("1,2,企鹅\n".encode(encoding)) == "1,2,企鹅\n"


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(BadInput, match="larger than"):
        decoded(b"1" * (LARGEST_FILE + 1))


def test_a_row_of_controls_is_as_wide_as_a_picture_and_the_shortest_track_has_120_pixels():
    assert WIDE * EM == pytest.approx(WIDTH * PIXELS, abs=1) and SHORTEST * EM >= 120


@pytest.mark.parametrize("sliders", range(1, 10))
def test_sliders_that_stand_together_have_tracks_of_one_length_and_no_row_more_for_it(sliders):
    lives = [build(Slider("w" * (1 + k % 4), 0.0, 1.0, 0.0), refuse=None) for k in range(sliders)]
    level(lives)
    (track,) = {float(live.slider.layout.width.removesuffix("em")) for live in lives}
    needs = [(live.relabel(), True) for live in lives]
    assert track >= SHORTEST and rows_of(needs, track) == rows_of(needs, SHORTEST)
    assert track > LONGEST - 1 or rows_of(needs, track + 0.5) > rows_of(needs, track)


def test_a_label_in_two_languages_gets_the_room_it_needs():
    live = build(CHOICE, refuse=None)
    try:
        LANGUAGE.shown = "en"
        live.relabel()
        narrow = float(live.view.layout.width[:-2])
        LANGUAGE.shown = "both"
        live.relabel()
        assert float(live.view.layout.width[:-2]) > narrow and live.core.value == "a"
    finally:
        LANGUAGE.shown = "both"


def test_a_label_that_is_longer_than_a_row_gets_all_of_it():
    live = build(Slider("a" * 200, 0.0, 1.0, 0.0), refuse=None)
    assert live.relabel() == WIDE


def test_a_box_grows_with_the_formula_in_it_up_to_the_width_of_a_picture():
    def wide():
        return float(live.view.layout.width.removesuffix("em"))

    live = build(Typed("f", "x^2", str, ()), lambda error: None)
    live.relabel()
    short = wide()
    live.view.value = "0.2 + 0.4x^2 + 0.3x sin(15x)"
    assert wide() > short
    live.view.value = 40 * "sin(15x) + "
    assert wide() == WIDE
