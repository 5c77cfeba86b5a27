"""The film that refutes what is wrong: the demo of a question, from where it opens to where its picture refutes it."""

from collections.abc import Generator
from typing import Any

import numpy as np

from course_nn.common.words import drawn_in
from course_nn.lectures import settled
from course_nn.notebook.exercises import demo_of, prediction
from course_nn.notebook.live_picture import opened_at
from course_nn.stage.callbacks import one_at_a_time
from course_nn.stage.controls import Slider, Values
from course_nn.stage.description import Demo
from course_nn.stage.filming import Moment, Take, pictures, remembers
from course_nn.stage.movies import small_film
from course_nn.stage.picture import Picture
from course_nn.stage.sheet import PIXELS
from course_nn.stage.work import finished

ROOM = [940, 700]  # page pixels, of half a wall
DOTS = 1.7  # a page pixel: shown larger than it was laid out, so that it is read from the last row
SHOTS = 24  # pictures on the way
STANDS, MOVES = 2500, 160  # milliseconds of the last picture, and of each on the way
LARGEST = 1_800_000  # bytes: a longer film is not sent


def refuting_film(key: str, language: str) -> Generator[None, None, bytes]:
    """The bytes of an animated WebP; b"" where a question has no demo that can be filmed. 反驳错误答案的动态 WebP。

    Yields after each picture; in between others have their turn.

    language : of its words, "en" or "zh"
    """
    round_, demo = demo_of(key)
    if demo is None or remembers(demo):
        return b""
    with one_at_a_time(), drawn_in(language):
        end = _refutes(key, demo)
        moment = _moment(demo, end)
    takes = [Take(values, 1) for values in [*way(demo, opened_at(round_), end), end]]
    shots = []
    for shot in pictures(moment, takes, language, moment.picture.figure.dpi):
        shots.append(shot)
        yield
    return small_film(shots, [MOVES] * (len(shots) - 1) + [STANDS], LARGEST)


def way(demo: Demo, opened: dict[str, Any], end: Values) -> list[Values]:
    """Settings on the way to one: time from its beginning; or what has to be moved to get there; or the first slider.
    通向某一设置的途中各设置：时间从头开始；或需要移动的控件；或第一个滑块。

    opened : values with which the demo opens
    """
    start = Values(demo.start() | demo.checked(opened))
    sliders = {name: one for name, one in demo.controls.items() if isinstance(one, Slider) and one.used(end)}
    time = next((name for name, one in sliders.items() if one.plays), None)
    if time:
        return [Values(end | {time: value}) for value in _along(sliders[time], sliders[time].low, end[time])]
    quick = {name: one for name, one in sliders.items() if one.continuous}
    moved = {name: _along(one, start[name], end[name]) for name, one in quick.items() if start[name] != end[name]}
    if not moved and quick:
        name, one = next(iter(quick.items()))
        moved = {name: _along(one, one.low, one.low)}
    return [Values(end | dict(zip(moved, values))) for values in zip(*moved.values())]


def _along(slider: Slider, low: float, high: float) -> list[float]:
    """From one value to another; where both are the same, from end to end."""
    high = high if high != low else slider.reach or slider.high
    shares = np.linspace(0, 1, SHOTS)
    if slider.decades:
        return [slider.near(low * (high / low) ** share) for share in shares]
    return [slider.near(low + share * (high - low)) for share in shares]


def _refutes(key: str, demo: Demo) -> Values:
    """The values of the controls at which the picture refutes what is wrong."""
    estimate = prediction(key).estimate()
    wanted = settled(key) | (dict(estimate.shown) if estimate else {})
    return Values(demo.start() | demo.checked(wanted))


def _moment(demo: Demo, values: Values) -> Moment:
    """The picture for the wall, laid out as it stands at the end."""
    picture, result = Picture(demo, DOTS * PIXELS), finished(demo.result(values))
    for _ in range(2):  # only then it is known how it is divided
        picture.resize(picture.size_in(ROOM), DOTS)
        picture.paint(result, values)
    return Moment(picture, result, values)
