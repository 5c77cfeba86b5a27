"""The veiled picture of a round as a phone shows it: an image, and where in it something is set or drawn."""

import base64
from typing import Any

import numpy as np
from matplotlib.transforms import Bbox

from course_nn.common.words import drawn_in
from course_nn.stage.choosing import Choices
from course_nn.stage.controls import Values
from course_nn.stage.description import Demo
from course_nn.stage.display import VEILED
from course_nn.stage.page import spoken
from course_nn.stage.picture import Picture
from course_nn.stage.pixels import encoded
from course_nn.stage.scales import track_of
from course_nn.stage.sheet import PIXELS
from course_nn.stage.work import finished

ROOM = [420, 700]  # page pixels of a phone
WALL = [860, 560]  # of half a wall
WIDE = [860, 700]  # in which a picture is drawn of which a part is shown
DOTS = 1.7  # a page pixel
MARGIN = 6  # page pixels around a part
IMAGE = {"format": "WEBP", "quality": 75, "method": 4}


def small_picture(
    demo: Demo, round_: str, start: dict[str, Any], asked: Choices, room: list[int] = ROOM
) -> dict[str, Any]:
    """As checked_picture has it, in both languages. 两种语言的图。

    round_ : whose question is asked; "" for one that is over: then nothing is veiled
    start  : the controls' values with which the round opens;  asked : what lies in the picture for all to see
    room   : page pixels for which it is laid out
    """
    picture, found = Picture(demo, DOTS * PIXELS), {}
    picture.veil, picture.asked = demo.veil_of(round_) if round_ else None, asked
    values = Values(demo.start() | demo.checked(start))
    result, estimate = finished(demo.result(values)), demo.estimate_of(round_) if round_ else None
    said = spoken(demo.title, VEILED if round_ else demo.say(result, values))._asdict()
    for language in ("en", "zh"):
        with drawn_in(language):
            _paint(picture, result, values, room, bool(estimate))
            box = _part(picture, estimate, whole=bool(picture.figure.columns) and room is not WALL)
            track = track_of(estimate, picture.artists, box) if estimate else []
            size = [float(side) for side in box.size / DOTS]
            found[language] = {"image": _address(picture, box), "size": size, "track": track, "alt": said[language]}
    return found


def _paint(picture, result, values, room, parted):
    """Twice, for only then it is known how it is divided. Of one whose parts cannot stack a part will be shown."""
    for _ in range(2):
        picture.resize(picture.size_in(WIDE if parted and not picture.figure.columns else room), DOTS)
        picture.paint(result, values)
    picture.show(result, values)


def _part(picture, estimate, whole):
    """What is shown of it, in dots: on a wall, and where the whole would be too small, the estimate's axes alone."""
    if not estimate or whole:
        return picture.figure.bbox
    axes = estimate.axes(picture.artists)
    part = axes.get_tightbbox(picture.figure.canvas.get_renderer()).padded(MARGIN * DOTS)
    return Bbox(np.clip(np.round(part.get_points()), 0, picture.figure.bbox.max))


def _address(picture, box):
    """The image of this part."""
    (left, low), (right, high) = box.get_points().astype(int)
    pixels = picture.frame.pixels
    image = encoded(pixels[len(pixels) - high : len(pixels) - low, left:right], **IMAGE)
    return f"data:image/webp;base64,{base64.b64encode(image).decode()}"
