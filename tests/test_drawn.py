"""That lines of what is drawn tell what an eye would see, and nothing that it would not."""

from types import SimpleNamespace

import numpy as np
import pytest
from drawn import picture
from drawn_files import Reviewed, differences, read, write
from matplotlib.figure import Figure

from course_nn.drawing import look

X = np.linspace(0, 3, 40)


def figure():
    figure = Figure()
    axes = figure.subplots()
    axes.set(xlim=(0, 3), ylim=(-1, 10), xlabel="x")
    parts = SimpleNamespace(
        axes=axes,
        curve=axes.plot(X, X**2, color=look.BLUE)[0],
        dot=axes.plot([1], [2], "o", color=look.VERMILION)[0],
        name=axes.text(1, 2, "loss 0.25"),
        bars=axes.bar([1, 2], [3, 4], color=look.GREY),
        points=axes.scatter([1, 2], [5, 6], c=[look.ORANGE, look.BLUE]),
        map=axes.imshow(look.heat(np.arange(9).reshape(3, 3), 0, 8), extent=(0, 1, 0, 1), aspect="auto"),
    )
    axes.set(xlim=(0, 3), ylim=(-1, 10))
    return figure, parts


def changed(change):
    """Which lines say something else when that was done to the picture."""
    now, parts = figure()
    change(parts)
    kept = {place: str(line) for place, line in picture(figure()[0]).items()}
    now = picture(now)
    return [place for place in kept if place not in now or not now[place].says(kept[place])]


def test_the_same_picture_says_the_same():
    assert not changed(lambda parts: None)


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.dot.set_data([2], [1]),
        lambda parts: parts.curve.set_ydata(-(X**2)),
        lambda parts: parts.curve.set_data(X**2, X),
        lambda parts: parts.curve.set_data(X[1:], X[:-1] ** 2),
        lambda parts: parts.curve.set_color(look.ORANGE),
        lambda parts: parts.name.set_text("loss 0.27"),
        lambda parts: parts.name.set_text("error 0.25"),
        lambda parts: parts.name.set_visible(False),
        lambda parts: parts.bars[1].set_height(3),
        lambda parts: parts.points.set_facecolor([look.BLUE, look.ORANGE]),
        lambda parts: parts.map.set_data(look.heat(np.arange(9).reshape(3, 3).T, 0, 8)),
        lambda parts: parts.axes.set_ylim(-1, 11),
    ],
)
def test_a_wrong_sign_a_swap_another_colour_and_another_word_are_seen(change):
    assert len(changed(change)) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.dot.set_data([1.004], [2]),
        lambda parts: parts.curve.set_ydata(X**2 + 0.02),
        lambda parts: parts.name.set_text("loss 0.26"),
    ],
)
def test_what_no_eye_sees_is_not(change):
    assert not changed(change)


class Demo:
    """As much of one as its file asks for."""

    spec = SimpleNamespace(name="a.demo", ghost=None)

    def __init__(self):
        self.figure, self.parts = figure()

    def move(self, values):
        self.parts.dot.set_data([values.get("x", 1)], [2])
        self.parts.name.set_visible("x" not in values)


def test_a_file_is_read_as_it_was_written_and_a_loose_line_holds_but_for_its_numbers(tmp_path):
    path, demo = tmp_path / "drawn/demo.txt", Demo()
    write(path, demo, Reviewed([{}, {"x": 2.5}]), Demo.move)
    reviewed = read(path)
    assert reviewed.settings == [{}, {"x": 2.5}] and not differences(reviewed, demo, Demo.move)
    assert path.read_text("utf-8").count("line of 40 blue") == 1, "what stays is written once"
    (place,) = (place for place, line in reviewed.pages[0].items() if "vermilion" in line)
    reviewed.pages[0][place] = reviewed.pages[0][place].replace("(1, 2)", "(1, 3)")
    assert len(differences(reviewed, demo, Demo.move)) == 1
    reviewed.pages[0][place] = "~" + reviewed.pages[0][place]
    assert not differences(reviewed, demo, Demo.move)
    write(path, demo, reviewed, Demo.move)
    assert f"\n{place} ~line" in path.read_text("utf-8"), "it stays loose"
