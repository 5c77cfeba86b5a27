"""The notebooks as they are written, each read once; and does a text state a number, in both languages?"""

import json
import re
from functools import cache
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NUMBER = re.compile(r"(?<![\w.,])[−-]?\d+(?:,\d{3})*(?:\.\d+)?")
TITLE = re.compile(r'(\]\(reference\.ipynb#[\w-]+) "[^"]*"\)')
NO_STATEMENT = re.compile(r"^\d+\. |`[^`]*`", re.M)  # numbers of a list, and code


@cache
def notebook(name):
    """The notebook of that name as it stands in its file; without the ending, as in says."""
    return json.loads((NOTEBOOKS / f"{name.removesuffix('.ipynb')}.ipynb").read_text("utf-8"))


@cache
def cells_of(name, kind=None):
    """{id: source} of a notebook's cells: of all, or of one kind, "markdown" or "code". Links to terms have no titles
    here: these are the glossary's sentences."""
    found = [cell for cell in notebook(name)["cells"] if kind in (None, cell["cell_type"])]
    return {cell["id"]: TITLE.sub(r"\1)", "".join(cell["source"])) for cell in found}


@cache
def paragraphs(name, cell, language):
    """What a cell of text says in one language, without code."""
    text = cells_of(name)[cell]
    return NO_STATEMENT.sub("", "".join(re.findall(rf'<div lang="{language}">(.*?)</div>', text, re.S)))


def rounding(printed):
    """5.09 stands for all from 5.085 to 5.095; a single digit for itself alone, or it would be found anywhere."""
    single = sum(map(str.isdigit, printed)) == 1
    return 1e-9 if single else 0.5 * 10.0 ** -len(printed.partition(".")[2]) + 1e-9


@pytest.fixture(scope="session")
def says():
    """says(notebook, cell, *values): each value stands in that cell in both languages, rounded as it is printed there.

    percent : the values are shares, and the text gives them in per cent
    within  : how far off the printed number may be beyond its rounding, where training differs between machines
    """

    def says(notebook, cell, *values, percent=False, within=0.0):
        for language in ("en", "zh-Hans"):
            text = paragraphs(notebook, cell, language)
            printed = {p: float(p.replace("−", "-").replace(",", "")) for p in NUMBER.findall(text)}
            for value in values:
                wanted = float(value) * (100 if percent else 1)
                found = [p for p, v in printed.items() if abs(v - wanted) <= within + rounding(p)]
                assert found, f"{cell} ({language}) does not say {wanted:.6g}"

    return says
