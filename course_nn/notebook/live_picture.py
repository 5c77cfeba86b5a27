"""The veiled picture of a question, for phones: what a student sees of the round before answering."""

import ast
import base64
from functools import cache
from typing import Any

import numpy as np
from matplotlib.transforms import Bbox

from course_nn.common.words import drawn_in
from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import demo_of, prediction
from course_nn.stage.choosing import Choices
from course_nn.stage.controls import Values
from course_nn.stage.picture import Picture
from course_nn.stage.pixels import encoded
from course_nn.stage.scales import track_of
from course_nn.stage.sheet import PIXELS
from course_nn.stage.work import finished

ROOM = [420, 700]  # page pixels of a phone
WIDE = [860, 700]  # in which a picture is drawn of which a part is shown
DOTS = 1.7  # a page pixel
MARGIN = 6  # page pixels around a part
IMAGE = {"format": "WEBP", "quality": 75, "method": 4}
LONGEST = 80_000  # letters of both images: more is not sent


def opened_at(round_: str) -> dict[str, Any]:
    """The controls' values with which the cell of a round opens its demo. 某轮的单元格打开演示时给定的控件值。"""
    pairs = LECTURES[round_.split("-")[0]].text.pairs
    code = next((en.code for en, _ in pairs if en.key == f"{round_}-play"), "")
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return {word.arg: ast.literal_eval(word.value) for word in calls[0].keywords if word.arg} if calls else {}


@cache
def veiled_picture(key: str) -> dict[str, Any] | None:
    """As checked_picture has it; None where no picture stands over the answers, or it is too large to be sent.
    题目的图；没有图或图太大时返回 None。
    """
    round_, demo = demo_of(key)
    if demo is None:
        return None
    picture, found = Picture(demo, DOTS * PIXELS), {}
    picture.veil, picture.asked = demo.veil_of(round_), veiled_options(key)
    values = Values(demo.start() | demo.checked(opened_at(round_)))
    result, estimate = finished(demo.result(values)), demo.estimate_of(round_)
    for language in ("en", "zh"):
        with drawn_in(language):
            _paint(picture, result, values, bool(estimate))
            box = _part(picture, estimate)
            track = track_of(estimate, picture.artists, box) if estimate else []
            size = [float(side) for side in box.size / DOTS]
            found[language] = {"image": _address(picture, box), "size": size, "track": track}
    return found if sum(len(one["image"]) for one in found.values()) <= LONGEST else None


def veiled_options(key: str) -> Choices:
    """What lies in the picture of a question for all to see: its options, where one of them is chosen.
    题目的图中供所有人看的选项；需设定或画出时没有。
    """
    round_, demo = demo_of(key)
    is_chosen = demo and demo.estimate_of(round_) is None
    return Choices(prediction(key).letters(), demo.ghost) if demo and is_chosen else Choices({})


def _paint(picture, result, values, parted):
    """Twice, for only then it is known how it is divided. Of one whose parts cannot stack a part will be shown."""
    for _ in range(2):
        room = WIDE if parted and not picture.figure.columns else ROOM
        picture.resize(picture.size_in(room), DOTS)
        picture.paint(result, values)
    picture.show(result, values)


def _part(picture, estimate):
    """What is shown of it, in dots: the axes of the estimate with its names, where the whole would be too small."""
    if not estimate or picture.figure.columns:
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
