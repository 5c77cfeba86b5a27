"""The style of every notebook: two languages that say the same, small cells, names one can say on the phone."""

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from statistics import median

import pytest

from course_nn import lectures
from course_nn.notebook import exercises

BOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
LECTURES = [path for path in BOOKS if re.match(r"(0[1-9]|10)_", path.name)]
EVERY_BOOK = pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
EVERY_LECTURE = pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
DIV = re.compile(r'<div lang="(en|zh-Hans)">\n\n(.*?)\n\n</div>', re.S)


def load(path):
    return json.loads(path.read_text("utf-8"))


def cells(path, kind=None):
    return [(cell["id"], "".join(cell["source"])) for cell in load(path)["cells"] if kind in (None, cell["cell_type"])]


def pairs(path):
    """(id, English, Chinese) for each pair of blocks."""
    for name, text in cells(path, "markdown"):
        blocks = DIV.findall(text)
        assert [language for language, _ in blocks] == ["en", "zh-Hans"] * (len(blocks) // 2), name
        assert blocks, f"{name} has no text in two languages"
        yield from ((name, blocks[k][1], blocks[k + 1][1]) for k in range(0, len(blocks), 2))


@EVERY_BOOK
def test_every_cell_has_an_id_one_can_say(path):
    names = [name for name, _ in cells(path)]
    assert len(set(names)) == len(names)
    section = names[0].split("-")[0]
    assert all(re.fullmatch(rf"{section}(-[a-z0-9]+)+", name) for name in names)


@EVERY_BOOK
def test_notebooks_are_committed_without_outputs(path):
    command = [sys.executable, "-m", "nbstripout", "--keep-id", "--dry-run", "--verify", str(path)]
    result = subprocess.run(command, capture_output=True)
    assert result.returncode == 0, result.stdout.decode() + result.stderr.decode()
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in load(path)["cells"])


@EVERY_BOOK
def test_code_cells_are_small(path):
    lengths = [len(text.splitlines()) for _, text in cells(path, "code")]
    assert max(lengths) <= 12 and median(lengths) <= 3


@EVERY_LECTURE
def test_a_lecture_has_25_to_45_cells_and_three_rounds_at_least(path):
    names = [name for name, _ in cells(path)]
    assert 25 <= len(names) <= 45
    for part in ("predict", "lock", "play", "explain"):
        assert sum(name.endswith(part) for name in names) >= 3
    assert {"easy", "derive", "build", "summary"} <= {name.split("-")[-1] for name in names}


@EVERY_BOOK
def test_the_first_code_cell_imports_and_does_nothing_else(path):
    first = ast.parse(cells(path, "code")[0][1])
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in first.body)


@EVERY_BOOK
def test_notebooks_hold_no_plotting_and_no_helpers(path):
    for name, text in cells(path, "code"):
        tree = ast.parse(text)
        assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(tree)), name
        assert "matplotlib" not in text and "ipywidgets" not in text, name


@EVERY_BOOK
def test_both_languages_stand_in_every_text_cell_and_are_what_they_say(path):
    for name, english, chinese in pairs(path):
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"`[^`]*`", "", english)), name
        assert re.search(r"[\u4e00-\u9fff]", chinese), name


@EVERY_BOOK
def test_headings_are_bilingual_and_outside_the_languages(path):
    for name, text in cells(path, "markdown"):
        for heading in re.findall(r"^#+ .*$", text, re.M):
            english, _, chinese = heading.partition(" · ")
            assert chinese and re.search(r"[\u4e00-\u9fff]", chinese), (name, heading)
            assert not re.search(r"[\u4e00-\u9fff]", english), (name, heading)
        assert not re.search(r"^#", "\n".join(block for _, block in DIV.findall(text)), re.M), name


def count(pattern, text):
    return Counter(re.findall(pattern, text))


@EVERY_BOOK
def test_both_languages_have_the_same_numbers_formulas_links_code_and_lists(path):
    for name, english, chinese in pairs(path):
        for what, pattern in {
            "numbers": r"\d+(?:\.\d+)?",
            "formulas": r"\$[^$]+\$",
            "links": r"\]\(([^)]+)\)",
            "code": r"`([^`]+)`",
            "items": r"^(?:\d\.|-|\|)",
            "details": r"</?details>",
        }.items():
            assert count(pattern, english) == count(pattern, chinese), (name, what)


@EVERY_BOOK
def test_links_lead_somewhere(path):
    for name, text in cells(path, "markdown"):
        for link in re.findall(r"\]\(([^)]+)\)", text):
            assert link.startswith("https://") or (path.parent / link).exists(), (name, link)


@EVERY_BOOK
def test_every_question_and_exercise_exists_and_no_answer_is_readable(path):
    for name, text in cells(path, "code"):
        for function, key in re.findall(r'(predict|check)\("([^"]+)"', text):
            kind = "PREDICTIONS" if function == "predict" else "EXERCISES"
            assert exercises._find(kind, key), name
        for key, answer in re.findall(r'check\("([^"]+)", ([^)]*)\)', text):
            assert answer == "..." or f"{answer} = ..." in text, (name, key)


@EVERY_LECTURE
def test_every_question_of_a_lecture_is_asked(path):
    section = cells(path)[0][0].split("-")[0]
    text = "\n".join(source for _, source in cells(path, "code"))
    for kind in ("PREDICTIONS", "EXERCISES"):
        for key in getattr(import_module(f"{lectures.LECTURES[section].home}.questions"), kind):
            assert f'"{key}"' in text


@EVERY_BOOK
def test_notebooks_offer_the_language_switch_early(path):
    assert any("language_switch()" in text for _, text in cells(path, "code")[:2])
