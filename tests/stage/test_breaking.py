"""Break this moral: what a setting does to it, the least that is enough, and what is kept of it."""

import asyncio
import errno

import numpy as np
import pytest
from stage.lines import OPEN, Result

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import marks
from course_nn.stage import Change, Demo, Sceptic, Slider, Typed
from course_nn.stage.breaking import NOTHING_MOVED, SAYS_NOTHING, broken_before


def falling(effect=lambda result, values: values.a, long=False, steps=None, **values):
    """A line of which the moral is that it rises; `effect` says by how much."""

    def compute(a, b, c, note):
        result = Result(np.arange(2), np.array([0, a]))
        return slowly(result) if long else result

    def slowly(result):
        for share in (0.3, 0.6):
            if steps is not None:
                steps.append(share)
            yield share
        return result

    sceptic = Sceptic(
        Words("the line rises.", "直线上升。"),
        Words("Its rise", "升高"),
        effect,
        {"down": Change(Words("downwards", "向下"), {"a": -2.0})},
    )
    demo = Demo(
        falling,
        Words("A line", "直线"),
        {name: Slider(name, -5.0, 5.0, 4.0) for name in "abc"}
        | {"note": Typed(Words("note", "备注"), "one", lambda text: text), "sceptic": sceptic.control()},
        compute,
        lambda figure: marks.line(figure.subplots()),
        lambda line, result: line.set_data(result.x, result.y),
        lambda result: Words("a line", "直线"),
        sceptic=sceptic,
    ).open(values)
    OPEN.append(demo)
    return demo


def test_where_it_was_found_nothing_is_broken():
    assert falling().break_moral() == NOTHING_MOVED


def test_where_the_moral_says_nothing_nothing_is_broken():
    demo = falling(lambda result, values: np.nan if values.b < 0 else values.a)
    demo.set(b=-1)
    assert demo.break_moral() == SAYS_NOTHING


@pytest.mark.parametrize("a, said", [(3, "holds here, too"), (1, "Almost"), (0.1, "Broken"), (-1, "Broken")])
def test_it_holds_is_weaker_or_is_broken(a, said):
    demo = falling()
    demo.set(a=a)
    assert said in demo.break_moral().en


def test_the_least_that_is_enough_is_named_and_the_condition_that_is_missing():
    demo = falling()
    demo.set(a=-1, b=0, c=1)
    said = demo.break_moral()
    assert "This alone is enough: a = −1." in said.en and "found with a = 4" in said.en and "yours" in said.en
    assert "只改这一处就够：a = −1" in said.zh


def test_changes_that_break_it_together_only_are_named_together():
    demo = falling(lambda result, values: 4.0 if values.a > 0 or values.b > 0 else -1.0)
    demo.set(a=-1, b=-1, c=0)
    assert "This together is enough: a = −1, b = −1." in demo.break_moral().en


def test_a_change_that_the_sceptic_lists_is_recognized():
    demo = falling()
    demo.set(a=-2, b=1)
    assert "listed: “downwards”" in demo.break_moral().en


def test_what_was_broken_is_kept_and_said_when_the_demo_is_opened_again():
    demo = falling()
    assert not demo.page.broken.value
    demo.set(a=-1, b=2)
    demo.break_moral()
    assert broken_before(demo.spec, memory.recall(demo.road.lecture)) == [{"a": -1}]
    assert "a = −1" in falling().page.broken.value


def test_what_was_broken_and_cannot_be_kept_says_so(monkeypatch, tmp_path):
    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    demo = falling()
    demo.set(a=-1)
    monkeypatch.setattr("course_nn.common.log._write", full)
    demo.break_moral()
    assert "a = −1" in demo.page.broken.value and "the disk is full" in demo.page.broken.value


def test_what_another_edition_has_kept_is_left_out():
    lecture = falling().road.lecture
    for key, moved in {"gone": {"gone": 1}, "a": {"a": 99}, "b": "all"}.items():
        memory.remember(lecture, "breaks", f"falling/{key}", moved=moved)
    assert not falling().page.broken.value


def test_what_a_student_has_typed_is_text_on_the_page():
    demo = falling(lambda result, values: -1.0 if "<" in values.note else 4.0)
    demo.set(note="<b>x")
    demo.break_moral()
    assert "&lt;b&gt;x" in demo.page.broken.value and "<b>x" not in demo.page.broken.value


def test_a_demo_without_a_moral_says_so_in_code_and_has_no_button():
    demo = Demo(
        test_a_demo_without_a_moral_says_so_in_code_and_has_no_button,
        Words("A line", "直线"),
        {"a": Slider("a", -5.0, 5.0, 4.0)},
        lambda a: Result(np.arange(2), np.array([0, a])),
        lambda figure: marks.line(figure.subplots()),
        lambda line, result: line.set_data(result.x, result.y),
        lambda result: Words("a line", "直线"),
    ).open({})
    OPEN.append(demo)
    with pytest.raises(BadInput):
        demo.break_moral()
    assert demo.page.breaks is None


def test_a_long_search_goes_by_steps_and_the_kernel_listens_in_between():
    heard, steps = [], []

    async def run():
        loop = asyncio.get_running_loop()
        demo = falling(long=True, steps=steps)
        demo.set(a=-1, b=0)
        steps.clear()
        demo.page.breaks.click()
        while not demo.page.broken.value:
            heard.append(len(steps))
            await asyncio.sleep(0)
        assert loop.is_running() and "a = −1" in demo.page.broken.value

    asyncio.run(run())
    assert len({*heard}) > 3  # it was heard between the steps


def test_a_setting_that_is_handed_in_later_takes_the_place_of_the_search():
    async def run():
        demo = falling(long=True)
        demo.set(a=-1)
        demo.page.breaks.click()
        demo.set(a=3)
        demo.page.breaks.click()
        for _ in range(200):
            await asyncio.sleep(0)
        assert "holds here, too" in demo.page.broken.value
        assert not broken_before(demo.spec, memory.recall(demo.road.lecture))

    asyncio.run(run())
