"""The votes of a whole session as a table, for a spreadsheet: a line for each option of each vote."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from course_nn.classroom.ballot import SURE, VOTES

HEADS = {
    "en": "number,question,asks,vote,answer,right,a guess,rather sure,sure,together,what it overlooks".split(","),
    "zh": "序号,题目,问什么,第几次投票,答案,正确,猜的,比较有把握,很有把握,合计,忽略了什么".split(","),
}
YES = {"en": ("yes", "no"), "zh": ("是", "否")}
MARK = "\ufeff"  # by which spreadsheets know that it is Unicode
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what begins so, a spreadsheet would compute


def table(questions: list[dict[str, Any]], language: str) -> str:
    """The text of a CSV file. CSV 文件的内容。

    questions : as Board.summary has them;  language : "en" or "zh"
    """
    file = io.StringIO()
    write = csv.writer(file)
    write.writerow(HEADS[language])
    for number, asked in enumerate(questions, 1):
        rows = _set(asked) if "scale" in asked["question"] else _chosen(asked, language)
        question = asked["question"]
        write.writerows(
            [_text(cell) for cell in (number, question["key"], question["ask"][language], *row)] for row in rows
        )
    return MARK + file.getvalue()


def _chosen(asked: dict[str, Any], language: str) -> Iterator[tuple]:
    """A row for each option of each vote that was held."""
    answer = asked["answer"]
    for number, phase in enumerate(VOTES, 1):
        for option, words in asked["question"]["options"].items():
            counts = [asked["votes"][phase].get(option, {}).get(sure, 0) for sure in SURE]
            is_right = answer and option == answer["right"]
            said = YES[language][not is_right] if answer else ""
            why = answer["because"][option][language] if answer and not is_right else ""
            if asked["votes"][phase]:
                yield number, words[language], said, *counts, sum(counts), why


def _set(asked: dict[str, Any]) -> Iterator[tuple]:
    """A row for each number that was set, or curve that was drawn."""
    for number, phase in enumerate(VOTES, 1):
        for value, sure in asked["values"][phase]:
            said = " ".join(f"{one:g}" for one in value) if isinstance(value, list) else f"{value:g}"
            yield number, said, "", *(int(sure == one) for one in SURE), 1, ""


def _text(cell: Any) -> Any:
    """Words stay words; a negative number stays a number."""
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA) and not _is_number(cell)
    return f"'{cell}" if is_formula else cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
