"""A drawing becomes the 64 numbers that the data set would have of it."""

import numpy as np
import pytest

from course_nn.common.ink import CELLS
from course_nn.datasets import digits
from course_nn.handwriting import WIDE, as_digit, blocks, even_stroke, grown, normalised, stretched, upright
from course_nn.scripted_hands import WAYS, Manner, drawn


def bitmap_of(counts):
    """A bitmap with these counts (8, 8): in each block the dots are inked that a smooth surface has highest."""
    place = np.linspace(-0.375, 7.375, CELLS)
    below = np.floor(place).astype(int).clip(0, 6)
    share = np.zeros((CELLS, 8))
    share[np.arange(CELLS), below], share[np.arange(CELLS), below + 1] = 1 - (place - below), place - below
    parts = (share @ counts @ share.T).reshape(8, 4, 8, 4).transpose(0, 2, 1, 3).reshape(64, 16)
    inked = np.argsort(np.argsort(-parts, axis=1), axis=1) < counts.ravel()[:, None]
    return inked.reshape(8, 8, 4, 4).transpose(0, 2, 1, 3).reshape(CELLS, CELLS)


def all_as_digits(manner):
    """Every digit in every way, drawn in this manner: (50, 64)."""
    return np.array([as_digit(drawn(digit, way, manner)) for digit in range(10) for way in range(WAYS)])


def test_drawn_as_large_as_the_sheet_a_digit_of_the_data_gets_nearly_its_own_numbers_back():
    X = digits().X[:300]
    drawings = [bitmap_of((16 * x).round().reshape(8, 8).astype(int)) for x in X]
    assert all((blocks(one).ravel() == (16 * x).round()).all() for one, x in zip(drawings, X))
    again = np.array([as_digit(one) for one in drawings])
    off = np.abs(again - X).mean(axis=1)
    other = np.abs(X - X[::-1]).mean()  # from another digit
    assert np.median(off) < 1 / 16 and off.mean() < other / 4


def test_the_place_of_a_drawing_does_not_matter():
    small = drawn(7, 1, Manner(tall=16))
    for right, down in ((-7, 0), (6, 5), (0, -5)):
        assert (as_digit(np.roll(small, (down, right), (0, 1))) == as_digit(small)).all()


def test_the_size_of_a_drawing_matters_little_and_that_of_its_bitmap_not_at_all():
    large = normalised(drawn(2, 0, Manner(tall=28)))
    small = normalised(drawn(2, 0, Manner(tall=16, pen=1.3 * 16 / 28)))
    assert np.mean(large != small) < 0.1
    for bitmap in (large, small):
        rows = np.flatnonzero(bitmap.any(axis=1))
        assert (rows[0], rows[-1]) == (0, CELLS - 1)


def test_the_box_around_the_ink_becomes_20_dots_wide_in_the_middle_and_as_tall_as_the_sheet():
    bitmap = stretched(drawn(4, 0, Manner(tall=18, right=5)))
    columns = np.flatnonzero(bitmap.any(axis=0))
    assert (columns[0], columns[-1]) == ((CELLS - WIDE) // 2, (CELLS + WIDE) // 2 - 1)
    assert bitmap[0].any() and bitmap[-1].any()


@pytest.mark.parametrize("tall, wide, steps", [(10, 5, 2), (20, 10, 1), (20, 15, 0), (26, 18, -1), (30, 24, -2)])
def test_strokes_grow_below_256_and_108_dots_and_shrink_above_412_and_560(tall, wide, steps):
    block = np.zeros((CELLS, CELLS), bool)
    block[1 : 1 + tall, 2 : 2 + wide] = True
    expected = block
    for _ in range(abs(steps)):
        expected = grown(expected) if steps > 0 else ~grown(~expected)
    assert (even_stroke(block) == expected).all()


def test_a_thin_pen_leaves_nearly_as_much_ink_as_a_thick_one():
    thin, thick = (all_as_digits(Manner(tall=26, pen=pen)).sum(axis=1) for pen in (0.8, 2.2))
    assert np.median(thin / thick) > 0.65  # measured: 0.88; as thin as drawn, 0.42


def test_what_leans_to_the_right_becomes_nearly_what_leans_to_the_left():
    right, left = (all_as_digits(Manner(tall=26, lean=lean)) for lean in (0.3, -0.25))
    assert np.median(np.abs(right - left).mean(axis=1)) < 0.17  # measured: 0.11; leaning as drawn, 0.23


def test_a_lean_is_taken_out():
    leans = [upright(drawn(1, 0, Manner(tall=28, lean=lean))) for lean in (0.0, 0.3, -0.25)]
    spread = [np.ptp([np.flatnonzero(row).mean() for row in one if row.any()]) for one in leans]
    assert max(spread) <= 2


def test_a_blank_sheet_is_64_zeros_and_a_single_dot_is_a_digit_too():
    dot = np.zeros((CELLS, CELLS), bool)
    assert not as_digit(dot).any()
    dot[5, 5] = True
    assert as_digit(dot).sum() > 0
