"""A recording shows what the demo shows."""

import io

import numpy as np
import pytest
from book import axes, recording
from book.recording import at_place, every_second, pixels, record, recording_of, size
from PIL import Image

from course_nn.common.words import LANGUAGE
from course_nn.lectures import start


@pytest.fixture(scope="module")
def recorded():
    LANGUAGE.shown = "en"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(axes, "PICTURES", 25)
        return record(start.one_weight(), "")


def image(shot):
    return Image.open(io.BytesIO(shot.image)).convert("RGBA")


def test_every_place_shows_what_the_demo_shows_there(recorded):
    LANGUAGE.shown = "en"
    demo, base = start.one_weight(), image(recorded.shots[at_place(recorded, recorded.of[0])])
    for places in [(0, 0), (4, 1), (2, 3)]:
        shot = recorded.shots[at_place(recorded, places)]
        demo.set(**{axis.name: axis.values[place] for axis, place in zip(recorded.axes, places)})
        assert shot.says == demo.readout and shot.state == demo.state
        laid_over = np.asarray(Image.alpha_composite(base, image(shot))).astype(int)
        live = pixels(demo)[..., None].view(np.uint8).astype(int)
        assert np.abs(laid_over - live).mean() < 1 and (np.abs(laid_over - live) > 60).mean() < 0.002


def test_what_is_alike_is_kept_once(recorded):
    assert len({*recorded.shots}) == len(recorded.shots) <= len(recorded.order)
    assert recorded.size == sum(len(image) for image in {shot.image for shot in recorded.shots})


def test_above_the_limit_sliders_have_fewer_places_but_the_start_stays(recorded, monkeypatch):
    w, b = recorded.axes
    taken = {
        (0, i, k): recorded.shots[at_place(recorded, (i, k))]
        for i in range(len(w.values))
        for k in range(len(b.values))
    }
    monkeypatch.setattr(recording, "LEAST", 2)
    monkeypatch.setattr(recording, "LIMIT", recorded.size // 2)
    fewer = recording_of(recorded.scenes, recorded.axes, recorded.of, taken)
    assert fewer.size <= recorded.size // 2 and len(fewer.order) < len(recorded.order)
    assert [axis.values[place] for axis, place in zip(fewer.axes, fewer.of[0])] == [2.0, 2.0]
    for i, first in enumerate(fewer.axes[0].values):
        for k, second in enumerate(fewer.axes[1].values):
            there = (w.values.index(first), b.values.index(second))
            assert fewer.shots[at_place(fewer, (i, k))] == recorded.shots[at_place(recorded, there)]


def test_a_limit_that_cannot_be_kept_ends(recorded, monkeypatch):
    monkeypatch.setattr(recording, "LIMIT", 1)
    taken = {
        (0, i, k): recorded.shots[0]
        for i in range(len(recorded.axes[0].values))
        for k in range(len(recorded.axes[1].values))
    }
    assert len(recording_of(recorded.scenes, recorded.axes, recorded.of, taken).shots) == 1


def test_every_second_place_stays_with_the_last_and_those_that_must():
    assert every_second([0, 1, 2, 3, 4, 5], {3}) == [0, 2, 3, 4, 5]


def test_a_picture_is_counted_once(recorded):
    assert size([recorded.shots[0], recorded.shots[0]]) == len(recorded.shots[0].image)
