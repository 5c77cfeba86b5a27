"""Small pictures side by side."""

import numpy as np

from course_nn.drawing.mosaics import SIDE, mosaic, paper, strokes


def test_every_picture_stands_in_its_frame_around_its_middle():
    cells, frames = paper(np.random.default_rng(0).random((7, 64))), np.tile(np.uint8([9, 8, 7, 255]), (7, 1))
    image, _, middles = mosaic(cells, frames, 3)
    for cell, (x, y) in zip(cells, middles):
        np.testing.assert_array_equal(image[y - 4 : y + 4, x - 4 : x + 4], cell)
        framed = image[y - 5 : y + 5, x - 5 : x + 5]
        assert np.all(framed[[0, -1]] == frames[0]) and np.all(framed[:, [0, -1]] == frames[0])


def test_the_text_of_a_picture_stands_above_it_on_white():
    image, places, middles = mosaic(paper(np.ones((4, 64))), np.zeros((4, 4), np.uint8), 2)
    assert np.all(places[:, 0] == middles[:, 0]) and np.all(middles[:, 1] - places[:, 1] > SIDE / 2)
    assert np.all(image[places[:, 1], places[:, 0]] == 255)


def test_ink_is_dark_and_paper_white():
    shades = paper(np.eye(64))[..., 0].reshape(64, 64)
    np.testing.assert_array_equal(shades, 255 - 255 * np.eye(64))


def test_five_strokes_cover_a_square_without_a_gap_and_do_not_leave_it():
    for side in (25.0, 60.0, 100.0):
        y = np.unique(strokes([(3.0, 4.0)], side, 22)[0, ::3, 1]) - 4
        assert np.all(np.diff(y) <= 22) and y[0] - 11 == -side / 2 and y[-1] + 11 == side / 2
