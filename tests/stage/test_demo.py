"""What a demo is: one road from a control to a picture, also while something long is computed."""

import asyncio
import copy
import gc
import io
import pickle
import signal
import threading
import time
import tracemalloc
from dataclasses import replace

import ipywidgets
import numpy as np
import pytest
from matplotlib.transforms import Transform
from stage.lines import OPEN, Result, long, pasting, picture, small

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE
from course_nn.stage import Demo


def change(demo, **parts):
    """Another function in the place of one that a running demo calls."""
    demo.spec = demo._display.spec = demo.picture.demo = replace(demo.spec, **parts)


def test_a_moved_control_moves_picture_readout_and_challenge():
    demo = small()
    before = picture(demo)
    demo.page.live["a"].core.value = 2.0
    assert picture(demo) != before
    assert demo.readout.en == "end 20.00" and demo.state == "solved"
    assert "end 20.00" in demo.page.words.value and "终点 20.00" in demo.page.words.value


def test_code_and_page_move_the_same_controls():
    demo = small(a=-1.0)
    demo.set(b=2, word="two")
    assert demo.values == dict(a=-1.0, b=2.0, whole=0, kind="p", shown=True, word="two", t=0)
    assert demo.code() == "lines.small(a=-1.0, b=2.0, whole=0, kind='p', shown=True, word='two', t=0)"


def test_bad_values_from_code_raise_and_leave_everything_as_it_was():
    demo = small(a=2.0)
    for values in (dict(a=99), dict(c=1), dict(kind="plain"), dict(shown="maybe"), dict(word="three"), dict(a=2.55)):
        with pytest.raises(BadInput) as error:
            demo.set(**values)
        assert error.value.en and error.value.zh
        assert demo.values["a"] == 2.0 and demo.readout.en == "end 20.00"
    with pytest.raises(BadInput, match="did you mean"):
        demo.set(khind="p")


def test_presets_and_reset_move_many_controls_in_one_frame():
    demo = small(b=1.0)
    steep, reset = (button for button, _ in demo.page.buttons)
    steep.click()
    assert demo.values["a"] == 3.0 and demo.state == "solved"
    reset.click()
    assert demo.values["a"] == 1.0 and demo.values["b"] == 1.0


def test_a_refused_setting_from_code_takes_nothing_from_what_was_under_way():
    """A warning that stands, and what a hand has begun."""

    async def run():
        demo = small(long_unless_refused)
        demo.page.live["b"].core.value = 1.0  # under way
        with pytest.raises(BadInput):
            demo.set(a=2.55)
        for _ in range(40):
            await asyncio.sleep(0.005)
        return demo.values["b"], demo.readout.en, demo.at_rest

    assert asyncio.run(run()) == (1.0, "end 11.00", True)


def long_unless_refused(a, b, **values):
    if a == 2.55:
        raise BadInput("a must not be 2.55", "a 不能是 2.55")
    yield 0.5
    return Result(np.arange(2), np.array([0.0, 10 * a + b]))


def test_an_unforeseen_error_is_shown_on_the_page_and_raised_under_tests(monkeypatch):
    demo = small()
    with pytest.raises(RuntimeError, match="on purpose"):
        demo.page.live["a"].core.value = -2.55
    assert "broken on purpose" in demo.page.message.value and "重置" in demo.page.message.value
    monkeypatch.delenv("PYTEST_VERSION")
    demo.page.live["a"].core.value = 1.0
    demo.page.live["a"].core.value = -2.55
    assert "broken on purpose" in demo.page.message.value


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


def test_memory_stays_flat_over_many_changes():
    demo, rng = small(), np.random.default_rng(0)

    def memory_after(changes):
        for value in rng.uniform(-2, 2, changes):
            demo.set(a=value)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        warm = memory_after(20)
        assert memory_after(50) - warm < 50 * 2000
    finally:
        tracemalloc.stop()


def test_a_long_computation_is_finished_before_code_goes_on():
    demo = small(long)
    demo.set(a=2.0)
    assert demo.readout.en == "end 20.00" and demo.page.message.value == ""


