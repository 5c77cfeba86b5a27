"""How a network is written as text: the sizes of its layers, and the two ends of an edge."""

import re

from course_nn.common.errors import BadInput
from course_nn.common.texts import unified

MOST = 6  # layers, and units in each


def read_sizes(text: str) -> list:
    """Units per layer, inputs first: "2, 3, 3, 2" is [2, 3, 3, 2].

    raises : BadInput
    """
    parts = re.split(r"\s*[,;、→-]\s*|\s+", unified(text).strip(" ,[]()"))
    if not 2 <= len(parts) <= MOST or not set(parts) <= set(map(str, range(1, MOST + 1))):
        raise BadInput(
            f"layer sizes: 2 to {MOST} numbers from 1 to {MOST}, inputs first; got “{text[:40]}”, try 2, 3, 2",
            f"各层单元数：2 到 {MOST} 个数，每个从 1 到 {MOST}，输入在前；收到“{text[:40]}”；可以试试 2, 3, 2",
        )
    return [int(part) for part in parts]


def read_edge(text: str) -> tuple:
    """The two units of an edge: "h1.1 > y1" is ("h1.1", "y1"); () for an empty text.

    raises : BadInput
    """
    unit = r"([xy]\d|h\d\.\d)"
    plain = re.sub(r"\s", "", unified(text)).lower()
    match = re.fullmatch(f"{unit}(?:->|=>|→|>|,){unit}|", plain, re.ASCII)
    if not match:
        raise BadInput(
            f"added edge: expected two units, such as x1 > y1 or h1.2 > h2.1, or nothing, got “{text[:40]}”",
            f"添加的边：应写两个单元，如 x1 > y1 或 h1.2 > h2.1，也可留空，收到“{text[:40]}”",
        )
    return match.groups() if plain else ()
