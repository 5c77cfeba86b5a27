"""A film of a demo for a slide: one control from end to end, or scenes. The demo on the page stays where it is."""

import os
from collections.abc import Generator, Sequence
from contextlib import closing
from itertools import groupby
from math import log10
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, shortened
from course_nn.common.words import drawn_in
from course_nn.stage import files, movies
from course_nn.stage.callbacks import one_at_a_time
from course_nn.stage.controls import Choice, Slider, Toggle, Values
from course_nn.stage.picture import Picture
from course_nn.stage.presenting import Scene
from course_nn.stage.work import finished

KINDS = ("webp", "mp4")
A_SECOND = 15  # pictures
BEFORE, GROWS, AFTER = 15, 15, 45  # pictures of a veil that lifts: the answer, the truth that grows, and both
SHORTEST, LONGEST = 1, 20  # seconds; the longest film holds 300 pictures, a megabyte each


class Moment(NamedTuple):
    """What a demo shows when a film begins.

    picture : its Picture
    result  : in the picture, whole
    values  : of its controls
    """

    picture: Picture
    result: Any
    values: Values


class Take(NamedTuple):
    """What stands for a while in a film.

    values : of the controls that it moves
    ticks  : how long, in pictures
    """

    values: dict[str, Any]
    ticks: int


def film_path(path: str | os.PathLike) -> Path:
    """Where the film will be: without ffmpeg a film that should be an MP4 becomes an animated WebP.

    raises : BadInput for another ending, or a folder that is not there
    """
    named = files.writable(path, KINDS)
    return named if named.suffix.lower() == ".webp" or movies.ffmpeg() else named.with_suffix(".webp")


def takes_of(name: str, control: Any, seconds: float) -> list[Take]:
    """A control from end to end: a slider evenly, or in equal factors if it counts powers of ten; a choice in steps.

    raises : BadInput for a control that has no ends
    """
    total = round(seconds * A_SECOND)
    if isinstance(control, Slider):
        values = [control.near(_along(control, t)) for t in np.linspace(0, 1, total)]
        return [Take({name: value}, len([*same])) for value, same in groupby(values)]
    if isinstance(control, Choice | Toggle):
        return shared([{name: value} for value in control.samples(None)], seconds)
    raise BadInput(
        f"{name} is typed and has no ends: choose a slider or a list, or film scenes",
        f"{name} 是输入的文本，没有两端：请选滑块或列表，或改用 scenes 录制场景",
    )


def _along(slider, t):
    high = slider.reach or slider.high
    return slider.low * 10 ** (t * log10(high / slider.low)) if slider.decades else slider.low + t * (high - slider.low)


def shared(settings: Sequence[dict], seconds: float) -> list[Take]:
    """Each setting for an equal share of the time."""
    ends = np.round(np.linspace(0, seconds * A_SECOND, len(settings) + 1)).astype(int)
    return [Take(values, max(1, int(ticks))) for values, ticks in zip(settings, np.diff(ends))]


def in_time(seconds: float) -> None:
    """raises : BadInput if a film cannot last so long"""
    if not (isinstance(seconds, int | float) and SHORTEST <= seconds <= LONGEST):
        raise BadInput(
            f"seconds: expected a number from {SHORTEST} to {LONGEST}, got {shortened(seconds)}; try 6",
            f"seconds：应为 {SHORTEST} 到 {LONGEST} 之间的数，收到 {shortened(seconds)}；可以试试 6",
        )


def moved_by_itself(spec: Any, values: Values) -> str:
    """The control that a film moves if none is named: time, or else the first slider.

    raises : BadInput if there is none
    """
    used = {name: control for name, control in spec.controls.items() if control.used(values)}
    sliders = [name for name, control in used.items() if isinstance(control, Slider)]
    found = [name for name in sliders if used[name].plays] or sliders
    if found:
        return found[0]
    raise BadInput(
        f"there is no slider here: name a control with over=, one of {', '.join(spec.controls)}",
        f"这里没有滑块：请用 over= 指定控件，可选：{'、'.join(spec.controls)}",
    )


