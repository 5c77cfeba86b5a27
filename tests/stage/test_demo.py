"""The road from a slider to a pixel, on a small demo made for it."""

import asyncio
import base64
import gc
import re
import threading
import time
import tracemalloc
from types import SimpleNamespace
from typing import NamedTuple

import ipywidgets
import numpy as np
import pytest

from course_nn.errors import BadInput
from course_nn.stage import Action, Challenge, Choice, Demo, Pasted, Slider, Toggle, Typed
from course_nn.stage import demo as stage
from course_nn.words import LANGUAGE, Words


class Result(NamedTuple):
    x: np.ndarray
    y: np.ndarray


def read(text):
    if text not in ("one", "two"):
        raise BadInput(f"expected one or two, got {text!r}", f"应为 one 或 two，收到 {text!r}")


def small(compute=None, more=None, **values):
    """A line whose slope, height and extent can be moved."""

    def paint(figure):
        axes = figure.subplots()
        axes.set(xlim=(0, 10), ylim=(-10, 10), title="a line")
        axes.text(5, 5, "above the line", zorder=9)
        return axes.plot([], [])[0]

    def line(a, b, whole, kind, shown, word, t):
        if a == 2.55:
            raise BadInput("a must not be 2.55; try 2", "a 不能是 2.55；请试 2")
        if a == -2.55:
            raise RuntimeError("broken on purpose")
        x = np.linspace(0, 10, 50)
        return Result(x, a * x + b + whole + t if shown else 0 * x)

    return Demo(
        small,
        Words("A line", "直线"),
        {
            "a": Slider("a", -3.0, 3.0, 1.0),
            "b": Slider(Words("height", "高度"), -5.0, 5.0, 0.0, unit="mV"),
            "whole": Slider("n", 0, 5, 0, 1, continuous=False),
            "kind": Choice(Words("kind", "种类"), {"p": Words("plain", "普通"), "q": Words("queer", "奇特")}, "p"),
            "shown": Toggle(Words("show", "显示"), True),
            "word": Typed(Words("word", "词"), "one", read, ("two",)),
            "t": Slider("t", 0, 10, 0, 1, plays=True, used=lambda values: values["shown"]),
        },
        compute or line,
        paint,
        lambda artist, result: artist.set_data(*result),
        lambda result: Words(f"end {result.y[-1]:.2f}", f"终点 {result.y[-1]:.2f}"),
        challenge=Challenge(Words("reach 20", "达到 20"), lambda result: "solved" if result.y[-1] >= 20 else "open"),
        presets={Words("steep", "陡"): {"a": 3.0}},
        values=values,
        **more or {},
    )


small.__module__ = "course_nn.demos.lines.small"  # as if it stood in a file of its own, like every demo


def box_of(demo, name):
    """The box in which a value is typed."""
    view = demo._live[name].view
    boxes = (ipywidgets.Text, ipywidgets.Textarea)
    return next(w for w in [view, *getattr(view, "children", ())] if isinstance(w, boxes))


def type_into(demo, name, text):
    box_of(demo, name).value = text


def picture(demo):
    return re.search(r"base64,([^\"]+)", demo._picture.value)[1]


@pytest.fixture(autouse=True)
def both_languages():
    yield
    LANGUAGE.shown = "both"


def test_a_moved_control_moves_picture_readout_and_challenge():
    demo = small()
    before = picture(demo)
    demo._live["a"].core.value = 2.0
    assert picture(demo) != before
    assert demo.readout.en == "end 20.00" and demo.state == "solved"
    assert "end 20.00" in demo._numbers.value and "终点 20.00" in demo._numbers.value


def test_the_picture_is_webp_with_a_fixed_box_and_its_numbers_as_alternative_text():
    demo = small()
    assert base64.b64decode(picture(demo))[8:12] == b"WEBP"
    assert "aspect-ratio:860/330" in demo._picture.value
    assert 'alt="A line 直线. end 10.00 终点 10.00"' in demo._picture.value


def test_alternative_text_is_plain_and_says_the_same():
    words = Words("a < b, <b>x</b><sub>1</sub> = 10<sup>6</sup> &amp; more", "中")
    assert stage._plain(Words("T", "T"), words).startswith("T T. a < b, x1 = 10^6 & more")


