"""Which questions need another picture than that of their round, and how a picture becomes a small file.

A question that stands first in its round has the picture of the round, veiled: what it asks for is missing. Another one
gets a picture if it speaks of one, or of what the lecture shows, at a setting that leaves the question open.
"""

import io
import re
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

WORDS = re.compile(r"\bpicture\b|\b(?:race|space|formula) above\b|\bthe towers\b|\bKeep the lecture.s\b")  # of the rule
COLOURS = 128  # of a file: a third of the bytes that all of them take, and hardly to be told apart


class Shown(NamedTuple):
    """A demo at a setting: the name of its section, its own, and the values of its controls."""

    section: str
    demo: str
    values: dict[str, Any] = {}


THE_NINE = {"w11": 1.0, "w12": 1.0, "b1": -0.5, "w21": 1.0, "w22": 1.0, "b2": -1.5, "v1": 1.0, "v2": -1.0, "c": -0.5}
PICTURES = {
    "xor-3": Shown("xor", "xor_network", THE_NINE),  # its own shows no numbers, and the question is about these nine
    "gradient_descent-sceptic": Shown("gradient_descent", "turned"),
}


def as_png(pixels: np.ndarray) -> bytes:
    """The bytes of a file, of pixels (height, width, 4) uint8."""
    file = io.BytesIO()
    few = Image.fromarray(np.asarray(pixels), "RGBA").convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()
