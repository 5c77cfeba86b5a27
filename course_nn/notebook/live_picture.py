"""The veiled picture of a question, for phones: what a student sees of the round before answering."""

import ast
from functools import cache
from typing import Any

from course_nn.lectures import LECTURES, round_of
from course_nn.notebook.exercises import demo_before, demo_of, prediction
from course_nn.stage.choosing import Choices
from course_nn.stage.small import ROOM, WALL, small_picture

LONGEST = 80_000  # letters of both images: more is not sent


def opened_at(round_: str) -> dict[str, Any]:
    """The controls' values with which the cell of a round opens its demo. 某轮的单元格打开演示时给定的控件值。"""
    pairs = LECTURES[round_.split("-")[0]].text.pairs
    code = next((en.code for en, _ in pairs if en.key == f"{round_}-play"), "")
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return {word.arg: ast.literal_eval(word.value) for word in calls[0].keywords if word.arg} if calls else {}


@cache
def veiled_picture(key: str, wide: bool = False) -> dict[str, Any] | None:
    """As checked_picture has it; None where no picture stands over the answers, or it is too large to be sent.
    题目的图；没有图或图太大时返回 None。

    A later question of a round has the picture that stands above it, without a veil.

    wide : for a wall, and not for a phone
    """
    round_, demo = demo_of(key)
    shown, about = demo or demo_before(key), round_of(key)
    if shown is None or about is None:
        return None
    room = WALL if wide else ROOM
    found = small_picture(shown, round_, opened_at(about[0]), veiled_options(key), room)
    return found if sum(len(one["image"]) for one in found.values()) <= LONGEST else None


def veiled_options(key: str) -> Choices:
    """What lies in the picture of a question for all to see: its options, where one of them is chosen.
    题目的图中供所有人看的选项；需设定或画出时没有。
    """
    round_, demo = demo_of(key)
    if demo is None:
        return Choices({})
    if (estimate := demo.estimate_of(round_)) is None:
        return Choices(prediction(key).letters(), demo.ghost)
    return Choices({}, within=lambda artists: (estimate.axes(artists),))