def test_code_and_page_move_the_same_controls():
    demo = small(a=-1.0)
    demo.set(b=2, word="two")
    assert demo.values == dict(a=-1.0, b=2.0, whole=0, kind="p", shown=True, word="two", t=0)
    assert demo.code() == "lines.small(a=-1.0, b=2.0, whole=0, kind='p', shown=True, word='two', t=0)"


WRITTEN = [("2", 2.0), (" -1.5 ", -1.5), ("−1.5", -1.5), ("１.２５", 1.25), ("1e-1", 0.1)]
NONSENSE = ["abc", "", "99", "-3.01", "nan", "inf", "1,5", "一", "1" * 5000, "__import__('os')"]


@pytest.mark.parametrize(("text", "value"), WRITTEN)
def test_a_typed_number_is_read_as_it_is_written(text, value):
    demo = small()
    type_into(demo, "a", text)
    assert demo.values["a"] == value and demo._message.value == ""


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: text[:8])
def test_nonsense_in_a_box_gets_a_sentence_and_nothing_is_lost(nonsense):
    demo = small(a=2.0)
    before = picture(demo)
    type_into(demo, "a", nonsense)
    assert "expected a number from −3 to 3" in demo._message.value and "应为 −3 到 3 之间的数" in demo._message.value
    assert len(demo._message.value) < 1000
    assert demo.values["a"] == 2.0 and box_of(demo, "a").value == "2" and picture(demo) == before
    type_into(demo, "a", "1")
    assert demo._message.value == "" and demo.values["a"] == 1.0


@pytest.mark.parametrize(("name", "bad", "start"), [("a", "abc", "1.0"), ("word", "on", "one"), ("paste", "on", "")])
def test_typing_what_was_there_before_takes_the_complaint_back(name, bad, start):
    demo = pasting()
    before = demo.values
    for _ in range(2):
        type_into(demo, name, bad)
        assert "⚠" in demo._message.value
        type_into(demo, name, start)
        assert demo._message.value == "" and demo.values == before


def test_what_a_result_says_stands_again_once_a_bad_text_is_mended():
    demo = pasting(BadInput("only half of it", "只有一半"))
    type_into(demo, "word", "on")
    assert "only half" not in demo._message.value
    type_into(demo, "word", "one")
    assert "only half" in demo._message.value


def pasting(reason=None):
    """A number, a typed and a pasted text, none of which does anything."""
    controls = {"a": Slider("a", -3.0, 3.0, 1.0), "word": Typed("word", "one", read), "paste": Pasted("text", read)}

    def explained(**values):
        return SimpleNamespace(reason=reason)

    return Demo(
        pasting,
        Words("Texts", "文本"),
        controls,
        explained,
        lambda figure: None,
        lambda *_: None,
        lambda result: Words("nothing", "无"),
    )


def test_a_typed_value_between_two_steps_of_the_slider_stays_as_it_was_typed():
    demo = small()
    type_into(demo, "a", "0.574")
    slider = demo._live["a"].view.children[1]
    assert slider.value == 36  # steps of 0.1 above −3
    slider.value = 37
    assert demo.values["a"] == 0.7 and box_of(demo, "a").value == "0.7"


def test_steps_do_not_gather_rounding_errors():
    demo = small()
    slider = demo._live["a"].view.children[1]
    values = []
    for steps in range(slider.max + 1):
        slider.value = steps
        values.append(demo.values["a"])
        assert slider.value == steps
    assert [str(value) for value in values[28:33]] == ["-0.2", "-0.1", "0.0", "0.1", "0.2"] and values[-1] == 3.0


def test_whole_numbers_refuse_fractions():
    demo = small()
    type_into(demo, "whole", "2.5")
    assert "a whole number" in demo._message.value and "整数" in demo._message.value and demo.values["whole"] == 0


def test_a_message_shows_what_was_typed_as_text_never_as_html():
    demo = small()
    type_into(demo, "a", "<script>alert(1)</script>")
    assert "<script>" not in demo._message.value