def takes(
    spec: Any, now: Values, start: Values, over: str | None, seconds: float, scenes: Sequence[Scene] | None
) -> list[Take]:
    """The takes of one control, with what else a sceptic's change moves; or of scenes, each from the start.

    over   : its name; without one time, or else the first slider
    raises : BadInput
    """
    in_time(seconds)
    if scenes is None:
        name = moved_by_itself(spec, now) if over is None else over
        found = takes_of(name, spec.control(name), seconds)
        return [take._replace(values=spec.checked(take.values)) for take in found]
    if over is not None or not scenes:
        raise BadInput(
            "expected either a control, over=, or at least one of scenes=",
            "应给出 over=（一个控件），或者 scenes=（至少一个场景），二者择一",
        )
    return shared([start | spec.checked(scene.values) for scene in scenes], seconds)


def shoot(moment: Moment, path: Path, takes: Sequence[Take], language: str) -> Generator[float, None, None]:
    """Take all pictures and write the film; yields the share that is done after each. Given up, it leaves no file.

    raises : BadInput for a setting that cannot be computed, and if the file cannot be written
    """
    film = movies.Mp4(path, A_SECOND) if path.suffix.lower() == ".mp4" else movies.Webp(path, A_SECOND)
    with film, closing(pictures(moment, takes, language)) as shots:
        for number, (take, shot) in enumerate(zip(takes, shots)):
            film.add(shot, take.ticks)
            yield (number + 1) / len(takes)


def lifting(moment: Moment, path: Path, language: str) -> Generator[float, None, None]:
    """Film how the veil lifts: the answer in the veiled picture, then the truth, which grows over it.
    把揭晓的几秒录成动画：先是遮住答案的图中所给的答案，再从左到右露出真值。

    yields the share that is done. Given up, it leaves no file
    raises : BadInput if the file cannot be written
    """
    film = movies.Mp4(path, A_SECOND) if path.suffix.lower() == ".mp4" else movies.Webp(path, A_SECOND)
    with film:
        with one_at_a_time(), drawn_in(language):
            veiled, bare = files.lifted(moment.picture, moment.result, moment.values, moment.picture.demo.dpi)
        film.add(veiled, BEFORE)
        for step in range(1, GROWS):
            film.add(wiped(veiled, bare, step / GROWS), 1)
            yield step / GROWS
        film.add(bare, AFTER)


def wiped(before: np.ndarray, after: np.ndarray, share: float) -> np.ndarray:
    """The second picture from the left, up to this share of its width, and the first beyond."""
    eased = share * share * (3 - 2 * share)  # as the page does it
    picture, edge = before.copy(), round(eased * before.shape[1])
    picture[:, :edge] = after[:, :edge]
    return picture


def pictures(
    moment: Moment, takes: Sequence[Take], language: str, dpi: float | None = None
) -> Generator[np.ndarray, None, None]:
    """The pixels of each take, as the stage draws them; between two of them others have their turn.

    dpi : dots an inch, if others than those of a demo
    """
    spec, now = moment.picture.demo, moment.values
    with one_at_a_time(), drawn_in(language):
        other = files.anew(moment.picture, moment.result, now, dpi or spec.dpi)
    try:
        for take in takes:
            with one_at_a_time(), drawn_in(language):
                now = Values(now | take.values)
                result = finished(spec.result(now))
                other.show(result, now)
                now = Values(now | spec.follow(result))
            yield np.array(other.frame.pixels)
    finally:  # a demo that remembers where it has been goes back there
        if remembers(spec):
            with one_at_a_time():
                back = {name: moment.values[name] for take in takes for name in take.values}
                finished(spec.result(Values(now | back)))


def remembers(spec: Any) -> bool:
    """Whether what a demo computes hangs on where it has been; then nobody may move it while it is filmed."""
    return spec.restart is not type(spec).restart
