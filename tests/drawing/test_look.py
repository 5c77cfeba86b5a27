"""One look: colours that carry their meaning, numbers as they are printed."""

import re
from colorsys import rgb_to_hsv
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from course_nn.drawing import look
from course_nn.drawing.look import CLASS_COLORS, CLASS_MARKERS, STYLE, grid, heat, one_line
from course_nn.drawing.numbers import number
from course_nn.stage import layer

HUES = {name: getattr(look, name) for name in ("BLUE", "ORANGE", "VERMILION", "GREEN")}
LINES = HUES | {"BLACK": look.BLACK, "GREY": look.GREY}  # what shows something; PALE is only context
GROUND = look.on_dark("white")
ENDS = [to_hex(end / 255) for end in heat([[0.0, 1.0]])[0]]


def test_heat_runs_from_orange_through_near_white_to_blue_and_clips():
    low, middle, high, beyond = heat([[0.0, 0.5, 1.0, 9.0]])[0].astype(int)
    assert low[0] > low[2] and high[2] > high[0] and (middle[:3] > 240).all()
    assert (high == beyond).all() and (low[3], high[3]) == (255, 255)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 1), (-4, 4)])
def test_heat_is_white_in_the_middle_of_its_span(low, high):
    assert (heat([[(low + high) / 2]], low, high)[0, 0, :3] > 240).all()


def test_classes_differ_by_shape_as_well_as_by_colour():
    assert len(set(CLASS_COLORS)) == len(set(CLASS_MARKERS)) == 2


def test_numbers_have_a_true_minus_and_no_negative_zero():
    assert [number(x) for x in (-1.5, 0.0, -0.0001, 2)] == ["−1.50", "0.00", "0.00", "2.00"]
    assert number(-0.126, 1) == "−0.1"


def test_a_grid_goes_row_by_row_from_below():
    points = grid(-1, 1, 3)
    assert points.shape == (9, 2) and points[1].tolist() == [0, -1] and points[-1].tolist() == [1, 1]
    assert np.array_equal(points[:, 0].reshape(3, 3)[0], [-1, 0, 1])


def test_pieces_become_one_line_with_a_gap_after_each():
    x, y = one_line([[[0, 1], [2, 3]], [[4, 5], [6, 7]]])
    assert x.tolist()[:2] + x.tolist()[3:5] == [0, 2, 4, 6] and y.tolist()[:2] + y.tolist()[3:5] == [1, 3, 5, 7]
    assert np.isnan([x[2], y[2], x[5], y[5]]).all() and x.shape == (6,)
    assert one_line([]).shape == one_line(np.empty((0, 2, 2))).shape == (2, 0)


def test_every_setting_of_the_style_is_one_that_matplotlib_knows():
    matplotlib = pytest.importorskip("matplotlib")
    assert set(STYLE) <= set(matplotlib.rcParams)


@pytest.mark.parametrize("color", [*LINES.values(), *map(look.ink, LINES.values()), look.ink(look.PALE)])
def test_lines_and_words_stand_out_from_a_dark_ground_by_4_5_to_1(color):
    assert look.contrast(look.on_dark(color), GROUND) >= look.ENOUGH


@pytest.mark.parametrize("color", HUES.values(), ids=HUES)
def test_a_colour_means_on_a_dark_page_what_it_means_on_a_light_one(color):
    (hue, *_), (seen, *_) = (rgb_to_hsv(*to_rgb(one)) for one in (color, look.on_dark(color)))
    assert abs(hue - seen) < 0.02


@pytest.mark.parametrize("end", ENDS)
def test_light_words_can_be_read_on_a_heat_map_of_a_dark_page_as_dark_ones_on_a_light_page(end):
    assert look.contrast(look.BLACK, end) >= look.ENOUGH
    assert look.contrast(look.on_dark(look.BLACK), look.on_dark(end)) >= look.ENOUGH


def test_greys_change_their_order_and_white_becomes_the_ground():
    greys = [to_rgb(look.on_dark((level,) * 3)) for level in np.linspace(0, 1, 11)]
    assert (np.diff(greys, axis=0) < 0).all() and greys[-1] == to_rgb("#111111")


def test_the_page_shades_with_the_numbers_of_the_palette():
    source = Path(layer.__file__).with_name("layer.js").read_text("utf-8")
    said = re.search(r"const GROUND = (\S+), LIGHT = (\S+);", source)
    assert said and (float(said[1]), float(said[2])) == (look.GROUND, look.LIGHT)
