"""Freeze the prose of the notebooks as data for lecture 11: data/course_text.npz.

    python tools/course_text.py

Run it only on purpose: every number that lecture 11 states about this text changes with it.
"""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np

from course_nn.lectures import LECTURES

ROOT = Path(__file__).parents[1]
FROZEN = ROOT / "course_nn" / "data" / "course_text.npz"
MARKS = {"en": "en", "zh": "zh-Hans"}  # of a language, in the notebooks
NOT_PROSE = [  # what is taken out, and what stands there instead, in this order
    (r"```.*?```", " "),  # code
    (r"\$\$.*?\$\$", " "),  # displayed formulas
    (r"<[^>]+>", " "),
    (r"!?\[([^\]]*)\]\([^)]*\)", r"\1"),  # of a link its words
    (r"(?m)^\s*\|.*$", " "),  # tables
    (r"\*\*|`", ""),
    (r"&nbsp;", " "),
    (r"[ \t]+", " "),
    (r"\s*\n\s*", "\n"),
]


def plain(markdown: str) -> str:
    """The prose of a piece of Markdown: no code, tables, displayed formulas, addresses, marks."""
    for pattern, instead in NOT_PROSE:
        markdown = re.sub(pattern, instead, markdown, flags=re.DOTALL)
    return markdown.strip()


def prose(cells: list, language: str) -> str:
    """The prose of a notebook's cells in one language, "en" or "zh"."""
    block = re.compile(rf'<(div|span) lang="{MARKS[language]}">(.*?)</\1>', re.DOTALL)
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    pieces = [plain(piece) for source in sources for _, piece in block.findall(source)]
    return "\n".join(filter(None, pieces))


def without_repetitions(texts: dict) -> dict:
    """The texts without lines that occur more than once: what all notebooks say would leak from one to another."""
    seen = Counter(line for text in texts.values() for line in text.split("\n"))
    return {name: "\n".join(line for line in text.split("\n") if seen[line] == 1) for name, text in texts.items()}


def taken(language: str) -> dict:
    """{lecture: prose} of all notebooks but lecture 11's own, which speaks of this text."""
    others = {name: one for name, one in LECTURES.items() if name != "everybody" and not one.built}
    notebooks = {name: ROOT / "notebooks" / one.notebook for name, one in others.items()}
    cells = {name: json.loads(file.read_text("utf-8"))["cells"] for name, file in notebooks.items()}
    return without_repetitions({name: prose(each, language) for name, each in cells.items()})


def freeze() -> None:
    """Write the file: for each language the bytes of all texts, a form feed between two, and the lectures' names."""
    texts = {language: taken(language) for language in MARKS}
    packed = {language: np.frombuffer("\f".join(each.values()).encode(), np.uint8) for language, each in texts.items()}
    np.savez_compressed(FROZEN, lectures=np.array([*texts["en"]]), **packed)


if __name__ == "__main__":
    freeze()
    print(f"{FROZEN.name}: {FROZEN.stat().st_size / 1000:.0f} kB")
