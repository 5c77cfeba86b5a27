"""The cells of an assignment: what is asked, where the answer goes, a check for the student, and what is graded."""

import ast
import re
from html import unescape

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from assignment.answers import ANSWERS
from assignment.statements import answer_of, cells_of, is_prose, place_of, statement
from course_nn.common.words import Words
from course_nn.homework.assignment import Ask, metadata
from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import exercises_of

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
HEADING = '# <span lang="en">{en}: homework</span> <span lang="zh-Hans">{zh}：作业</span>'
HOW = Words(
    "Run the first cells. In each answer cell put your answer in place of the dots, and run the check below it: it "
    "says how good the answer is, as often as you like, and every correct answer counts. You may add cells, for "
    "functions and for trying. Where you are asked for sentences, write them into the cell below the question.\n\n"
    "What counts is this notebook, run from top to bottom. Grading takes your answers out of it and judges them anew. "
    "A cell must not take longer than 15 seconds.",
    "先运行最上面的单元格。在每个作答单元格中，用答案替换省略号，再运行下面的检查：它会说明答得怎样，次数不限，任何正确答案"
    "都算对。可以增加单元格，用来写函数或做尝试。要求写句子的题，请写在题目下面的单元格里。\n\n评分只看这个笔记本："
    "从上到下运行一遍，取出其中的答案，重新评判。一个单元格的运行时间不能超过 15 秒。",
)
READ = Words("A person reads and grades your sentences.", "这几句话由老师阅读并评分。")


def notebook(lecture: str, points: dict[str, float]) -> NotebookNode:
    """The source of an assignment for nbgrader: the exercises of a lecture in the order of its notebook.

    points : {key: points} of all its exercises
    """
    keys = sorted(exercises_of(lecture), key=lambda key: place_of(lecture, key))
    cells = [*opening(lecture), *(cell for key in keys for cell in cells_of_one(lecture, key, points[key]))]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def opening(lecture: str) -> list[NotebookNode]:
    """The heading, what a student needs to check answers, and what the lecture imports of general use.

    No cell is called -import, or the bar over a lecture's notebook would come, whose Start button runs everything.
    """
    title = LECTURES[lecture].title
    said = f'<div lang="en">\n\n{HOW.en}\n\n</div>\n<div lang="zh-Hans">\n\n{HOW.zh}\n\n</div>'
    check = "from course_nn.notebook import check, language_switch\n\nlanguage_switch()"
    return [
        new_markdown_cell(
            f"{HEADING.format(en=title.en, zh=title.zh)}\n\n{said}",
            id=f"{lecture}-title",
            metadata=metadata(f"{lecture}-title"),
        ),
        new_code_cell(check, id=f"{lecture}-tools", metadata=metadata(f"{lecture}-tools")),
        new_code_cell(helpers(lecture), id=f"{lecture}-helpers"),
    ]


def helpers(lecture: str) -> str:
    """NumPy, and those of the lecture's imports that are not of its demos."""
    first = next(cell["source"] for cell in cells_of(lecture) if cell["cell_type"] == "code")
    imports = [node for node in ast.parse(first).body if isinstance(node, ast.ImportFrom)]
    shared = [node for node in imports if len(str(node.module).split(".")) == 2 and "notebook" not in str(node.module)]
    kept = [ast.unparse(node) for node in shared if node.module != "course_nn.lectures"]
    return "\n".join(["import numpy as np", *[""][: len(kept)], *kept])


def cells_of_one(lecture: str, key: str, points: float) -> list[NotebookNode]:
    """The cells of an exercise."""
    asked, worked = statement(lecture, key), exercises_of(lecture)[key].solution()
    if is_prose(lecture, key):
        said = f'\n\n<div lang="en">\n\n{READ.en}\n\n</div>\n<div lang="zh-Hans">\n\n{READ.zh}\n\n</div>'
        answer = f"{plain(worked.en)}\n\n{plain(worked.zh)}"
        by_hand = new_markdown_cell(answer, id=key, metadata=metadata(key, points, solution=True))
        return [new_markdown_cell(asked + said, id=f"{key}-text", metadata=metadata(f"{key}-text")), by_hand]
    name, remark = answer_of(lecture, key)
    hidden = "\n".join(f"# {line}" for line in f"{plain(worked.en)}\n{plain(worked.zh)}".splitlines())
    answer = f"{name} = ...{remark}\n{BEGIN}\n{code_of(key, name)}\n{hidden}\n{END}"
    return [
        new_markdown_cell(asked, id=f"{key}-text", metadata=metadata(f"{key}-text")),
        new_code_cell(answer, id=f"{key}-answer", metadata=metadata(f"{key}-answer", solution=True)),
        new_code_cell(f'check("{key}", {name})', id=f"{key}-check", metadata=metadata(f"{key}-check")),
        new_code_cell(Ask(key, name).source(), id=key, metadata=metadata(key, points)),
    ]


def code_of(key: str, name: str) -> str:
    """A right answer as code that gives it this name: with it the source runs to full marks."""
    code = ANSWERS[key]
    if re.search(rf"^(?:def|class) {name}\b|^{name} = ", code, re.M):
        return code
    made = re.match(r"(?:def|class) (\w+)", code)
    return f"{code}\n{name} = {made[1]}" if made else f"{name} = {code}"


def plain(text: str) -> str:
    """A worked solution without its HTML."""
    return unescape(re.sub(r"<[^>]+>", "", text))
