"""The claim ledger: each claim of the lecture, the demo that shows it, the test that asserts it, when it is true."""
from importlib import import_module

from IPython.display import HTML

from course_nn.language import Words, block

NOTEBOOKS = {  # first part of a cell's id -> its notebook
    "neurons": "01_neurons.ipynb",
    "activations": "02_activations.ipynb",
    "xor": "03_xor.ipynb",
    "deep_vs_shallow": "04_deep_vs_shallow.ipynb",
    "losses": "05_losses.ipynb",
    "feature_learning": "06_feature_learning.ipynb",
}
CLAIMS = [claim for section in NOTEBOOKS for claim in import_module(f"course_nn.ledger.{section}").CLAIMS]


def _row(claim):
    notebook = NOTEBOOKS[claim.cell.split("-")[0]]
    shown = f'<a href="{notebook}">{claim.cell}</a>' + (f"<br><code>{claim.demo}</code>" if claim.demo else "")
    test = claim.test.replace("::", "::<wbr>").replace("_", "_<wbr>")
    cells = block(claim.says), shown, f"<code>{test}</code>", block(claim.condition)
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"


def ledger():
    """All claims as a table: claim, where it is shown, which test asserts it, under which conditions it is true.
    全部论断一览：论断、展示之处、验证它的测试、成立的条件。
    """
    heads = Words("claim", "论断"), Words("shown by", "展示"), Words("test", "测试"), Words("true when", "何时成立")
    head = "".join(f'<th style="text-align:left">{words.html()}</th>' for words in heads)
    return HTML(f"<table><tr>{head}</tr>{''.join(map(_row, CLAIMS))}</table>")
