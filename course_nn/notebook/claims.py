"""The claim ledger: each claim of the lecture, the demo that shows it, the test that asserts it, when it is true."""

from importlib import import_module
from typing import NamedTuple

from IPython.display import HTML

from course_nn.common.words import Words, block
from course_nn.lectures import LECTURES


class Claim(NamedTuple):
    """One claim of the lecture.
    讲义的一条论断。

    says      : the claim, in our own words
    demo      : "section.name" of the demo that shows it, or "" where a cell shows it without one
    cell      : id of the cell that shows it
    test      : "file::test", below tests/
    condition : under which conditions it is true; corrects the slide where that is imprecise
    """

    says: Words
    demo: str
    cell: str
    test: str
    condition: Words


ALWAYS = Words("always: a definition", "恒成立：这是定义")


def claims() -> list[Claim]:
    """All claims, lecture by lecture.
    全部论断，按讲次排列。
    """
    modules = [import_module(f"{lecture.home}.claims") for lecture in LECTURES.values() if lecture.has_claims]
    return [claim for module in modules for claim in module.CLAIMS]


def _row(claim):
    notebook = LECTURES[claim.cell.split("-")[0]].notebook
    shown = f'<a href="{notebook}">{claim.cell}</a>' + (f"<br><code>{claim.demo}</code>" if claim.demo else "")
    test = claim.test.replace("::", "::<wbr>").replace("_", "_<wbr>")
    cells = block(claim.says), shown, f"<code>{test}</code>", block(claim.condition)
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"


def ledger() -> HTML:
    """All claims as a table: claim, where it is shown, which test asserts it, under which conditions it is true.
    全部论断一览：论断、展示之处、验证它的测试、成立的条件。
    """
    heads = Words("claim", "论断"), Words("shown by", "展示"), Words("test", "测试"), Words("true when", "何时成立")
    head = "".join(f'<th style="text-align:left">{words.html()}</th>' for words in heads)
    return HTML(f"<table><tr>{head}</tr>{''.join(map(_row, claims()))}</table>")
