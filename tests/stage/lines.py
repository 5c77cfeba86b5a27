"""Small demos made for the tests of the stage, and the hands that move them."""

import re
from types import SimpleNamespace
from typing import NamedTuple

import ipywidgets
import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.stage import Challenge, Choice, Demo, Pasted, Slider, Toggle, Typed

OPEN = []  # demos to be closed when the test ends: left open they would follow every later change of the language


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

    demo = Demo(
        small,
        Words("A line", "直线"),
        {
            "a": Slider("a", -3.0, 3.0, 1.0),
            "b": Slider(Words("height", "高度"), -5.0, 5.0, 0.0, unit="mV"),
            "whole": Slider("n", 0, 5, 0, 1, continuous=False),
            "kind": Choice(Words("kind", "种类"), {"p": Words("plain", "普通"), "q": Words("queer", "奇特")}, "p"),
            "shown": Toggle(Words("show", "显示"), True),
            "word": Typed(Words("word", "词"), "one", read, ("two",)),
            "t": Slider("t", 0, 10, 0, 1, plays=True, used=lambda values: values.shown),
        },
        compute or line,
        paint,
        lambda artist, result: artist.set_data(*result),
        lambda result: Words(f"end {result.y[-1]:.2f}", f"终点 {result.y[-1]:.2f}"),
        challenge=Challenge(Words("reach 20", "达到 20"), lambda result: "solved" if result.y[-1] >= 20 else "open"),
        presets={Words("steep", "陡"): {"a": 3.0}},
        **more or {},
    ).open(values)
    OPEN.append(demo)
    return demo


small.__module__ = "course_nn.lectures.lines.demos.small"  # as if it stood in a file of its own, like every demo


def pasting(reason=None):
    """A number, a typed and a pasted text, none of which does anything."""
    controls = {"a": Slider("a", -3.0, 3.0, 1.0), "word": Typed("word", "one", read), "paste": Pasted("text", read)}

    def explained(**values):
        return SimpleNamespace(reason=reason)

    demo = Demo(
        pasting,
        Words("Texts", "文本"),
        controls,
        explained,
        lambda figure: None,
        lambda *_: None,
        lambda result: Words("nothing", "无"),
    ).open({})
    OPEN.append(demo)
    return demo


def box_of(demo, name):
    """The box in which a value is typed."""
    view = demo.page.live[name].view
    boxes = (ipywidgets.Text, ipywidgets.Textarea)
    return next(w for w in [view, *getattr(view, "children", ())] if isinstance(w, boxes))


def type_into(demo, name, text):
    box_of(demo, name).value = text


def picture(demo):
    return re.search(r"base64,([^\"]+)", demo.page.picture.value)[1]


def long(**values):
    """A computation in ten steps, each of which says how much is done."""
    for k in range(10):
        yield k / 10
    x = np.linspace(0, 10, 50)
    return Result(x, values["a"] * x)
