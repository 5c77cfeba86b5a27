"""The claim ledger: each claim of the lecture, the demo that shows it, the test that asserts it, when it is true."""

import re
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from IPython.display import HTML

from course_nn.common.errors import lookup
from course_nn.common.words import Words, block, term
from course_nn.lectures import LECTURES
from course_nn.stage.description import DEMOS


class Claim(NamedTuple):
    """What shows and asserts a claim of the lecture, whose words stand in the lecture's text.
    一条论断由什么展示、由什么验证；文字见讲义。

    cell  : id of the cell that shows it
    test  : "test_gates.py::test_…" among the tests of its lecture; with a stroke before "::" below tests/
    tried : {key: what becomes of it}, "stays", "weaker" or "reversed", of what is measured; the test computes each and
            hands it to `becomes`. A change that the sceptic of its demo knows has its name from there
    """

    cell: str
    test: str
    tried: Mapping[str, str] = MappingProxyType({})


class Tried(NamedTuple):
    """A change that a sceptic would make, and what it does to the claim.
    怀疑者会作的一处改变，以及它对论断的影响。
    """

    change: Words
    becomes: str


class Entry(NamedTuple):
    """A claim as the ledger has it.
    论断清单中的一条。

    says      : the claim, in our own words
    condition : under which conditions it is true; corrects the slide where that is imprecise
    cell      : id of the cell that shows it
    demo      : "section.name" of the demo that this cell opens, or ""
    test      : "file::test", below tests/
    tried     : {key: Tried}
    """

    says: Words
    condition: Words
    cell: str
    demo: str
    test: str
    tried: Mapping[str, Tried]


def claims() -> list[Entry]:
    """All claims, lecture by lecture.
    全部论断，按讲次排列。

    raises : BadInput for a claim without words, or a change without a name
    """
    return [entry for section, lecture in LECTURES.items() if lecture.has_claims for entry in _entries(section)]


def _entries(section):
    lecture = LECTURES[section]
    import_module(lecture.home)
    for key, claim in import_module(f"{lecture.home}.claims").CLAIMS.items():
        text, demo = lookup(lecture.text.claims, key, "claim", "论断"), _demo_in(claim.cell)
        names = _changes(demo) | text.tried
        tried = {one: Tried(lookup(names, one, "change", "改变"), becomes) for one, becomes in claim.tried.items()}
        test = claim.test if "/" in claim.test.partition("::")[0] else f"lectures/{section}/{claim.test}"
        yield Entry(text.says, text.condition, claim.cell, demo, test.removeprefix("./"), tried)


def _demo_in(cell):
    """The demo that a cell opens."""
    section = cell.split("-")[0]
    code = next((en.code for en, _ in LECTURES[section].text.pairs if en.key == cell), "")
    found = re.search(rf"\b{section}\.\w+(?=\()", code)
    return found[0] if found else ""


def _changes(demo):
    """{key: Words} of what the sceptic of a demo changes."""
    sceptic = DEMOS[demo].sceptic if demo in DEMOS else None
    return {key: change.label for key, change in sceptic.changes.items()} if sceptic else {}


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
