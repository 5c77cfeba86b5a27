"""The guides for lecturers as tests read them: their text, their chapters, the rows of their tables."""

import re
from functools import cache
from pathlib import Path

from course_nn.lectures import LECTURES

DOCS = Path(__file__).parents[1] / "docs"


@cache
def text(guide, language="en"):
    return (DOCS / f"{guide}{'.zh-CN' if language == 'zh' else ''}.md").read_text("utf-8")


@cache
def chapters():
    """{section: its chapter of the English guide}."""
    books = {lecture.notebook: section for section, lecture in LECTURES.items()}
    parts = re.split(r"^### \[.*?\]\(\.\./notebooks/(.*?)\)$", text("teaching"), flags=re.M)
    return {books[book]: part.partition("\n## ")[0] for book, part in zip(parts[1::2], parts[2::2])}


def rows(part, columns):
    """The cells of all tables with so many columns, heads and what a page does not show left out."""
    part = re.sub("<!--.*?-->", "", part)
    lines = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("|") and "---" not in line]
    return [line for line in lines if len(line) == columns][1:]
