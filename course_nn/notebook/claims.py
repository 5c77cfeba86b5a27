"""The claim ledger: each claim of the lecture, the demo that shows it, the test that asserts it, when it is true."""

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

    demo  : "section.name" of the demo that shows it, or "" where a cell shows it without one
    cell  : id of the cell that shows it
    test  : "file::test", below tests/
    tried : {key: what becomes of it}, "stays", "weaker" or "reversed", of what is measured; the test computes each and
            hands it to `becomes`. A change that the sceptic of its demo knows has its name from there
    """

    demo: str
    cell: str
    test: str
    tried: Mapping[str, str] = MappingProxyType({})


class Told(NamedTuple):
    """A claim with its words.
    论断及其文字。

    says      : the claim, in our own words
    condition : under which conditions it is true; corrects the slide where that is imprecise
    changes   : {key: Words} of what was tried
    """

    claim: Claim
    says: Words
    condition: Words
    changes: Mapping[str, Words]


def claims() -> list[Told]:
    """All claims, lecture by lecture.
    全部论断，按讲次排列。

    raises : BadInput for a claim without words, or a change without a name
    """
    return [one for lecture in LECTURES.values() if lecture.has_claims for one in _claims_of(lecture)]


def _claims_of(lecture):
    import_module(lecture.home)
    texts, claims = lecture.text.claims, import_module(f"{lecture.home}.claims").CLAIMS
    for key, claim in claims.items():
        text = lookup(texts, key, "claim", "论断")
        yield Told(claim, text.says, text.condition, {one: _named(claim, text, one) for one in claim.tried})


def _named(claim, text, key):
    """A change: as the text of the claim names it, or else the sceptic of its demo."""
    sceptic = DEMOS[claim.demo].sceptic if claim.demo in DEMOS else None
    known = {one: change.label for one, change in sceptic.changes.items()} if sceptic else {}
    return lookup(known | text.tried, key, "change", "改变")


def _row(one):
    claim = one.claim
    notebook = LECTURES[claim.cell.split("-")[0]].notebook
    shown = f'<a href="{notebook}">{claim.cell}</a>' + (f"<br><code>{claim.demo}</code>" if claim.demo else "")
    test = claim.test.replace("::", "::<wbr>").replace("_", "_<wbr>")
    tried = "<br>".join(block(_tried(one.changes[key], becomes)) for key, becomes in claim.tried.items())
    cells = block(one.says), shown, f"<code>{test}</code>", block(one.condition), tried
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"


def _tried(change, becomes):
    (en, zh) = term(becomes)
    return Words(f"{change.en}: it {en}", f"{change.zh}：{zh}")


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