def test_a_long_computation_shows_progress_and_leaves_the_kernel_listening():
    async def run():
        demo = small(long)
        told = []
        demo.page.message.observe(lambda change: told.append(change.new), "value")
        demo.page.live["a"].core.value = 2.0
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
        demo.page.words.observe(lambda change: shown.append(change.new), "value")
        demo.page.live["a"].core.value = 2.0
        demo.page.live["a"].core.value = 3.0
        await asyncio.sleep(0.1)
        return shown

    shown = asyncio.run(run())
    assert len(shown) == 1 and "end 30.00" in shown[0]


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
                demo.page.live["a"].core.value = k / 20

        thread = threading.Thread(target=pull)
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.1)
        return demo.readout.en

    assert asyncio.run(run()) == "end 1.95" and max(crowd) == 1


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_demo_is_another_demo_at_the_same_setting(copied):
    demo = small(a=2.0, word="two")
    twin = copied(demo)
    OPEN.append(twin)
    assert twin.values == demo.values and twin.readout == demo.readout
    twin.set(a=1.0)
    assert demo.values["a"] == 2.0


def test_what_cannot_be_copied_says_how_it_can_be_rebuilt():
    demo = small(more=dict(restart=lambda: None), a=2.0)  # it remembers where it has been
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(BadInput, match=r"lines\.small\(a=2\.0"):
            attempt(demo)


def test_a_closed_demo_says_that_it_is_closed_whatever_is_asked_of_it():
    demo = small()
    demo.close()
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps, lambda demo: demo.values):
        with pytest.raises(AttributeError, match="was closed"):
            attempt(demo)


def test_closing_a_demo_never_shows_it_half_closed():
    """Another thread may look at any moment: what a closing demo has lost, it says it has lost."""
    demo = small()
    seen = []

    class Looks(dict):
        def clear(self):
            super().clear()
            seen.append(demo.closed)

    demo.__dict__ = Looks(vars(demo))
    demo.close()
    assert seen == [True]


def test_a_closed_demo_is_in_no_hurry_and_stops_no_other_from_being_painted():
    async def run():
        first, second = small(), small()
        urgency = first._display._urgency
        LANGUAGE.shown = "zh"
        first.close()
        while not second.at_rest:
            await asyncio.sleep(0.01)
        return urgency()

    assert asyncio.run(asyncio.wait_for(run(), 10)) == 0