def test_bad_values_from_code_raise_and_leave_everything_as_it_was():
    demo = small(a=2.0)
    for values in (dict(a=99), dict(c=1), dict(kind="plain"), dict(shown="maybe"), dict(word="three"), dict(a=2.55)):
        with pytest.raises(BadInput) as error:
            demo.set(**values)
        assert error.value.en and error.value.zh
        assert demo.values["a"] == 2.0 and demo.readout.en == "end 20.00"
    with pytest.raises(BadInput, match="did you mean"):
        demo.set(khind="p")


def test_a_sentence_from_compute_stands_under_the_last_good_picture_until_the_next_good_value():
    demo = small()
    before = picture(demo)
    demo._live["a"].core.value = 2.55
    assert "a must not be 2.55" in demo._message.value and picture(demo) == before
    demo._live["a"].core.value = 2.0
    assert demo._message.value == "" and picture(demo) != before


def test_an_unforeseen_error_is_shown_on_the_page_and_raised_under_tests(monkeypatch):
    demo = small()
    with pytest.raises(RuntimeError, match="on purpose"):
        demo._live["a"].core.value = -2.55
    assert "broken on purpose" in demo._message.value and "重置" in demo._message.value
    monkeypatch.delenv("PYTEST_VERSION")
    demo._live["a"].core.value = 1.0
    demo._live["a"].core.value = -2.55
    assert "broken on purpose" in demo._message.value


def test_presets_and_reset_move_many_controls_in_one_frame():
    demo = small(b=1.0)
    buttons = [child for child in demo.box.children[0].children if isinstance(child, ipywidgets.Button)]
    steep, reset = buttons
    steep.click()
    assert demo.values["a"] == 3.0 and demo.state == "solved"
    reset.click()
    assert demo.values["a"] == 1.0 and demo.values["b"] == 1.0


def test_the_language_switch_relabels_without_moving_anything():
    frames = []
    demo = small(kind="q")
    demo._picture.observe(lambda change: frames.append(demo.values), "value")
    type_into(demo, "a", "nonsense")
    LANGUAGE.shown = "zh"
    assert "nonsense" in demo._message.value, "a message stays until the next good value"
    assert box_of(demo, "b").description == "高度 (mV)" and demo._live["kind"].core.options[1][0] == "奇特"
    assert 'alt="直线. 终点 10.00"' in demo._picture.value
    LANGUAGE.shown = "en"
    assert box_of(demo, "b").description == "height (mV)" and demo._live["kind"].core.options[1][0] == "queer"
    assert all(values == demo.values for values in frames) and demo.values["kind"] == "q"


def test_without_widgets_the_picture_and_its_numbers_are_shown():
    bundle = small()._repr_mimebundle_()
    assert base64.b64decode(bundle["image/png"])[:4] == b"\x89PNG"
    assert "end 10.00" in bundle["text/plain"] and "终点 10.00" in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_play_steps_to_the_end_and_releases_its_button():
    async def run():
        demo = small()
        demo._sent.observe(lambda change: setattr(demo._seen, "value", change.new), "value")  # a browser that keeps up
        demo._button.value = True
        await asyncio.sleep(0)
        await demo._task
        return demo

    demo = asyncio.run(run())
    assert demo.values["t"] == 10 and not demo._button.value and demo._sent.value == 10


def test_play_waits_for_a_browser_that_does_not_keep_up_and_hears_pause():
    async def run():
        demo = small()
        demo._button.value = True
        await asyncio.sleep(0.5)
        sent = demo._sent.value
        demo._button.value = False
        await asyncio.wait_for(demo._task, 0.2)
        return sent, demo.values["t"]

    sent, t = asyncio.run(run())
    assert sent == t == stage.IN_FLIGHT


def test_play_at_the_end_starts_again_from_the_beginning():
    async def run():
        demo = small(t=10)
        demo._button.value = True
        await asyncio.sleep(0.1)
        demo._button.value = False
        await demo._task
        return demo.values["t"]

    assert 0 < asyncio.run(run()) < 10


def test_two_copies_do_not_disturb_each_other():
    one, two = small(), small()
    before = picture(two)
    one.set(a=3)
    assert two.values["a"] == 1.0 and picture(two) == before


def test_closing_a_demo_frees_every_widget_it_made():
    small().close()
    before = len(ipywidgets.widgets.widget._instances)
    for _ in range(5):
        small().close()
    assert len(ipywidgets.widgets.widget._instances) == before


