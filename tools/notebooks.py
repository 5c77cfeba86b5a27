"""The notebooks, made of the texts of the lectures: course_nn/lectures/*/text.en.md and text.zh.md.

    .venv/bin/python tools/notebooks.py

A text is edited in those two files only, code in the English one: it is copied into the Chinese one. {minutes} becomes
the minutes of a lecture, {map} the table of all. The first picture stands below the first words, until it moves. A link
to a term gets its definition as a title, which a browser shows when the mouse rests on it. A heading of the reference
that is a topic of glossary.txt gets all of its terms.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from links import AS_LONG_AS_YOU_LIKE  # noqa: E402

from course_nn.common.words import Words  # noqa: E402
from course_nn.lectures import LECTURES, PACKAGE, REFERENCE, Lecture  # noqa: E402
from course_nn.notebook.terms import Entry, entries, topics  # noqa: E402
from course_nn.text.cells import markdown  # noqa: E402
from course_nn.text.lecture import FILES, STEPS, LectureText  # noqa: E402
from course_nn.text.parts import Block, TextError, parts_of  # noqa: E402

HEAD_OF_MAP = Words("| notebook | its question | minutes |", "| 笔记本 | 要回答的问题 | 用时（分钟） |")
NOTEBOOKS = ROOT / "notebooks"
COVER = Words("The first picture, as it stands after Start", "按“开始”之后的第一幅图")
FOLDERS = {lecture.notebook: lecture.folder for lecture in LECTURES.values()}
FOLDERS[REFERENCE] = PACKAGE / "notebook" / "reference"
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
LINK = re.compile(r'\]\((reference\.ipynb#([\w-]+))(?: "[^"]*")?\)')
PART = re.compile(r'(<div lang="(en|zh-Hans)">)(.*?)(?=<div lang=|\Z)', re.S)


def notebook(name: str) -> str:
    """What stands in the file of a notebook.

    raises : TextError if its two texts do not fit each other
    """
    text, lecture = LectureText(FOLDERS[name]), _lecture(name)
    text.size()  # what does not fit is said before anything is made of it
    cells = [*_cells(text, lecture)]
    whole = {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _lecture(name) -> Lecture | None:
    return next((lecture for lecture in LECTURES.values() if lecture.notebook == name), None)


def _cells(text, lecture) -> Iterator[dict]:
    for en, zh in text.pairs:
        if en.kind == "code":
            yield _cell("code", en.key, en.code) | {"execution_count": None, "outputs": []}
        elif en.kind == "text":
            both = (
                _covered([_filled(block, lecture, language) for block in part.blocks], part.key, language)
                for part, language in ((en, "en"), (zh, "zh"))
            )
            source = markdown(*both, tasks=en.key.endswith(STEPS))
            yield _cell("markdown", en.key, titled(source) if lecture else source + terms_below(source))


def _filled(block: Block, lecture: Lecture | None, language: str) -> Block:
    """A block with the numbers that can be counted."""
    if block.source == "{map}":
        return block._replace(source=the_map(language))
    return block._replace(source=block.source.replace("{minutes}", str(lecture and lecture.minutes)))


def _covered(blocks: list[Block], key: str, language: str) -> list[Block]:
    """The blocks of a cell; the first of a notebook has the picture that pictures.py took, below its first words."""
    picture = f"pictures/{key.removesuffix('-title')}.{language}.webp"
    if not (key.endswith("-title") and (NOTEBOOKS / picture).exists()):
        return blocks
    heading, says, *others = blocks
    return [heading, says._replace(source=f"{says.source}\n![{getattr(COVER, language)}]({picture})"), *others]


def the_map(language: str) -> str:
    """The table of all lectures but the first, which shows it."""
    rows = [_row_of_map(lecture, language) for section, lecture in LECTURES.items() if section != "start"]
    return "\n".join([getattr(HEAD_OF_MAP, language), "|---|---|---|", *rows])


def _row_of_map(lecture, language):
    title, question = getattr(lecture.title, language), getattr(lecture.question, language)
    number, numbered, _ = lecture.notebook.partition("_")
    title = f"{number.lstrip('0')} {title}" if numbered else title
    minutes = lecture.minutes or getattr(AS_LONG_AS_YOU_LIKE, language)
    return f"| [{title}]({lecture.notebook}) | {question} | {minutes} |"


def _cell(kind, key, source):
    return {"cell_type": kind, "id": key, "metadata": {}, "source": source.splitlines(keepends=True)}


def titled(source: str) -> str:
    """The source of a cell of text, its links to terms with their definitions."""
    says = {entry.anchor: entry.says for entry in entries().values()}

    def in_its_language(part):
        def with_title(link):
            words = says.get(link[2])  # a source of the list has none
            title = words and (words.en if part[2] == "en" else words.zh).replace('"', "”")
            return f'](reference.ipynb#{link[2]} "{title}")' if title else f"]({link[1]})"

        return part[1] + LINK.sub(with_title, part[3])

    return PART.sub(in_its_language, source)


def terms_below(heading: str) -> str:
    """The terms of the topic that a heading names; "" if it names none."""
    named = {f"### {topic.html()}": found for topic, found in topics().items()}
    return "".join(f"\n\n{_defined(entry)}" for entry in named.get(heading, ()))


def _defined(entry: Entry) -> str:
    name = Words(*entry.name).shown(" · ")
    blocks = [
        f'<div lang="{language}">\n\n{says}\n\n</div>' for language, says in zip(("en", "zh-Hans"), entry.sentence())
    ]
    return f'<a id="{entry.anchor}"></a>**{name}**\n\n' + "\n".join(blocks)


def copy_code(folder: Path) -> None:
    """Into the Chinese text: the code of the cells of the English one."""
    code = {part.key: part.code for part in parts_of(folder / FILES.en) if part.kind == "code"}
    file = folder / FILES.zh
    old = file.read_text("utf-8")
    new = re.sub(
        r"(?ms)^```python ([\w-]+)\n(.*?)^```$",
        lambda fence: f"```python {fence[1]}\n{code[fence[1]]}\n```" if fence[1] in code else fence[0],
        old,
    )
    if new != old:
        file.write_text(new, "utf-8")


def main() -> None:
    made = []
    for name, folder in FOLDERS.items():
        try:
            copy_code(folder)
            file, content = NOTEBOOKS / name, notebook(name)
        except TextError as error:
            sys.exit(str(error).replace(f"{ROOT}/", ""))
        if not file.exists() or file.read_text("utf-8") != content:
            file.write_text(content, "utf-8")
            made.append(name)
    print(f"made anew: {', '.join(made)}" if made else "every notebook is what its texts make of it")


if __name__ == "__main__":
    main()
