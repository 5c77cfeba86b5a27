"""The pictures of the units show what the units answer, in the right place and the right way up."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_nn.playground.demo import playground
from course_nn.playground.unit_maps import PIXELS, REACH, Tiles
from course_nn.stage import look
from course_nn.stage.frame import Frame


def drawn(paint):
    figure = Figure((2, 2), 100)
    axes = figure.add_axes([0.1, 0.1, 0.8, 0.8], xlim=(-REACH, REACH), ylim=(-REACH, REACH))
    axes.set_axis_off()
    paint(axes)
    return np.array(Frame(figure).draw())


@pytest.mark.parametrize("zoom", [1, 4])
def test_a_tile_has_the_very_pixels_that_matplotlib_would_draw(zoom):
    values = np.random.default_rng(0).uniform(-1, 1, (PIXELS, PIXELS))
    side = REACH * PIXELS * zoom / 160  # of the image, in units of the axes, which are 160 pixels wide
    tile = drawn(lambda axes: Tiles(axes, zoom).move(np.zeros((1, 2)), [look.heat(values, -1, 1)]))
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
