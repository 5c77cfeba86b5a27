"""While a question waits, what cannot be moved looks at rest, and a part with nothing to be seen says so."""

import pytest
from matplotlib.figure import Figure

from course_nn.drawing import look, marks
from course_nn.drawing.veiled import cover, rest


@pytest.fixture
def axes():
    return Figure().subplots()


def marked(axes):
    """Whether a question mark stands in place of its frame; it is the figure's, as a veil hides all that axes hold."""
    inside = [text.get_text() for text in axes.figure.texts if text.get_transform() == axes.transAxes]
    return inside == ["?"] and not axes.xaxis.get_visible()


def test_red_dots_are_at_rest_and_other_red_marks_stay_as_they_are(axes):
    dot, ring, square = marks.dot(axes), marks.ring(axes), marks.best(axes)
    rest(axes.figure)
    assert dot.get_markerfacecolor() == look.GREY
    assert ring.get_markeredgecolor() == look.VERMILION and square.get_markerfacecolor() == "white"


def test_axes_with_nothing_to_see_but_their_ground_have_a_question_mark(axes):
    marks.cross(axes)
    marks.line(axes)
    axes.plot([0, 1], [0, 1], visible=False)
    cover(axes.figure)
    assert marked(axes)


@pytest.mark.parametrize("draws", ["line", "text", "shape", "map"])
def test_axes_that_show_something_keep_their_frame(axes, draws):
    {
        "line": lambda: axes.plot([0, 1], [0, 1]),
        "text": lambda: axes.text(0, 0, "given"),
        "shape": lambda: axes.axvspan(0, 1),
        "map": lambda: marks.surface(axes, 4),
    }[draws]()
    cover(axes.figure)
    assert axes.xaxis.get_visible() and not marked(axes)
