"""One page for each lecture, to print: its letters, and of every round what was found and its formulas.

    .venv/bin/python tools/formulas.py

All of it stands in the texts of the lectures; nothing is edited here by hand.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course_nn.common.words import Words  # noqa: E402
from course_nn.lectures import LECTURES, Lecture  # noqa: E402

PAGES = ROOT / "docs/formulas"
ENDINGS = Words(".md", ".zh-CN.md")
TITLE = Words("formulas and letters", "公式与字母")
TABLE = re.compile(r"(?m)^\| (?:letter|符号|字母) \|.*\n(?:\|.*\n?)+")
FORMULA = re.compile(r"(?m)^\$\$.+?\$\$$", re.S)
FOUND = re.compile(r"(?m)^\*\*.+?\*\*")  # a paragraph that begins with what was found
LINK = re.compile(r"\[([^]]+)\]\([^)]+\)")


def pages() -> dict[Path, str]:
    """{file: what it should hold}, in both languages, of every lecture that has letters."""
    found = {}
    for lecture in LECTURES.values():
        for ending, language in zip(ENDINGS, Words._fields):
            if text := page(lecture, language):
                found[PAGES / (lecture.notebook.removesuffix(".ipynb") + ending)] = text
    return found


def page(lecture: Lecture, language: str) -> str:
    """Of a lecture in a language; nothing if it has no letters of its own."""
    sections = {key: getattr(below, language) for key, (_, below) in lecture.text.sections.items()}
    letters = next((table[0] for text in sections.values() if (table := TABLE.search(text))), "")
    if not letters:
        return ""
    head = f"# {getattr(lecture.title, language)}: {getattr(TITLE, language)}\n\n{letters.strip()}"
    rounds = [_round(key, getattr(one.title, language), sections) for key, one in lecture.text.rounds.items()]
    return "\n\n".join([head, *filter(None, rounds)]) + "\n"


def _round(key, title, sections):
    """What was found in a round, and its formulas, in the order of the text; nothing without a formula."""
    text = "\n\n".join(below for name, below in sections.items() if name.rpartition("-")[0] == key)
    formulas, found = FORMULA.findall(text), FOUND.findall(text)
    said = [LINK.sub(r"\1", found[0])] if found else []
    return "\n\n".join([f"## {title}", *said, *formulas]) if formulas else ""


def main() -> None:
    PAGES.mkdir(exist_ok=True)
    for file, text in pages().items():
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8", newline="\n")
            print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
