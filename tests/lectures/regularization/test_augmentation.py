"""Shifts, rotations and mirrors as matrices, against moving the pictures themselves."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.datasets import digits
from course_nn.lectures.regularization.augmentation import at_random, framed, mirror, rotation, shift, trimmed

PICTURES = digits().X[:20]


def seen(matrix):
    """The pictures after this matrix: (20, 8, 8)."""
    return (PICTURES @ matrix.T).reshape(-1, 8, 8)


@pytest.mark.parametrize("dx, dy", [(0, 0), (1, 0), (-2, 0), (0, 3), (-1, 1)])
def test_a_shift_moves_the_picture_right_and_down_and_loses_what_leaves_it(dx, dy):
    padded = np.pad(PICTURES.reshape(-1, 8, 8), ((0, 0), (8, 8), (8, 8)))
    assert np.array_equal(seen(shift(dx, dy)), padded[:, 8 - dy : 16 - dy, 8 - dx : 16 - dx])


def test_a_mirror_swaps_left_and_right_and_is_its_own_inverse():
    assert np.array_equal(seen(mirror()), PICTURES.reshape(-1, 8, 8)[:, :, ::-1])
    assert np.array_equal(mirror() @ mirror(), np.eye(64))


def test_quarter_turns_are_those_of_numpy_against_the_clock():
    for quarters in range(4):
        expected = np.rot90(PICTURES.reshape(-1, 8, 8), quarters, axes=(1, 2))
        assert np.allclose(seen(rotation(90 * quarters)), expected, atol=1e-12)


def test_a_small_turn_is_the_bilinear_one_of_scipy():
    ndimage = pytest.importorskip("scipy.ndimage")
    for picture, turned in zip(PICTURES.reshape(-1, 8, 8), seen(rotation(20))):
        expected = ndimage.rotate(np.pad(picture, 4), 20, reshape=False, order=1)[4:12, 4:12]
        assert np.allclose(turned, expected, atol=1e-9)


def test_a_turn_and_back_is_nearly_nothing_and_no_ink_is_invented():
    matrix = rotation(20)
    assert (matrix >= 0).all() and matrix.sum(axis=1).max() < 1 + 1e-12
    inner = np.zeros((8, 8))
    inner[3:5, 3:5] = 1
    assert np.corrcoef(rotation(-20) @ matrix @ inner.ravel(), inner.ravel())[0, 1] > 0.9


def test_every_digit_touches_the_top_and_the_bottom_edge_so_an_upright_shift_cuts_ink_off_it():
    ink = digits().X.reshape(-1, 8, 8)
    assert (ink[:, 0].max(axis=1) > 0).all() and (ink[:, -1].max(axis=1) > 0).all()
    lost = [1 - (digits().X @ shift(*step).T).sum() / digits().X.sum() for step in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    assert max(lost[:2]) < 0.005 and min(lost[2:]) > 0.1


def test_on_a_sheet_with_a_margin_a_shift_moves_all_the_ink_and_trimming_cuts_what_leaves_the_middle():
    sheets = framed(PICTURES, 1)
    moved = sheets @ shift(1, -1, 10).T
    assert np.allclose(moved.sum(axis=1), PICTURES.sum(axis=1))
    middle = (moved @ trimmed(1).T).reshape(-1, 10, 10)
    assert np.array_equal(middle[:, 1:9, 1:9], seen(shift(1, -1))) and middle.sum() < moved.sum()
    assert np.array_equal(middle, np.pad(middle[:, 1:9, 1:9], ((0, 0), (1, 1), (1, 1))))


def test_a_larger_sheet_is_turned_and_mirrored_as_a_whole():
    sheets = framed(PICTURES, 1)
    assert np.allclose(
        (sheets @ rotation(90, 10).T).reshape(-1, 10, 10), np.rot90(sheets.reshape(-1, 10, 10), 1, (1, 2))
    )
    assert np.array_equal(sheets @ mirror(10).T, framed(PICTURES @ mirror().T, 1))


def test_each_picture_gets_one_of_the_matrices_and_all_of_them_come_up():
    matrices = [shift(0, 0), shift(1, 0), shift(0, 1)]
    moved = at_random(matrices)(np.repeat(PICTURES[None], 30, axis=0), np.random.default_rng(0))
    found = np.array([[[np.allclose(x, m @ p) for m in matrices] for x, p in zip(run, PICTURES)] for run in moved])
    assert found.any(axis=2).all() and (found.mean(axis=(0, 1)) > 0.25).all()


@pytest.mark.parametrize("step", [(8, 0), (0.5, 0), (0, -9)])
def test_a_shift_by_what_is_no_whole_pixel_is_refused(step):
    with pytest.raises(BadInput) as error:
        shift(*step)
    assert error.value.en and error.value.zh