def test_two_threads_never_paint_at_once():
    """Matplotlib has one style and one parser of formulas for all figures."""
    inside, crowd = [0], []

    def slow(draw):
        def drawn(*arguments):
            inside[0] += 1
            crowd.append(inside[0])
            time.sleep(0.002)
            draw(*arguments)
            inside[0] -= 1

        return drawn

    def move(demo):
        change(demo, draw=slow(demo.spec.draw))
        for k in range(20):
            demo.set(a=k / 10)

    threads = [threading.Thread(target=move, args=[demo]) for demo in (small(), small())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(crowd) == 40 and max(crowd) == 1


def test_what_the_result_moves_is_shown_by_its_control_without_another_frame():
    drawn = []
    more = {"follow": lambda result: drawn.append(1) or {"b": round(float(result.y[-1]) / 10, 1)}}
    demo = small(more=more)
    assert demo.values["b"] == 1.0 and len(drawn) == 1
    demo.set(a=2.0)
    assert demo.values["b"] == 2.1 and len(drawn) == 2  # (2 · 10 + 1) / 10


def test_what_a_hand_moves_while_a_result_is_drawn_is_not_put_back():
    moved = []

    def follow(result):
        if moved:
            demo._panel.put({"b": moved.pop()})  # the page's thread comes in between, and has to wait for its own frame
        return {"b": 1.0, "a": 2.0}

    demo = small(more={"follow": follow})
    assert demo.values["b"] == 1.0 and demo.values["a"] == 2.0
    moved.append(4.0)
    demo.set(t=1)
    assert demo.values["b"] == 4.0


def test_a_misspelt_name_is_told_the_nearest_one():
    demo = small()
    with pytest.raises(AttributeError, match="did you mean 'values'") as told:
        demo.value  # noqa: B018
    assert "是不是“values”" in str(told.value) and "was closed" not in str(told.value)
    assert not hasattr(demo, "_nothing")


def test_a_closed_demo_says_that_it_was_closed():
    demo = small()
    for _ in range(2):
        demo.close()
    for name in ("values", "value", "figure"):
        with pytest.raises(AttributeError, match="this demo was closed") as told:
            getattr(demo, name)
        assert "此演示已关闭" in str(told.value)


def test_what_still_comes_to_a_closed_demo_changes_nothing():
    """From a page that does not know yet, or from a cell."""
    demo = small()
    layer, change, fit = demo.page.layer, demo._changed, demo._display.fit
    demo.close()
    fit([], 2)
    demo.touched(0, 0, 1, 0, 0, 5, 5, True)
    change(None)
    demo.title = "another"
    assert demo.closed
    demo.close()
    with pytest.raises(AttributeError, match="this demo was closed"):
        demo.values  # noqa: B018
    assert layer is None or layer.comm is None


def test_a_callback_of_one_thread_waits_for_that_of_another_demo():
    inside, crowd = [], []

    def counted(a, **values):
        inside.append(a)
        crowd.append(len(inside))
        time.sleep(0.002)
        inside.pop()
        return Result(np.arange(2), np.array([a, a]))

    demos = [small(counted) for _ in range(2)]
    crowd.clear()
    threads = [threading.Thread(target=lambda demo=demo: [demo.reset() for _ in range(10)]) for demo in demos]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(crowd) == 20 and max(crowd) == 1


def test_a_readout_that_fails_says_itself_why():
    demo = pasting()
    change(demo, readout=lambda result: result.missing)
    with pytest.raises(AttributeError, match="no attribute 'missing'"):
        demo.readout  # noqa: B018


def test_the_figure_can_be_saved_for_a_paper_and_the_demo_goes_on():
    demo, file = small(), io.BytesIO()
    demo.figure.savefig(file, format="pdf")
    assert file.getvalue().startswith(b"%PDF")
    demo.set(a=2.0)
    assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())


def test_more_dots_an_inch_make_a_sharper_picture_of_the_same_size(monkeypatch):
    usual = small()
    monkeypatch.setattr(Demo, "dpi", 200)
    sharp = small()
    assert np.array(sharp.frame.pixels).shape[:2] == tuple(2 * n for n in np.array(usual.frame.pixels).shape[:2])
    assert sharp.page.picture.value.rpartition('"')[0].rpartition("alt=")[2] in usual.page.picture.value


def test_what_a_hand_moves_meanwhile_is_not_overwritten_by_what_training_has_moved():
    moved = []

    def follow(result):
        if not moved:
            return {"b": 1.0}
        demo._panel.put({"b": moved.pop()})  # the hand is quicker than the picture
        return {"b": 2.0}

    demo = small(more={"follow": follow})
    moved.append(4.0)
    demo.set(t=1)
    assert demo.values["b"] == 4.0


def test_a_good_setting_from_code_takes_a_warning_back():
    demo = small()
    demo.page.live["a"].core.value = 2.55
    assert "must not be 2.55" in demo.page.message.value
    demo.set(a=1.0)
    assert demo.page.message.value == ""


BY = pytest.mark.parametrize(
    "by", [lambda demo: demo.set(a=-1.0), lambda demo: setattr(demo.page.live["a"].core, "value", -1.0)]
)


@BY
@pytest.mark.parametrize("where", ["compute", "draw"])
def test_an_interrupt_brings_the_last_setting_back_that_was_computed(where, by):
    demo = small()
    demo.set(a=2.0)
    good, work = np.array(demo.frame.pixels), getattr(demo.spec, where)

    def interrupted(*arguments, **named):
        change(demo, **{where: work})
        if where == "draw":
            arguments[0].set_data([0, 10], [9, 9])  # half done
        raise KeyboardInterrupt

    change(demo, **{where: interrupted})
    with pytest.raises(KeyboardInterrupt):
        by(demo)
    assert demo.values["a"] == 2.0 and np.array_equal(demo.frame.pixels, good)
    assert "Interrupted" in demo.page.message.value and "已中断" in demo.page.message.value
    demo.set(a=1.5)
    assert demo.page.message.value == "" and np.array_equal(demo.frame.pixels, small(a=1.5).frame.pixels)


