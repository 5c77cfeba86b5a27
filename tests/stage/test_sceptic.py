"""A sceptic's changes: what they move, how they are named, and what is said of the moral."""

import numpy as np
import pytest
from stage.lines import OPEN, Result

from course_nn.common.outcomes import BANDS, outcome
from course_nn.common.words import Words
from course_nn.drawing import marks
from course_nn.stage import Change, Demo, Sceptic, Slider

CHANGES = {
    "low": Change(Words("a low slope", "小斜率"), {"a": 1.0}),
    "down": Change(Words("downwards", "向下"), {"a": -2.0}),
    "high": Change(Words("higher", "更高"), {"b": 3.0}),
}
SCEPTIC = Sceptic(
    Words("the line rises.", "直线上升。"),
    Words("Its rise", "升高"),
    lambda result: np.ptp(result.y) * np.sign(result.y[-1] - result.y[0]),
    CHANGES,
)


def rising(**values):
    def compute(a, b):
        x = np.linspace(0, 1, 5)
        return Result(x, a * x + b)

    controls = {"a": Slider("a", -5.0, 5.0, 4.0), "b": Slider("b", -5.0, 5.0, 0.0), "sceptic": SCEPTIC.control()}
    demo = Demo(
        rising,
        Words("A line", "直线"),
        controls,
        compute,
        lambda figure: marks.line(figure.subplots()),
        lambda line, result: line.set_data(result.x, result.y),
        lambda result: Words("a line", "直线"),
        sceptic=SCEPTIC,
    ).open(values)
    OPEN.append(demo)
    return demo


def test_a_change_moves_its_controls_and_the_next_one_takes_that_back():
    demo = rising()
    demo.set(sceptic="down")
    assert (demo.values.a, demo.values.b) == (-2, 0)
    demo.page.live["sceptic"].core.value = "high"
    assert (demo.values.a, demo.values.b) == (4, 3)
    demo.page.live["sceptic"].core.value = "lecture"
    assert (demo.values.a, demo.values.b) == (4, 0)


def test_the_choice_names_the_change_that_the_controls_show():
    demo = rising()
    for moved, named in (({"a": 1.0}, "low"), ({"b": 1.0}, "own"), ({"b": 0.0}, "low"), ({"a": 4.0}, "lecture")):
        demo.set(**moved)
        assert demo.values.sceptic == named
        name, value = next(iter(moved.items()))
        demo.page.live[name].core.value = value
        assert demo.values.sceptic == named


@pytest.mark.parametrize("change, becomes", [("low", "is weaker"), ("down", "is overturned"), ("high", "stays")])
def test_below_the_picture_stands_what_becomes_of_the_moral(change, becomes):
    demo = rising()
    assert "Its rise: 4." in demo.page.moral.value and "the line rises" in demo.page.moral.value
    demo.set(sceptic=change)
    rise = f"{demo.result.y[-1] - demo.result.y[0]:.0f}".replace("-", "−")
    assert f"4 where it was found, {rise} here" in demo.page.moral.value
    assert becomes in demo.page.moral.value


def test_it_opens_at_a_change_and_compares_it_with_the_lecture():
    demo = rising(sceptic="down")
    assert demo.values.a == -2 and "is overturned" in demo.page.moral.value
    assert "sceptic='down'" in demo.code()


def test_near_the_borders_a_half_and_a_tenth_neither_of_the_two_words_is_said():
    shares = [2.5, 0.59, 0.57, 0.5, 0.43, 0.41, 0.2, 0.13, 0.1, 0.07, 0.05, -1, float("nan")]
    said = ["stays"] * 2 + ["about half"] * 3 + ["weaker"] * 2 + ["nearly gone"] * 3 + ["reversed"] * 3
    assert [outcome(2.0, 2.0 * share) for share in shares] == said


@pytest.mark.parametrize("border, word", [(0.1, "nearly gone"), (0.5, "about half")])
@pytest.mark.parametrize("off", [-0.015, 0.0, 0.015])
def test_near_a_border_no_other_word_of_the_ledger_fits(border, word, off):
    assert [told for told in BANDS if outcome(1, border + off).fits(told)] == [word]


@pytest.mark.parametrize("share", [-1, 0.05, 0.07, 0.13, 0.15, 0.41, 0.43, 0.57, 0.59, 3])
def test_what_the_ledger_tells_holds_a_little_beyond_its_band(share):
    assert all(outcome(1, share + off).fits(outcome(1, share)) for off in (-0.015, 0.0, 0.015))