def test_memory_stays_flat_over_500_changes():
    demo = small()
    rng = np.random.default_rng(0)
    for value in rng.uniform(-2, 2, 20):
        demo.set(a=value)
    gc.collect()
    tracemalloc.start()
    for value in rng.uniform(-2, 2, 500):
        demo.set(a=value)
    gc.collect()
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 1_000_000


def test_artists_that_come_and_go_are_drawn_as_in_a_whole_drawing():
    """Contours are made afresh: new artists appear, old ones are removed."""
    demo = small()
    axes = demo.artists.axes
    for k in range(3):
        extra = axes.plot([0, 10], [k, -k], color="red", lw=4)[0]
        demo.set(a=k / 2)
        assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())
        extra.remove()
        demo.set(a=k / 2 + 0.1)
        assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())


def test_changed_limits_are_drawn_in_full():
    demo = small()
    demo.artists.axes.set_ylim(-40, 40)
    demo.set(a=2)
    assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())


def long(**values):
    """A computation in ten steps, each of which says how much is done."""
    for k in range(10):
        yield k / 10
    x = np.linspace(0, 10, 50)
    return Result(x, values["a"] * x)


def test_a_long_computation_is_finished_before_code_goes_on():
    demo = small(long)
    demo.set(a=2.0)
    assert demo.readout.en == "end 20.00" and demo._message.value == ""


def test_a_long_computation_shows_progress_and_leaves_the_kernel_listening():
    async def run():
        demo = small(long)
        told = []
        demo._message.observe(lambda change: told.append(change.new), "value")
        demo._live["a"].core.value = 2.0
        before = demo.readout.en
        await asyncio.sleep(0.1)
        return before, demo.readout.en, told

    before, after, told = asyncio.run(run())
    assert before == "end 10.00" and after == "end 20.00"
    assert any("50%" in words and "计算中" in words for words in told) and told[-1] == ""


def test_a_newer_setting_replaces_a_computation_that_is_under_way():
    async def run():
        demo = small(long)
        shown = []
        demo._numbers.observe(lambda change: shown.append(change.new), "value")
        demo._live["a"].core.value = 2.0
        demo._live["a"].core.value = 3.0
        await asyncio.sleep(0.1)
        return shown

    shown = asyncio.run(run())
    assert len(shown) == 1 and "end 30.00" in shown[0]


# ---- panes, buttons, and what training moves ---------------------------------------------------------------


def test_controls_in_panes_stand_in_tabs_and_the_others_above_them():
    demo = small(more={"panes": {Words("first", "一"): ["a", "b"], "φ": ["kind"]}})
    tab = next(child for child in demo.box.children if isinstance(child, ipywidgets.Tab))
    above = demo.box.children[1]
    assert [len(pane.children) for pane in tab.children] == [2, 1] and len(above.children) == 4
    assert demo._live["a"].view in tab.children[0].children
    assert tuple(tab.titles) == ("first 一", "φ")
    try:
        LANGUAGE.shown = "zh"
        assert tuple(tab.titles) == ("一", "φ")
    finally:
        LANGUAGE.shown = "both"


def button(demo, label):
    return next(b for b, words in demo._labels if words.en == label)


def test_an_action_is_done_and_what_it_returns_is_offered_as_a_file():
    taken = Action(Words("Take", "带走"), lambda demo: ("line.txt", f"a = {demo.values['a']} <&>"))
    move = Action(Words("Move", "移动"), lambda demo: demo.set(a=2.0))
    demo = small(more={"actions": [move], "panes": {"tab": ["b", taken]}})
    button(demo, "Move").click()
    button(demo, "Take").click()
    assert demo.values["a"] == 2.0 and "a = 2.0 &lt;&amp;&gt;" in demo._taken.value
    data = re.search(r'download="line.txt" href="data:text/plain;charset=utf-8;base64,([^"]*)"', demo._taken.value)[1]
    assert base64.b64decode(data).decode() == "a = 2.0 <&>"


def test_an_action_that_is_refused_says_so():
    demo = small(more={"actions": [Action(Words("Fail", "失败"), lambda demo: read("three"))]})
    button(demo, "Fail").click()
    assert "expected one or two" in demo._message.value


