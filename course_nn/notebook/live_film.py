"""The film that refutes what is wrong: the demo of a question, from where it opens to where its picture refutes it."""

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.words import Words, drawn_in
from course_nn.lectures import round_of, settled
from course_nn.notebook.exercises import demo_before, demo_of, prediction
from course_nn.notebook.live_picture import opened_at
from course_nn.stage import sceptic
from course_nn.stage.callbacks import one_at_a_time
from course_nn.stage.controls import Choice, Slider, Toggle, Values, in_both
from course_nn.stage.description import Demo
from course_nn.stage.filming import Moment, Take, pictures, remembers
from course_nn.stage.movies import small_film
from course_nn.stage.page import spoken
from course_nn.stage.picture import Picture
from course_nn.stage.sheet import PIXELS
from course_nn.stage.work import finished

ROOM = [940, 700]  # page pixels, of half a wall
DOTS = 1.7  # a page pixel: shown larger than it was laid out, so that it is read from the last row
SHOTS, FEW = 24, 6  # pictures on the way; as many as seem to move
STANDS, WAITS = 2500, 1000  # milliseconds of the last picture; of each on the way, if they are few
MOVES = 170  # else: six changes a second are three flashes, and more could do harm
LARGEST = 1_800_000  # bytes: a longer film is not sent


class Film(NamedTuple):
    """An animated WebP, and what is seen in it, for those who cannot see it.
    动态 WebP，及其文字说明。
    """

    data: bytes
    says: Words


def refuting_film(key: str, language: str) -> Generator[None, None, Film | None]:
    """The film of a question; None where its round has no demo. 反驳错误答案的动画；该轮没有演示时为 None。

    Yields after each picture; in between others have their turn.

    language : of its words, "en" or "zh"
    """
    demo = demo_of(key)[1] or demo_before(key)
    found = round_of(key)
    if demo is None or found is None or remembers(demo):
        return None
    with one_at_a_time(), drawn_in(language):
        end = _refutes(key, demo)
        moment = _moment(demo, end)
    opened = opened_at(found[0])
    moves = way(demo, opened, end)
    shots = yield from _shots(moment, [*moves, end], language)
    if all(np.array_equal(shot, shots[-1]) for shot in shots):  # what moves there is not seen: so only where it begins
        moves = [Values(demo.start() | demo.checked(opened))]
        shots = yield from _shots(moment, [*moves, end], language)
    each = MOVES if len({*map(repr, moves)}) > FEW else WAITS
    return Film(small_film(shots, [each] * (len(shots) - 1) + [STANDS], LARGEST), _seen(moment, moves))


def _shots(moment, settings, language):
    """The pixels of each setting; others have their turn in between."""
    shots = []
    for shot in pictures(moment, [Take(values, 1) for values in settings], language, moment.picture.figure.dpi):
        shots.append(shot)
        yield
    return shots


def _seen(moment: Moment, moves: list[Values]) -> Words:
    """What moves, from where to where; and what the last picture shows, as a reader of the page hears it."""
    demo = moment.picture.demo
    goes = [_goes(demo.controls[name], *ends) for name, ends in _moved(moves, moment.values).items()]
    at_the_end = demo.say(moment.result, moment.values)
    en, zh = "; ".join(one.en for one in goes), "；".join(one.zh for one in goes)
    return spoken(
        Words(f"{demo.title.en}. {en}", f"{demo.title.zh}。{zh}") if goes else demo.title,
        Words(f"At the end: {at_the_end.en}", f"最后：{at_the_end.zh}"),
    )


def _moved(moves, end):
    """{control: its first and last value} of those that a film moves."""
    first, last = moves[0] if moves else end, moves[-1] if len(moves) > 1 else end
    return {name: (first[name], last[name]) for name in first if first[name] != last[name]}


def _goes(control, low, high):
    label, (low, high) = in_both(control.means or control.label), (control.says(low), control.says(high))
    return Words(f"{label.en}: from {low.en} to {high.en}", f"{label.zh}：从 {low.zh} 变到 {high.zh}")


def way(demo: Demo, opened: dict[str, Any], end: Values) -> list[Values]:
    """Settings on the way to one: time from its beginning; or what has to be moved to get there; or what can be.
    通向某一设置的途中各设置：时间从头开始；或需要移动的控件；或可以移动的控件。

    opened : values with which the demo opens
    """
    start = Values(demo.start() | demo.checked(opened))
    used = {name: one for name, one in demo.controls.items() if one.used(end) and name != sceptic.NAME}
    sliders = {name: one for name, one in used.items() if isinstance(one, Slider)}
    time = next((name for name, one in sliders.items() if one.plays), None)
    quick = {name: one for name, one in sliders.items() if one.continuous}
    if time:
        return _each(end, time, _through(sliders[time], end[time]))
    if moved := {name: _along(one, start[name], end[name]) for name, one in quick.items() if start[name] != end[name]}:
        return [Values(end | dict(zip(moved, values))) for values in zip(*moved.values())]
    if any(start[name] != end[name] for name in used):
        return [start]
    if quick:
        name, one = next(iter(quick.items()))
        return _each(end, name, _along(one, one.low, one.low))
    lists = {name: one.samples(None) for name, one in used.items() if isinstance(one, Choice | Toggle)}
    return next((_each(end, name, values) for name, values in lists.items() if len(values) > 1), [])


def _each(end, name, values):
    return [Values(end | {name: value}) for value in values]


def _through(slider, end):
    """Of time: from its beginning on; if that is but a few steps, as far as its slider goes."""
    values = _along(slider, slider.low, end)
    return values if len({*values}) > FEW else _along(slider, slider.low, slider.low)


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
