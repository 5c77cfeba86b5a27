"""What a notebook shows of the package's own code can be read in both languages."""

import inspect
import re

import pytest
from offenders import expect_none
from texts import NOTEBOOKS, cells_of

SHOWN = re.compile(r"show_source\((\S+)\)")
SENTENCE = re.compile(r"(?:[A-Za-z’']{2,},? ){2}[A-Za-z]{2,}")  # three English words in a row
CHINESE = re.compile("[一-鿿]")


def shown(notebook):
    """What is shown of the package; what a student has written is not."""
    cells, bound = "\n".join(cells_of(notebook, "code").values()), {}
    exec("\n".join(re.findall(r"^(?:from|import) .*", cells, re.M)), bound)
    return [eval(name, bound) for name in SHOWN.findall(cells) if name.split(".")[0] in bound]


def parts(thing):
    """The lines of its docstring before the source, each with the line in brackets that says it in Chinese."""
    return re.sub(r"\n *（", "（", inspect.getdoc(thing).partition("source")[0]).splitlines()


@pytest.mark.parametrize("notebook", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
def test_what_a_shown_docstring_says_of_its_parameters_is_said_in_chinese_too(notebook):
    lines = [line for thing in shown(notebook) for line in parts(thing)[1:]]
    expect_none(line for line in lines if SENTENCE.search(line) and not CHINESE.search(line))
