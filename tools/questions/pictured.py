"""Which questions need a picture, and which picture.

The rule: a question gets one if it speaks of a picture, of something that stands above it in the notebook, or of what
the lecture shows, and cannot be answered without. All others say in words what they ask, and a picture might give the
answer away. For the same reason each picture is shown at a setting that leaves its question open.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FORMULA = re.compile(r"\$\$(.+?)\$\$", re.S)
WORDS = re.compile(r"\bpicture\b|\b(?:race|space|formula) above\b|\bthe towers\b|\bKeep the lecture.s\b")  # of the rule


class Shown(NamedTuple):
    """A demo at a setting: the name of its section, its own, and the values of its controls."""

    section: str
    demo: str
    values: dict[str, Any] = {}


THE_NINE = {"w11": 1.0, "w12": 1.0, "b1": -0.5, "w21": 1.0, "w22": 1.0, "b2": -1.5, "v1": 1.0, "v2": -1.0, "c": -0.5}
PICTURES = {
    "neurons-3": Shown("neurons", "neuron"),
    "activations-sceptic": Shown("activations", "race"),
    "xor-3": Shown("xor", "xor_network", THE_NINE),  # its own demo would show what becomes of the rows
    "deep_vs_shallow-3": Shown("deep_vs_shallow", "towers"),
    "deep_vs_shallow-4": Shown("deep_vs_shallow", "towers", {"N": 8}),
    "gradient_descent-sceptic": Shown("gradient_descent", "turned"),
}
FORMULAS = {"deep_vs_shallow-9": ("04_deep_vs_shallow", "deep_vs_shallow-9-predict")}  # the cell that states it


def formula(notebook, cell):
    """The formula that stands in a cell, as the notebook writes it, in one line."""
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    (source,) = ["".join(one["source"]) for one in cells if one["id"] == cell]
    return " ".join(FORMULA.search(source)[1].split())
