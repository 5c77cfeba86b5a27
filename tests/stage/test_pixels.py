"""Which pixels differ, and how they become bytes."""

import base64
import io

import numpy as np
import pytest
from PIL import Image, features
from stage.lines import small

from course_nn.stage.pixels import BLOCK, data_url, differing

SIZES = [(330, 860), (16, 16), (17, 5), (1, 1)]


def pictures(size, dots, seed):
    """Two pictures that differ in so many dots, anywhere."""
    rng = np.random.default_rng(seed)
    before = rng.integers(0, 256, (*size, 4), np.uint8)
    now = before.copy()
    for _ in range(dots):
        now[rng.integers(size[0]), rng.integers(size[1]), rng.integers(4)] ^= 1
    return before, now


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dots", [0, 1, 2, 5, 50])
def test_the_parts_laid_over_the_picture_before_make_the_one_that_is_now(size, dots):
    before, now = pictures(size, dots, seed=dots)
    for part in (parts := differing(before, now)):
        assert not np.array_equal(before[part], now[part])
        before[part] = now[part]
    assert np.array_equal(before, now) and bool(parts) == bool(dots)


def test_no_pixel_is_sent_twice_and_parts_begin_where_blocks_do():
    before, now = pictures(SIZES[0], 30, seed=0)
    times = np.zeros(SIZES[0], int)
    for rows, columns in differing(before, now):
        times[rows, columns] += 1
        assert rows.start % BLOCK == columns.start % BLOCK == 0
    assert times.max() == 1


def test_two_far_dots_are_two_small_parts():
    before = np.zeros((330, 860, 4), np.uint8)
    now = before.copy()
    now[20, 30] = now[300, 800] = 255
    assert differing(before, now) == [(slice(16, 32), slice(16, 32)), (slice(288, 304), slice(800, 816))]


def test_without_a_picture_before_or_with_one_of_another_size_all_differs():
    now = np.zeros((20, 30, 4), np.uint8)
    whole = [(slice(0, 20), slice(0, 30))]
    assert differing(None, now) == differing(np.zeros((40, 60, 4), np.uint8), now) == whole


def test_a_pillow_without_webp_sends_another_kind_of_picture(monkeypatch):
    pixels = small().frame.pixels
    assert data_url(pixels).startswith("data:image/webp;base64,")
    monkeypatch.setattr(features, "check", lambda name: name != "webp")
    kind, data = data_url(pixels).split(";base64,")
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    assert kind == "data:image/jpeg" and picture.format == "JPEG"
    assert np.abs(np.asarray(picture).astype(int) - pixels[..., :3]).mean() < 2
