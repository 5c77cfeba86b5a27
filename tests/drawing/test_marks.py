"""Marks are made once and moved; a picture of them is redrawn in part exactly as it would be drawn whole."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_nn.drawing import look, marks
from course_nn.stage.frame import Frame

X = np.array([[-1.0, 2.0], [0.5, 0.5], [2.0, -1.0], [1.0, 1.0]])
CLASSES = np.array([0, 1, 1, 0])
ENTRIES = {"loss": {"color": look.BLUE}, "rate": {"color": look.GREEN, "ls": "--", "marker": "s"}}


@pytest.fixture
def axes():
    axes = Figure((4, 3), 100).subplots()
    axes.set(xlim=(-3, 3), ylim=(-3, 3))
    return axes


def agree(frame):
    return np.array_equal(np.array(frame.draw()), frame.whole())


def test_each_class_gets_its_points_and_no_other(axes):
    kinds = marks.points(axes, classes=3)
    marks.put(kinds, X, CLASSES)
    for c, artist in enumerate(kinds):
        assert np.array_equal(artist.get_xydata(), X[CLASSES == c])
    assert len(marks.points(axes)) == 2 and len({artist.get_marker() for artist in kinds}) == 3


def test_a_style_of_ones_own_replaces_that_of_the_mark(axes):
    for mark in (marks.dot, marks.ring, marks.best):
        assert mark(axes, zorder=7, mec="black").get_zorder() == 7
    assert marks.now(axes, color=look.BLACK).get_color() == look.BLACK
    assert all(artist.get_markeredgewidth() == 0.3 for artist in marks.points(axes, mew=0.3))


def test_a_heat_map_covers_its_square_and_lies_below(axes):
    surface = marks.surface(axes, 8, -2, 2)
    assert surface.get_extent() == [-2, 2, -2, 2] and surface.get_array().shape == (8, 8, 4)
    assert surface.get_zorder() < min(line.get_zorder() for line in marks.points(axes))


def test_the_line_of_time_stands_where_it_is_put(axes):
    line = marks.now(axes)
    marks.at(line, 1.5)
    assert np.array_equal(line.get_xdata(), [1.5, 1.5])


def test_a_prediction_is_dotted_so_that_nobody_takes_it_for_what_was_computed(axes):
    line, _ = marks.ghost(axes, X, "your prediction")
    assert line.is_dashed() and line._dash_pattern[1][0] < line._dash_pattern[1][1]  # dots: shorter than their gaps
    ring, _ = marks.ghost(axes, X[:1], "your prediction")
    assert ring.get_linestyle() == "None" and ring.get_markerfacecolor() == "none"


def test_all_marks_that_move_are_redrawn_as_a_whole_picture_would_be(axes):
    marks.cross(axes)
    kinds, dot, ring, best = marks.points(axes), marks.dot(axes), marks.ring(axes), marks.best(axes)
    surface, now, rows = marks.surface(axes, 8), marks.now(axes), marks.key(axes, ENTRIES.items())
    frame = Frame(axes.figure)
    for k in range(4):
        surface.set_data(look.heat(np.full((8, 8), k / 4)))
        marks.put(kinds, X + k / 4, CLASSES)
        marks.at(now, k)
        for mark in (dot, ring, best):
            mark.set_data([k / 2], [k / 3])
        assert agree(frame)
    rows[0][1].set_text("another name")
    rows[1][0].set_color(look.ORANGE)
    assert agree(frame)


def test_a_key_names_its_strokes_row_by_row_from_its_corner_on(axes):
    rows = marks.key(axes, ENTRIES.items(), x=0.1, y=0.9)
    corner = axes.transAxes.transform((0.1, 0.9))
    points = 72 / axes.figure.dpi
    for k, ((line, text), (name, style)) in enumerate(zip(rows, ENTRIES.items())):
        ends = (line.get_transform().transform(line.get_xydata()) - corner) * points
        np.testing.assert_allclose(ends, [(x, -13.5 * (k + 0.5)) for x in (0, 11, 22)])
        place = (text.get_transform().transform(text.get_position()) - corner) * points
        assert place[0] > 22 and place[1] == pytest.approx(ends[0, 1])
        assert text.get_text() == name and line.get_color() == style["color"]


def test_the_rows_of_a_key_do_not_touch_whatever_the_size_and_the_limits_of_its_axes(axes):
    rows = marks.key(axes, ENTRIES.items())
    for size, limits in (((4, 3), (0, 1)), ((2, 1.5), (1e-9, 1e9))):
        axes.figure.set_size_inches(size)
        axes.set(xlim=limits, ylim=limits)
        axes.figure.canvas.draw()
        (first, second) = (text.get_window_extent() for _, text in rows)
        assert first.y0 > second.y1 and axes.get_xlim() == limits


@pytest.mark.parametrize("labels_are_shown", [True, False])
def test_what_fits_already_is_not_set_again(axes, labels_are_shown):
    axes.tick_params(labelbottom=labels_are_shown)
    marks.fit(axes, xticks=[-1, 2], xticklabels=[30, 40], title="first")
    Frame(axes.figure).draw()
    marks.fit(axes, xlim=(-3, 3), ylim=(-3, 3), xticks=[-1, 2], xticklabels=[30, 40], title="first")
    assert not (axes.xaxis.stale or axes.yaxis.stale or axes.title.stale)


def test_what_does_not_fit_is_set(axes):
    for wanted in ({"xlim": (0, 1)}, {"title": "another"}, {"xticks": [1], "xticklabels": ["$h_1$"]}):
        marks.fit(axes, **wanted)
    assert axes.get_xlim() == (0, 1) and axes.get_title() == "another"
    assert [label.get_text() for label in axes.get_xticklabels()] == ["$h_1$"]


def test_a_tint_goes_from_white_to_the_colour_itself():
    white, half, full = (look.tint([look.BLUE, "white"], strength).astype(int) for strength in (0, 128, 255))
    assert np.all(white == 255) and np.all(full[1] == 255)
    assert list(full[0]) == [0x00, 0x72, 0xB2] and np.all((full <= half) & (half <= white))


def test_uprights_are_as_high_as_the_axes_wherever_these_end():
    axes = Figure().subplots()
    axes.set(yscale="log", ylim=(1e-3, 10))
    assert np.array_equal(marks.uprights(axes, [1, 4]), [[(1, 1e-3), (1, 10)], [(4, 1e-3), (4, 10)]])


def test_a_heat_map_is_only_drawn_again_with_other_colours(axes):
    image = marks.surface(axes, 2)
    image.stale = False
    marks.fill(image, look.heat(np.zeros((2, 2))))
    assert not image.stale
    marks.fill(image, look.heat(np.eye(2)))
    assert image.stale and np.array_equal(image.get_array(), look.heat(np.eye(2)))


def test_what_is_like_that_already_is_not_drawn_again(axes):
    line = marks.line(axes, color=look.BLUE)
    line.stale = False
    marks.change(line, color=look.BLUE, visible=True)
    assert not line.stale
    marks.change(line, color=look.GREEN)
    assert line.stale and line.get_color() == look.GREEN


@pytest.mark.parametrize("left", [0.02, 0.88])
def test_the_name_of_a_prediction_in_narrow_axes_at_the_edge_of_a_picture_is_read_whole(left):
    figure = Figure(figsize=(8.6, 3.2))
    axes = figure.add_axes((left, 0.15, 0.1, 0.75))
    axes.set(xlim=(-0.6, 1.6), ylim=(0, 100))
    *_, name = marks.ghost(axes, np.array([(0.6, 37), (1.4, 37)]), "your prediction")
    box = name.get_window_extent()
    assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1


OBSTACLES = {
    "text": lambda axes, x, y: axes.text(x, y, "a word", ha="center", va="center"),
    "line": lambda axes, x, y: axes.plot([x, x + 0.01], [y, y]),
    "points": lambda axes, x, y: axes.scatter([x], [y]),
}


@pytest.mark.parametrize("kind", OBSTACLES)
def test_the_name_of_a_prediction_makes_room_for_what_stands_where_it_would_be(kind):
    def named(put=()):
        axes = Figure(figsize=(8, 4)).add_axes((0.1, 0.1, 0.8, 0.8))
        axes.set(xlim=(0, 1), ylim=(0, 1), autoscale_on=False)
        if len(put):
            OBSTACLES[kind](axes, *put)
        box = marks.ghost(axes, np.array([(0.1, 0.5), (0.6, 0.5)]), "your prediction")[-1].get_window_extent()
        return axes, box

    axes, alone = named()
    place = axes.transData.inverted().transform(((alone.xmin + alone.xmax) / 2, (alone.ymin + alone.ymax) / 2))
    axes, box = named(place)
    assert not box.contains(*axes.transData.transform(place)), f"it covers the {kind}"