@BY
def test_an_interrupt_while_matplotlib_makes_an_image_is_one_when_it_gets_here(by, monkeypatch, listens_to_interrupts):
    demo = small()
    demo.set(a=2.0)
    good, draw = np.array(demo.frame.pixels), demo.spec.draw

    def with_an_image(line, *given):
        change(demo, draw=draw)
        line.axes.imshow([[0.0, 1.0], [1.0, 0.0]], extent=(0, 10, -10, 10), aspect="auto")
        with monkeypatch.context() as patch:
            patch.setattr(Transform, "__array__", lambda *given, **named: signal.raise_signal(signal.SIGINT))
            line.axes.images[0].make_image(line.figure.canvas.get_renderer())  # a ValueError of Matplotlib's

    change(demo, draw=with_an_image)
    with pytest.raises(KeyboardInterrupt):
        by(demo)
    assert demo.values["a"] == 2.0 and np.array_equal(demo.frame.pixels, good)
    assert "Interrupted" in demo.page.message.value and "This setting failed" not in demo.page.message.value
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_drawing_that_fails_half_way_is_painted_anew_from_code_and_on_the_page(monkeypatch):
    demo = small()
    demo.set(a=2.0)
    good, draw = np.array(demo.frame.pixels), demo.spec.draw

    def failing(line, *given):
        line.set(color="red")
        line.draw = swallowed  # the background is drawn anew by then

    def swallowed(renderer):
        raise ValueError("Invalid affine transformation matrix")

    change(demo, draw=failing)
    monkeypatch.delenv("PYTEST_VERSION")
    demo.page.live["a"].core.value = -1.0
    assert "This setting failed" in demo.page.message.value
    change(demo, draw=draw)
    demo.page.live["a"].core.value = 2.0
    assert np.array_equal(demo.frame.pixels, good)
    change(demo, draw=lambda *given: change(demo, draw=draw) or failing(*given))
    with pytest.raises(ValueError, match="affine"):
        demo.set(a=-1.0)
    assert demo.values["a"] == 2.0 and np.array_equal(demo.frame.pixels, good)


def test_an_interrupt_does_not_take_a_setting_for_computed_because_the_language_changed_meanwhile():
    async def run():
        demo = small(long)
        demo.page.live["a"].core.value = 2.0
        LANGUAGE.shown = "zh"
        assert demo.figure  # painted anew, while a = 2 is under way
        change(demo, compute=interrupted)
        with pytest.raises(KeyboardInterrupt):
            demo.page.live["b"].core.value = 1.0
        return demo.values, demo.readout.en

    def interrupted(**values):
        raise KeyboardInterrupt

    values, told = asyncio.run(run())
    assert (values["a"], values["b"]) == (1.0, 0.0) and told == "end 10.00"


def test_a_demo_interrupted_while_its_words_change_still_listens():
    demo = small(a=2.0, kind="q")
    kind = demo.page.live["kind"].core

    def interrupted(change):
        kind.unobserve(interrupted, "options")
        raise KeyboardInterrupt

    kind.observe(interrupted, "options")  # ipywidgets has chosen the first option by then
    with pytest.raises(KeyboardInterrupt):
        LANGUAGE.shown = "zh"
    assert demo.values["kind"] == "q"
    demo.page.live["a"].core.value = 1.0
    assert demo.readout.en == "end 10.00"


def test_a_demo_is_closed_once_what_a_hand_has_begun_is_shown():
    demo, begun, errors = small(), threading.Event(), []
    draw = demo.spec.draw

    def slow(*arguments):
        begun.set()
        time.sleep(0.05)
        draw(*arguments)

    def pull():
        try:
            demo.page.live["a"].core.value = 2.0
        except Exception as error:
            errors.append(error)

    change(demo, draw=slow)
    thread = threading.Thread(target=pull)
    thread.start()
    begun.wait(5)
    demo.close()
    thread.join()
    assert not errors
