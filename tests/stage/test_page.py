"""What is seen of a demo, and what is said to its reader."""

import asyncio
import base64
import re

import comm
import ipywidgets
from stage.lines import box_of, long, picture, read, small, type_into

from course_nn.common.words import LANGUAGE, Words
from course_nn.notebook import check, language_switch, predict
from course_nn.stage import Action
from course_nn.stage.page import STYLE, plain, style_sheet


def test_the_picture_is_webp_with_a_fixed_box_and_its_numbers_as_alternative_text():
    demo = small()
    assert base64.b64decode(picture(demo))[8:12] == b"WEBP"
    assert "aspect-ratio:860/330;--picture:860px" in demo.page.picture.value
    assert 'alt="A line 直线. end 10.00 终点 10.00"' in demo.page.picture.value


def test_alternative_text_is_plain_and_says_the_same():
    words = Words("a < b, <b>x</b><sub>1</sub> = 10<sup>6</sup> &amp; more", "中")
    assert plain(Words("T", "题"), words).startswith("T 题. a < b, x1 = 10^6 & more")


def test_a_message_shows_what_was_typed_as_text_never_as_html():
    demo = small()
    type_into(demo, "a", "<script>alert(1)</script>")
    assert "<script>" not in demo.page.message.value


def test_a_sentence_from_compute_stands_under_the_last_good_picture_until_the_next_good_value():
    demo = small()
    before = picture(demo)
    demo.page.live["a"].core.value = 2.55
    assert "a must not be 2.55" in demo.page.message.value and picture(demo) == before
    demo.page.live["a"].core.value = 2.0
    assert demo.page.message.value == "" and picture(demo) != before


def test_the_language_switch_relabels_without_moving_anything():
    frames = []
    demo = small(kind="q")
    demo.page.picture.observe(lambda change: frames.append(demo.values), "value")
    type_into(demo, "a", "nonsense")
    LANGUAGE.shown = "zh"
    assert "nonsense" in demo.page.message.value, "a message stays until the next good value"
    assert box_of(demo, "b").description == "高度 (mV)" and demo.page.live["kind"].core.options[1][0] == "奇特"
    assert 'alt="直线。终点 10.00"' in demo.page.picture.value
    LANGUAGE.shown = "en"
    assert box_of(demo, "b").description == "height (mV)" and demo.page.live["kind"].core.options[1][0] == "queer"
    assert all(values == demo.values for values in frames) and demo.values["kind"] == "q"


def test_without_widgets_the_picture_and_its_numbers_are_shown():
    bundle, about = small()._repr_mimebundle_()
    assert base64.b64decode(bundle["image/png"])[:4] == b"\x89PNG"
    assert bundle["text/plain"] == about["image/png"]["alt"] == "A line 直线. end 10.00 终点 10.00"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_controls_in_panes_stand_in_tabs_and_the_others_above_them():
    demo = small(more={"panes": {Words("first", "一"): ["a", "b"], "φ": ["kind"]}})
    demo.page.all.value = True
    tab = next(child for child in demo.page.controls.children if isinstance(child, ipywidgets.Tab))
    above = demo.page.controls.children[0]
    assert [len(pane.children) for pane in tab.children] == [2, 1] and len(above.children) == 4
    assert demo.page.live["a"].view in tab.children[0].children
    assert tuple(tab.titles) == ("first 一", "φ")
    try:
        LANGUAGE.shown = "zh"
        assert tuple(tab.titles) == ("一", "φ")
    finally:
        LANGUAGE.shown = "both"


def button(demo, label):
    return next(b for b, words in demo.page.buttons if words.en == label)


def test_an_action_is_done_and_what_it_returns_is_offered_as_a_file():
    taken = Action(Words("Take", "带走"), lambda demo: ("line.txt", f"a = {demo.values['a']} <&>"))
    move = Action(Words("Move", "移动"), lambda demo: demo.set(a=2.0))
    demo = small(more={"actions": [move], "panes": {"tab": ["b", taken]}})
    button(demo, "Move").click()
    button(demo, "Take").click()
    assert demo.values["a"] == 2.0 and "a = 2.0 &lt;&amp;&gt;" in demo.page.taken.value
    data = re.search(r'download="line.txt" href="data:text/plain;charset=utf-8;base64,([^"]*)"', demo.page.taken.value)[
        1
    ]
    assert base64.b64decode(data).decode() == "a = 2.0 <&>"


def test_an_action_that_is_refused_says_so():
    demo = small(more={"actions": [Action(Words("Fail", "失败"), lambda demo: read("three"))]})
    button(demo, "Fail").click()
    assert "expected one or two" in demo.page.message.value


def test_a_control_that_would_do_nothing_is_dimmed():
    demo = small()
    box, slider = demo.page.live["t"].view.children
    assert not box.disabled and not slider.disabled
    demo.page.live["shown"].core.value = False
    assert box.disabled and slider.disabled and not box_of(demo, "a").disabled
    demo.set(shown=True)
    assert not box.disabled


def test_what_was_refused_is_still_said_while_something_else_is_computed():
    async def run():
        demo = small(long)
        demo.page.live["a"].core.value = 2.0
        type_into(demo, "b", "nonsense")
        await asyncio.sleep(0.1)
        return demo.readout.en, demo.page.message.value

    readout, message = asyncio.run(run())
    assert readout == "end 20.00" and "nonsense" in message


def test_all_demos_questions_and_the_switch_show_one_style_sheet():
    boxes = small().page.box, small().page.box, predict("neurons-1").box, language_switch().box
    assert all(box.children[-1] is style_sheet() for box in boxes)
    assert STYLE in style_sheet().value and STYLE in check("neurons-easy", ...)._repr_html_()


def test_sizes_and_colours_stand_in_the_style_sheet_alone():
    demo = small()
    demo.page.warn(Words("wrong", "错"))
    demo.page.say_progress(0.5)
    demo.page.offer("name", "text")
    parts = (demo.page.picture, demo.page.message, demo.page.words, demo.page.goal, demo.page.taken)
    styles = {style for part in parts for style in re.findall('style="([^"]*)"', part.value)}
    assert styles == {"aspect-ratio:860/330;--picture:860px"}


def test_what_the_page_still_says_to_a_closed_demo_is_no_warning_and_what_it_says_to_others_is(caplog):
    demo, manager = small(), comm.base_comm.CommManager()
    (slider, *_) = demo.page.live["a"].view.children
    gone = slider.model_id
    demo.close()
    manager.get_comm(gone)
    assert not caplog.records
    manager.get_comm("nobody")
    assert "nobody" in caplog.text


def test_a_circle_fills_as_the_challenge_is_solved():
    demo, signs = small(), []
    for state in ("open", "almost", "solved"):
        demo.page.show_challenge(demo.challenge.goal, state)
        signs += re.findall("[○◐●]", demo.page.goal.value)[:1]
    assert signs == [*"○◐●"]
