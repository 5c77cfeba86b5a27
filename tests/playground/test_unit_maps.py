"""The pictures of the units show what the units answer, in the right place and the right way up."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from course_nn.drawing import look
from course_nn.network import Network
from course_nn.playground.mathematics.counting import REACH
from course_nn.playground.picture.demo import playground
from course_nn.playground.picture.layout import layout
from course_nn.playground.picture.unit_maps import (
    LEFT,
    SIDE,
    TILES,
    TOP,
    Shape,
    Tiles,
    UnitMaps,
    corners,
    places,
    signs,
)
from course_nn.playground.picture.unit_maps import tile as tile_of
from course_nn.stage.frame import Frame


def drawn(paint):
    figure = Figure((2, 2), 100)
    axes = figure.add_axes([0.1, 0.1, 0.8, 0.8], xlim=(-REACH, REACH), ylim=(-REACH, REACH))
    axes.set_axis_off()
    paint(axes)
    return np.array(Frame(figure).draw())


@pytest.mark.parametrize("dots", [40, 60, 160])
def test_a_tile_has_the_very_pixels_that_matplotlib_would_draw(dots):
    values = np.random.default_rng(0).uniform(-1, 1, (20, 20))
    side = REACH * dots / 160  # half of the image's, in units of the axes, which are 160 pixels wide
    tile = drawn(lambda axes: Tiles(axes, 2 * side).move(np.zeros((1, 2)), [look.heat(values, -1, 1)]))
    image = drawn(
        lambda axes: axes.imshow(
            look.heat(values, -1, 1),
            extent=(-side, side, -side, side),
            origin="lower",
            aspect="auto",
            interpolation="nearest",
        )
    )
    assert np.array_equal(tile, image)


def test_a_point_that_is_classified_right_lies_on_its_own_colour():
    demo = playground(data="xor", epoch=30, x1=False, x2=False, x1_x2=True)
    demo.artists.answer.axes.collections[0].axes.set_axis_off()
    for points in demo.artists.answer.points.values():
        points.set_visible(False)
    pixels = np.array(demo.frame.whole()).astype(int)
    place = demo.artists.answer.axes.transData.transform(demo.result.experiment.train).round().astype(int)
    red, blue = (pixels[len(pixels) - 1 - place[:, 1], place[:, 0], c] for c in (0, 2))
    shown = blue > red
    assert np.mean(shown == demo.result.experiment.y_train) > 0.98


SIZES = [
    (2, 1),
    (7, 1),
    (2, 4, 1),
    (2, 4, 2, 1),
    (2, 5, 5, 1),
    (7, 8, 8, 1),
    (2, 4, 4, 4, 1),
    (7, 8, 8, 8, 8, 8, 8, 1),
]
SHEETS = [(8.6, 3.75), (10.8, 3.75), (15.9, 3.75), (7.95, 5.63), (5.45, 5.63)]  # inches, of figures on a page


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("sizes", SIZES)
def test_tiles_stand_apart_between_the_names_and_the_map_and_below_the_signs(sizes, sheet):
    shape = Shape(sizes, layout(*sheet).end)
    side, columns = tile_of(shape).side, places(shape)[:-1]
    for tiles in columns:
        assert np.all(np.abs(np.diff(tiles[:, 1])) > side + 0.03)
        assert tiles[:, 1].min() - side / 2 > 0.19 and tiles[:, 1].max() + side / 2 < TOP - 0.1
    across = np.array([tiles[0, 0] for tiles in columns] + [shape.end + side / 2])
    assert across[0] - side / 2 == pytest.approx(LEFT) and np.all(
        np.diff(across) - side > (0.1 if sheet[1] < 4 else 0.05)
    )
    assert len(corners(shape)) == sum(sizes[1:])
    assert np.all(np.diff(np.sort(signs(shape)[:, 0])) > 0.14)


@pytest.mark.parametrize("sheet", SHEETS)
def test_up_to_five_units_have_tiles_of_half_an_inch_or_more(sheet):
    shapes = [Shape(sizes, layout(*sheet).end) for sizes in SIZES if len(sizes) < 5 and max(sizes) <= 5]
    assert all(tile_of(shape).side >= 0.5 for shape in shapes)
    assert all(SIDE % tile.step == 0 for tile in TILES)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_parts_of_the_picture_lie_in_it_and_apart_and_the_loss_is_as_wide_as_two_inches_of_a_screen(sheet):
    place = layout(*sheet)
    network = place.network._replace(width=place.end - place.network.left)
    boxes = [network, place.answer, place.loss, place.data]
    for k, one in enumerate(boxes):
        assert one.left >= 0 and one.bottom >= 0
        assert one.left + one.width <= sheet[0] + 1e-9 and one.bottom + one.height <= sheet[1] + 1e-9
        for other in boxes[:k]:
            beside = other.left + other.width <= one.left + 1e-9 or one.left + one.width <= other.left + 1e-9
            above = other.bottom + other.height <= one.bottom + 1e-9 or one.bottom + one.height <= other.bottom + 1e-9
            assert beside or above
    assert place.answer.width == place.answer.height >= 1.9 and place.loss.width >= 1.9


def test_biases_below_0_are_orange_and_the_chosen_weight_and_dead_units_are_marked_where_they_are():
    network = Network((2, 3, 2, 1), "relu")
    network.biases[0], network.biases[1] = [-1.0, 2.0, -3.0], [1.0, -1.0]
    picture = UnitMaps(Figure((8.6, 4.4), 100).add_axes([0, 0, 1, 1], xlim=(0, 8.6), ylim=(0, 4.4)))
    dead = [np.array([False, True, False]), np.array([True, False])]
    maps = [np.zeros((n, SIDE, SIDE)) for n in network.sizes[:-1]]
    picture.move(network, maps, ("x_1", "x_2"), [1.0] * 3, dead, (0, 1, 0))
    at = places(picture.shape)
    colors = [to_hex(color).upper() for color in picture.biases.get_facecolors()]
    assert colors == [look.ORANGE if b < 0 else look.BLUE for b in (-1, 2, -3, 1, -1, 0)]
    assert np.array_equal(picture.chosen.get_xydata(), [at[0][0], at[1][1]])
    assert np.array_equal(picture.dead.get_offsets(), [at[1][1], at[2][0]])
