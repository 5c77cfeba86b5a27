"""A figure drawn only where it changed equals the figure drawn whole."""

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from stage.lines import small

from course_nn.stage.frame import Frame, painting


@pytest.mark.parametrize("of_theirs", ["dark_background", "ggplot", {"text.usetex": True, "font.size": 30}, {}])
def test_what_a_student_sets_for_their_own_pictures_changes_none_of_ours_and_stays_set(of_theirs):
    ours = np.array(small().frame.pixels)
    with matplotlib.rc_context():
        plt.style.use(of_theirs)
        theirs = dict(matplotlib.rcParams)
        assert np.array_equal(np.array(small().frame.pixels), ours) and dict(matplotlib.rcParams) == theirs


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


def test_new_ticks_are_drawn_in_full():
    demo = small()
    demo.artists.axes.set_xticks([0, 3, 7])
    demo.set(a=2)
    assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())


def test_what_stood_still_and_is_removed_vanishes():
    demo = small()
    still = demo.artists.axes.plot([0, 10], [-5, -5], lw=4, zorder=0)[0]
    demo.frame.lay_out()
    demo.set(a=2)
    still.remove()
    demo.set(a=3)
    assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())


def test_a_changed_title_of_a_part_of_the_figure_is_drawn_as_in_a_whole_drawing():
    figure = Figure()
    part, _ = figure.subfigures(1, 2)
    part.subplots()
    title, frame = part.suptitle("8 layers"), Frame(figure)
    frame.lay_out()
    before = np.array(frame.pixels)
    title.set_text("1 layer")
    with painting():
        after = np.array(frame.draw())
    assert not np.array_equal(before, after) and np.array_equal(after, frame.whole())


def test_limits_and_ticks_that_change_in_every_frame_are_drawn_as_in_a_whole_drawing():
    demo = small()
    axes = demo.artists.axes
    axes.plot([0, 10], [-5, -5], lw=4, zorder=0)  # what stands still moves with the limits
    axes.text(3, 4, "still")
    axes.set_position((0.1, 0.2, 0.5, 0.6))
    beside = demo.figure.add_axes((0.8, 0.2, 0.1, 0.6))
    demo.frame.lay_out()
    for k in range(5):
        axes.set_ylim(-40 - 10 * k, 40 + k)
        demo.set(a=k / 2)
        assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())
    axes.set_xticks([0, 3, 7])
    demo.set(a=3)
    assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())
    for a in (2.6, 2.7):  # and an axes beside it that vanishes
        beside.set_visible(a < 2.65)
        demo.set(a=a)
        assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())


def test_only_the_axes_whose_limits_change_are_drawn_with_them(monkeypatch):
    demo, wholes = small(), []
    whole = demo.frame._draw_background
    monkeypatch.setattr(demo.frame, "_draw_background", lambda over: wholes.append(whole(over)))
    for k in range(5):
        demo.artists.axes.set_ylim(-40 - 10 * k, 40 + k)
        demo.set(a=k / 2)
    assert len(wholes) == 2


def test_ticks_that_changed_in_every_frame_vanish_with_their_axes():
    demo = small()
    axes = demo.artists.axes
    for k in range(3):
        axes.set_ylim(-40 - 10 * k, 40 + k)
        demo.set(a=k / 2)
    for a, there in ((2, False), (2.5, False), (3, True)):
        axes.set_visible(there)
        demo.set(a=a)
        assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())