def test_what_the_result_moves_is_shown_by_its_control_without_another_frame():
    drawn = []
    more = {"follow": lambda result: drawn.append(1) or {"b": round(float(result.y[-1]) / 10, 1)}}
    demo = small(more=more)
    assert demo.values["b"] == 1.0 and len(drawn) == 1
    demo.set(a=2.0)
    assert demo.values["b"] == 2.1 and len(drawn) == 2  # (2 · 10 + 1) / 10


def test_bad_input_lets_go_of_the_play_button():
    demo = small()
    demo._button.value = True
    demo._live["a"].core.value = 2.55
    assert not demo._button.value and "must not be 2.55" in demo._message.value


def test_a_control_that_would_do_nothing_is_dimmed():
    demo = small()
    box, slider = demo._live["t"].view.children
    assert not box.disabled and not slider.disabled
    demo._live["shown"].core.value = False
    assert box.disabled and slider.disabled and not box_of(demo, "a").disabled
    demo.set(shown=True)
    assert not box.disabled


def test_what_a_hand_moves_while_a_result_is_drawn_is_not_put_back():
    moved = []

    def follow(result):
        if moved:
            demo._put({"b": moved.pop()})  # the page's thread comes in between, and has to wait for its own frame
        return {"b": 1.0, "a": 2.0}

    demo = small(more={"follow": follow})
    assert demo.values["b"] == 1.0 and demo.values["a"] == 2.0
    moved.append(4.0)
    demo.set(t=1)
    assert demo.values["b"] == 4.0


def test_two_threads_never_walk_one_computation_at_once():
    """JupyterLab runs the callbacks of the page in a second thread."""
    inside, crowd = [0], []

    def compute(**values):
        for _ in range(3):
            inside[0] += 1
            crowd.append(inside[0])
            time.sleep(0.002)
            inside[0] -= 1
            yield 0.5
        return Result(np.zeros(1), np.full(1, values["a"]))

    async def run():
        demo = small(compute)

        def pull():
            for k in range(40):
                demo._live["a"].core.value = k / 20

        thread = threading.Thread(target=pull)
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.1)
        return demo.readout.en

    assert asyncio.run(run()) == "end 1.95" and max(crowd) == 1


def test_play_lets_a_long_computation_come_to_its_end():
    async def run():
        demo = small(long)
        demo._sent.observe(lambda change: setattr(demo._seen, "value", change.new), "value")
        shown = []
        demo._numbers.observe(lambda change: shown.append(change.new), "value")
        demo._live["a"].core.value = 2.0
        demo._button.value = True
        await asyncio.sleep(0)
        await demo._task
        return len(shown), demo.values["t"]

    assert asyncio.run(run()) == (1, 10)  # the picture of a = 2 was drawn; t does not move its readout


def test_quick_clicks_on_play_start_time_once():
    async def run():
        demo = small()
        for pressed in (True, False, True, False, True):
            demo._button.value = pressed
        await asyncio.sleep(0.1)
        tasks = [task for task in asyncio.all_tasks() if "Demo.play" in repr(task.get_coro())]
        demo._button.value = False
        await demo._task
        return len(tasks)

    assert asyncio.run(run()) == 1


def test_reset_stops_time_and_puts_back_what_was_refused():
    restarted = []
    demo = small(more={"restart": lambda: restarted.append(1)})
    demo._button.value = True
    type_into(demo, "word", "nonsense")
    assert not demo._button.value and "expected one or two" in demo._message.value
    demo._button.value = True
    demo._reset()
    assert not demo._button.value and box_of(demo, "word").value == "one" and demo._message.value == ""
    assert restarted == [1]


def test_what_was_refused_is_still_said_while_something_else_is_computed():
    async def run():
        demo = small(long)
        demo._live["a"].core.value = 2.0
        type_into(demo, "b", "nonsense")
        await asyncio.sleep(0.1)
        return demo.readout.en, demo._message.value

    readout, message = asyncio.run(run())
    assert readout == "end 20.00" and "nonsense" in message


def test_time_that_does_nothing_cannot_be_played():
    demo = small()
    demo._button.value = True
    demo._live["shown"].core.value = False
    assert demo._button.disabled and not demo._button.value
    demo._live["shown"].core.value = True
    assert not demo._button.disabled
