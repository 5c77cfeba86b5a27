"""What a demo is: found by the names of its parts, and each function is given the values if it asks for them."""

from types import FunctionType

import pytest

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.stage import Challenge, Demo, Handle, Slider, demo
from course_nn.stage.controls import Values, with_values

TITLE = Words("A line", "直线")


def paint(figure):
    return figure.subplots().plot([0, 1], [0, 0])[0]


def draw(line, result, values):
    line.set_ydata([0, result * values.a])


PARTS = dict(
    CONTROLS={"a": Slider("a", 0.0, 1.0, 0.5)},
    compute=lambda a: 2 * a,
    paint=paint,
    draw=draw,
    readout=lambda result, values: Words(f"{values.a} {result}", f"{values.a} 米 {result}"),
    CHALLENGE=Challenge(TITLE, lambda result, values: "solved" if values.a == 1 else "open"),
    HANDLES=[Handle(lambda line: line, drag=lambda result, x, y, values: {"a": values.a + y})],
    PRESETS={TITLE: {"a": 1.0}},
)


def maker_in(**module):
    """A maker whose module holds these."""
    return FunctionType(
        (lambda **values: None).__code__, module | {"__name__": "course_nn.lectures.lines.demos.line"}, "line"
    )


@pytest.fixture
def line():
    opened = demo(TITLE, height=2.0)(maker_in(**PARTS))(a=0.25)
    yield opened
    opened.close()


def test_the_parts_of_a_demo_are_found_by_their_names(line):
    assert line.values == {"a": 0.25} and line.result == 0.5 and line.height == 2.0
    assert line.controls is PARTS["CONTROLS"] and line.handles is PARTS["HANDLES"] and line.presets is PARTS["PRESETS"]
    assert line.title == TITLE and line.code() == "lines.line(a=0.25)"


def test_each_of_its_functions_may_ask_for_the_values(line):
    assert line.readout.en == "0.25 0.5" and line.artists.get_ydata() == [0, 0.125] and line.state == "open"
    line.set(a=1.0)
    assert line.readout.en == "1.0 2.0" and line.artists.get_ydata() == [0, 2.0] and line.state == "solved"
    handle = line.handles[0]
    assert handle.asks(line.result, line.values, 0.0, -0.5) == {"a": 0.5}


@pytest.mark.parametrize("missing", ["CONTROLS", "compute", "paint", "draw", "readout"])
def test_a_part_that_is_missing_is_named(missing):
    with pytest.raises(BadInput, match=f"the module of line lacks {missing}; a demo needs"):
        Demo.of(maker_in(**{name: part for name, part in PARTS.items() if name != missing}), TITLE)


def test_what_a_demo_is_cannot_be_changed():
    with pytest.raises(AttributeError):
        Demo.of(maker_in(**PARTS), TITLE).title = Words("another", "另一个")


def test_values_are_found_as_attributes_too_and_a_name_that_there_is_not_is_no_attribute():
    values = Values(w1=2.0)
    assert values.w1 == values["w1"] == 2.0 and not hasattr(values, "w2")
    assert with_values(lambda x: x, 3, values=values) == 3
    assert with_values(lambda x, values: x + values.w1, 3, values=values) == 5
