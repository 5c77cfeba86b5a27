"""What every demo owes its reader, whatever is done to its controls."""

import importlib

import numpy as np
import pytest

from course_nn.lectures import LECTURES
from course_nn.stage import Demo
from course_nn.words import Words

WINDOWS = {section: importlib.import_module(lecture.home) for section, lecture in LECTURES.items()}
MAKERS = {
    f"{section}.{name}": getattr(window, name)
    for section, window in WINDOWS.items()
    if section != "playground"  # which has laws of its own
    for name in window.__all__
}


@pytest.fixture(scope="module", params=MAKERS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def opened(name):
    """A demo for all its tests, closed in the end: left open it would follow every later change of the language."""
    demo = MAKERS[name]()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    """The demo where it starts."""
    opened.set(**{name: control.start for name, control in opened.controls.items()})
    return opened


def numbers_of(result):
    """All numbers of a result, however it is nested."""
    if isinstance(result, dict):
        result = list(result.values())
    if isinstance(result, tuple | list):
        return np.concatenate([np.zeros(0), *(numbers_of(part) for part in result)])
    array = np.asarray(result)
    return array.astype(float).ravel() if array.dtype.kind in "fiub" else np.zeros(0)


def random_values(demo, rng):
    def any_of(samples):
        return samples[rng.integers(len(samples))]

    return {
        name: control.samples(rng)[-1] if hasattr(control, "low") else any_of(control.samples(rng))
        for name, control in demo.controls.items()
    }


def expect_good(demo):
    """Numbers without infinity, a frame, and a readout in both languages."""
    assert not np.isinf(numbers_of(demo.result)).any()
    assert np.ptp(np.asarray(demo.frame.pixels)[..., :3]) > 0
    words = demo.readout
    assert isinstance(words, Words) and all(words), words
    assert any("\u4e00" <= c <= "\u9fff" for c in words.zh) and not any("\u4e00" <= c <= "\u9fff" for c in words.en)
    assert not any(bad in words.en for bad in ("nan", "inf ", "None", "array(")), words.en
    assert demo.state in (None, "open", "almost", "solved")


def test_each_control_works_at_both_ends_in_the_middle_and_at_every_choice(demo):
    """And one that is not dimmed does something: it changes the picture or the numbers."""
    rng = np.random.default_rng(0)
    for parameter, control in demo.controls.items():
        in_use, shown = control.used(demo.values), set()
        for value in getattr(control, "names", control.samples(rng)):  # of a choice every option, the costly too
            demo.set(**{parameter: value})
            expect_good(demo)
            shown.add((demo.readout, np.asarray(demo.frame.pixels).tobytes()))
        assert len(shown) > 1 or not in_use, parameter
        demo.set(**{parameter: control.start})


def test_random_settings_give_finite_numbers_and_readouts(demo):
    rng = np.random.default_rng(1)
    for _ in range(30):
        values = random_values(demo, rng)
        result = demo.compute(**values)
        assert not np.isinf(numbers_of(result)).any(), values
        assert all(demo._readout(result)), values


def test_redrawing_what_changed_equals_drawing_the_whole(demo):
    rng = np.random.default_rng(2)
    for k in range(6):
        values = random_values(demo, rng)
        demo.set(**values)
        expect_good(demo)
        if k % 2:
            partly = np.array(demo.frame.pixels)
            assert np.array_equal(partly, demo.frame.whole()), values


def test_presets_are_settings_that_work(demo):
    for words, values in demo.presets.items():
        assert all(words)
        demo.set(**values)
        expect_good(demo)


def test_code_rebuilds_the_setting(name, demo):
    demo.set(**random_values(demo, np.random.default_rng(3)))
    again = eval(demo.code(), WINDOWS)
    assert isinstance(again, Demo) and again.values == demo.values
    assert np.array_equal(demo.frame.pixels, again.frame.pixels)
    again.close()


def test_it_fits_a_laptop_leaves_something_to_solve_and_writes_only_what_its_font_has(demo):
    """At most 900 × 560 pixels: title 32, two or three rows of controls, picture, readout and challenge in both."""
    width, height = demo.frame.figure.get_size_inches() * 100
    artists = demo.frame.figure.findobj()
    texts = [text for artist in artists if hasattr(artist, "get_text") for text in artist.get_text()]
    assert width <= 900 and height <= 380
    assert demo.state != "solved"
    assert not any("\u4e00" <= c <= "\u9fff" for c in texts)


def test_the_maker_says_what_it_does_in_both_languages(name):
    lines = MAKERS[name].__doc__.splitlines()
    assert lines[0].isascii() or any(c.isalpha() for c in lines[0])
    assert any("\u4e00" <= c <= "\u9fff" for c in lines[1])
