"""What an exercise asks, as the lecture's notebook says it, without what holds only in the lecture.

In a lecture a worked solution can be shown and compared with; of homework a sentence that says so is left out, and what
an answer looks like is said once, at the top.
"""

import json
import re
from functools import cache
from pathlib import Path

from course_nn.common.errors import BadInput
from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import exercises_of

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
OF_ALL = "|".join(  # what the sentences are known by, in both languages
    [
        r"solution\(|worked solutions|完整解答",
        "[Rr]eplace the dots|答案替换省略号",
        "correct answer counts|正确答案都算对",
    ]
)
OF_PROSE = "compare|对照|worked answer|参考解答|Write (?:a few|three) sentences|写(?:几|三)句话"
PHRASES = {
    ", as a text in quotes,": "",
    "用引号中的一段文字写下：": "写下：",
    " in quotation marks": "",
    "放在引号里，": "",
}
LINK = re.compile(r"\[([^\]]*)\]\([\w-]+\.ipynb[^)]*\)")
CHECK = re.compile(r'check\("([\w-]+)", (\.\.\.|\w+)\)')
ANSWER = re.compile(r"^(\w+) = \.\.\.(.*)$", re.M)


@cache
def cells_of(lecture: str) -> list[dict]:
    """The cells of a lecture's notebook, each with its source as one text."""
    cells = json.loads((NOTEBOOKS / LECTURES[lecture].notebook).read_text("utf-8"))["cells"]
    return [cell | {"source": "".join(cell["source"])} for cell in cells]


def statement(lecture: str, key: str) -> str:
    """The Markdown of an exercise in both languages: of the cell before its check, and of the heading of all.

    raises : BadInput if the notebook has no such exercise
    """
    cells, place = cells_of(lecture), place_of(lecture, key)
    texts = [cells[place - 1]["source"]]
    if cells[place - 2]["id"] == f"{lecture}-exercises":
        texts.insert(0, cells[place - 2]["source"])
    return for_homework("\n\n".join(texts), is_prose(lecture, key))


def is_prose(lecture: str, key: str) -> bool:
    """Whether the answer is prose, which no judge can grade."""
    return exercises_of(lecture)[key].judge is None


def for_homework(text: str, prose: bool) -> str:
    """A text without the sentences that hold only in the lecture, and without links to its other notebooks."""
    text = LINK.sub(r"\1", text)
    text = without(text, OF_ALL)
    if prose:
        for phrase, instead in PHRASES.items():
            text = text.replace(phrase, instead)
        text = without(text, OF_PROSE)
    text = re.sub(r'<div lang="[\w-]+">\s*</div>\n?', "", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" +$", "", text, flags=re.M)).strip()


def without(text: str, known_by: str) -> str:
    """A text without the sentences in which a pattern is found."""
    rest = r"[^.?!。？！\n]*"
    return re.sub(rf"( ?){rest}(?:{known_by}){rest}[.?!。？！] ?", r"\1", text)


def answer_of(lecture: str, key: str) -> tuple[str, str]:
    """What an answer is called, and the remark beside it: ("forward", "  # lambda X, W, b, v, c: …").

    It keeps the name that it has in the lecture, unless it has none there, or one that could be that of any other.
    """
    source = cells_of(lecture)[place_of(lecture, key)]["source"]
    name, remark = found.groups() if (found := ANSWER.search(source)) else ("answer", "")
    if not remark:
        remark = source.partition(")  #")[2] and "  #" + source.partition(")  #")[2]
    same = [one for one in exercises_of(lecture) if f"\n{name} = ..." in "\n" + source_of(lecture, one)]
    own = name not in ("answer", "report", "text") and len(same) <= 1
    return (name if own else f"answer_{key.partition('-')[2]}"), remark


def source_of(lecture: str, key: str) -> str:
    """The cell in which an exercise is checked."""
    return cells_of(lecture)[place_of(lecture, key)]["source"]


def place_of(lecture: str, key: str) -> int:
    """Where the cell stands in which an exercise is checked.

    raises : BadInput if there is none
    """
    for place, cell in enumerate(cells_of(lecture)):
        if cell["cell_type"] == "code" and key in [found for found, _ in CHECK.findall(cell["source"])]:
            return place
    raise BadInput(f"no cell checks {key!r}", f"没有单元格检查 {key!r}")
