"""The claim ledger: each claim of the lecture, the demo that shows it, the test that asserts it, when it is true."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from IPython.display import HTML

from course_nn.common.words import Words, block, term
from course_nn.lectures import LECTURES


class Tried(NamedTuple):
    """A change that a sceptic would make, and what it does to the claim: "stays", "weaker" or "reversed".
    怀疑者会作的一处改变，以及它对论断的影响。
    """

    change: Words
    becomes: str


class Claim(NamedTuple):
    """One claim of the lecture.
    讲义的一条论断。

    says      : the claim, in our own words
    demo      : "section.name" of the demo that shows it, or "" where a cell shows it without one
    cell      : id of the cell that shows it
    test      : "file::test", below tests/
    condition : under which conditions it is true; corrects the slide where that is imprecise
    tried     : {key: Tried} of what is measured; the test computes each of them and hands it to `becomes`
    """

    says: Words
    demo: str
    cell: str
    test: str
    condition: Words
    tried: Mapping[str, Tried] = MappingProxyType({})


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
    tried = "<br>".join(block(_tried(one)) for one in claim.tried.values())
    cells = block(claim.says), shown, f"<code>{test}</code>", block(claim.condition), tried
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"


def _tried(one):
    becomes = term(one.becomes)
    return Words(f"{one.change.en}: it {becomes.en}", f"{one.change.zh}：{becomes.zh}")


HEADS = (
    Words("claim", "论断"),
    Words("shown by", "展示"),
    Words("test", "测试"),
    Words("true when", "何时成立"),
    Words("if a sceptic changes", "换一样再看"),
)


def ledger() -> HTML:
    """All claims as a table: claim, where it is shown, which test asserts it, when it is true, what a sceptic changes.
    全部论断一览：论断、展示之处、验证它的测试、成立的条件、试过的改变。
    """
    head = "".join(f'<th style="text-align:left">{words.html()}</th>' for words in HEADS)
    return HTML(f"<table><tr>{head}</tr>{''.join(map(_row, claims()))}</table>")
