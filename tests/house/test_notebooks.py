"""The style of every notebook: two languages that say the same, small cells, names one can say on the phone."""

import ast
import builtins
import copy
import re
import socket
from collections import Counter
from pathlib import Path
from statistics import median

import nbformat
import pytest
from nbstripout import strip_output
from offenders import expect_none
from texts import NOTEBOOKS, cells_of, notebook

from course_nn.common.words import LANGUAGE
from course_nn.lectures import LECTURES, REFERENCE
from course_nn.notebook.exercises import exercises_of, questions_of
from course_nn.stage import RunningDemo

BOOKS = {section: lecture.notebook for section, lecture in LECTURES.items()} | {"reference": REFERENCE}
BUILT = [section for section, lecture in LECTURES.items() if lecture.built]  # exercises alone
TAUGHT = {
    section: book for section, book in BOOKS.items() if section not in ("start", "playground", "reference", *BUILT)
}
SHARED = {path.stem for path in (Path(__file__).parents[2] / "course_nn").glob("*.py")}
DIV = re.compile(r'<div lang="(en|zh-Hans)">\n\n(.*?)\n\n</div>', re.S)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ROUND = "predict", "lock", "play", "explain"  # the cells of a round
BESIDES = "source", "count", "sceptic"  # and what a round may have besides


def all_cells(kind=None, books=BOOKS):
    """(section, id, source) of all cells of all notebooks."""
    return [(section, *cell) for section, book in books.items() for cell in cells_of(book, kind).items()]


def pairs():
    """(id, English, Chinese) for each pair of blocks."""
    for _, name, text in all_cells("markdown"):
        blocks = [text for _, text in DIV.findall(text)]
        yield from ((name, *two) for two in zip(blocks[::2], blocks[1::2]))


def test_every_text_cell_has_both_languages_side_by_side():
    found = [(name, [language for language, _ in DIV.findall(text)]) for _, name, text in all_cells("markdown")]
    expect_none(name for name, spoken in found if not spoken or spoken != ["en", "zh-Hans"] * (len(spoken) // 2))


def test_every_cell_has_an_id_one_can_say_and_no_other_has():
    names = Counter(cell["id"] for book in BOOKS.values() for cell in notebook(book)["cells"])
    expect_none(name for name, times in names.items() if times > 1)
    expect_none(name for section, name, _ in all_cells() if not re.fullmatch(rf"{section}(-[a-z0-9]+)+", name))


def test_notebooks_are_committed_without_outputs():
    def changed(book):
        node = nbformat.from_dict(copy.deepcopy(notebook(book)))
        stripped = strip_output(copy.deepcopy(node), keep_output=False, keep_count=False, keep_id=True)
        outputs = [cell for cell in node.cells if cell.get("outputs") or cell.get("execution_count") is not None]
        return outputs or stripped != node

    expect_none(book for book in BOOKS.values() if changed(book))


def test_code_cells_are_small():
    expect_none(name for _, name, text in all_cells("code") if len(text.splitlines()) > 12)
    lengths = {book: [len(text.splitlines()) for text in cells_of(book, "code").values()] for book in BOOKS.values()}
    expect_none(book for book, lines in lengths.items() if median(lines) > 3)


def test_a_lecture_has_three_rounds_or_more_and_ends_with_exercises_and_a_summary():
    def wrong():
        for book in TAUGHT.values():
            parts = Counter(name.split("-")[-1] for name in cells_of(book))
            if not all(parts[part] >= 3 for part in ROUND):
                yield f"{book}: three rounds or more, not { {part: parts[part] for part in ROUND} }"
            if not {"easy", "derive", "build", "summary"} <= set(parts):
                yield f"{book} lacks one of easy, derive, build, summary"

    expect_none(wrong())


def test_a_round_is_predict_lock_play_explain_and_shows_source_or_counts_where_that_is_the_lesson():
    """Two rounds may share an explanation."""

    def wrong():
        for section, book in TAUGHT.items():
            names = [name.removeprefix(f"{section}-").split("-") for name in cells_of(book)]
            steps = " ".join(parts[-1] for parts in names if parts[-1] in ROUND)
            if not re.fullmatch(r"(predict( lock play)+ explain( play| explain)* ?)+", steps):
                yield f"{section}: {steps}"
            of_rounds = [parts for parts in names if parts[0].isdigit()]
            yield from (f"{section}-{'-'.join(p)}" for p in of_rounds if p[-1] not in (*ROUND, *BESIDES))

    expect_none(wrong())


def test_the_first_code_cell_imports_and_does_nothing_else():
    first = {book: ast.parse(next(iter(cells_of(book, "code").values()))) for book in BOOKS.values()}
    imports = ast.Import | ast.ImportFrom
    expect_none(book for book, tree in first.items() if not all(isinstance(node, imports) for node in tree.body))


def test_what_start_runs_first_because_it_is_in_sight_needs_nothing_but_the_imports():
    known = {
        section: names_in(text, ast.Store) for section, name, text in all_cells("code") if name.endswith("-import")
    }
    early = [cell for cell in all_cells("code") if cell[1].endswith(("-lock", "-hand", "-play"))]
    assert early
    missing = {name: names_in(text, ast.Load) - names_in(text, ast.Store) - known[at] for at, name, text in early}
    expect_none((name, sorted(names)) for name, names in missing.items() if names - {*dir(builtins)})


def names_in(source, context):
    """The names that some code reads (ast.Load), or imports and sets (ast.Store)."""
    nodes = [*ast.walk(ast.parse(source))]
    named = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)] if context is ast.Store else []
    return named | {alias.asname or alias.name.split(".")[0] for node in imports for alias in node.names}


def test_notebooks_hold_no_plotting_and_no_helpers():
    def wrong():
        for _, name, text in all_cells("code"):
            helpers = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
            if helpers or "matplotlib" in text or "ipywidgets" in text:
                yield name

    expect_none(wrong())


def test_notebooks_import_names_from_shared_modules_so_that_a_lecture_keeps_its_name():
    """`activations` and `losses` are shared modules and lectures: in a notebook the word means the lecture."""

    def wrong():
        for _, name, text in all_cells("code"):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Import) and any(alias.name.startswith("course_nn") for alias in node.names):
                    yield f"{name}: {ast.unparse(node)}"
                if isinstance(node, ast.ImportFrom) and node.module == "course_nn":
                    both = [alias.name for alias in node.names if alias.name in SHARED & LECTURES.keys()]
                    yield from (f"{name} imports the module {module}" for module in both)

    expect_none(wrong())


def test_both_languages_are_what_they_say():
    expect_none(name for name, english, _ in pairs() if CHINESE.search(re.sub(r"`[^`]*`", "", english)))
    expect_none(name for name, _, chinese in pairs() if not CHINESE.search(chinese))


HEADING = re.compile(r'#+ <span lang="en">(.+?)</span> <span lang="zh-Hans">(.+?)</span>')


def test_headings_are_bilingual_follow_the_switch_and_stand_outside_the_languages():
    def wrong():
        for _, name, text in all_cells("markdown"):
            for heading in re.findall(r"^#+ .*$", text, re.M):
                halves = HEADING.fullmatch(heading)
                if not halves or CHINESE.search(halves[1]) or not CHINESE.search(halves[2]):
                    yield f"{name}: {heading}"
            if re.search(r"^#", "\n".join(block for _, block in DIV.findall(text)), re.M):
                yield f"{name} has a heading in one language"

    expect_none(wrong())


def test_a_notebook_begins_with_how_to_run_it_and_how_to_come_back():
    def wrong():
        for book in BOOKS.values():
            first = DIV.findall(next(iter(cells_of(book, "markdown").values())))
            told = [all(key in text for key in ("Run All Cells", "Ctrl+Home", "Shift+Enter")) for _, text in first]
            if told != [True, True]:
                yield book

    expect_none(wrong())


def test_stars_that_mean_bold_are_read_as_bold():
    """Markdown leaves ** as it is where punctuation inside meets a letter outside: “**词？**后” shows its stars."""

    def is_read(line):
        outside, inside = line.split("**")[::2], line.split("**")[1::2]
        ends = [(text[-1:], bold[0], bold[-1], after[:1]) for text, bold, after in zip(outside, inside, outside[1:])]
        opens = [not is_mark(first) or not is_letter(before) for before, first, _, _ in ends]
        closes = [not is_mark(last) or not is_letter(after) for _, _, last, after in ends]
        return len(outside) > len(inside) and all(opens + closes)

    def is_letter(character):
        return bool(re.fullmatch(r"\w", character))

    def is_mark(character):
        return bool(re.fullmatch(r"[^\w\s]", character))

    code = re.compile(r"\$\$.*?\$\$|```.*?```|`[^`]*`", re.S)
    texts = ((name, code.sub("x", text)) for _, name, text in all_cells("markdown"))
    expect_none((name, line) for name, text in texts for line in text.split("\n") if not is_read(line))


def test_both_languages_have_the_same_numbers_formulas_links_code_and_lists():
    kinds = {
        "numbers": r"\d+(?:\.\d+)?",
        "formulas": r"\$+[^$]+\$+",
        "links": r"\]\((?!pictures/)([^)]+)\)",  # a picture is of its language
        "code": r"`([^`]+)`",
        "items": r"^(?:\d\.|-|\|)",
        "details": r"</?details>",
    }
    expect_none(
        f"{name}: {what}"
        for name, english, chinese in pairs()
        for what, pattern in kinds.items()
        if Counter(re.findall(pattern, english)) != Counter(re.findall(pattern, chinese))
    )


def test_links_lead_somewhere():
    expect_none(
        f"{name}: {link}"
        for _, name, text in all_cells("markdown")
        for link in re.findall(r"\]\(([^)]+)\)", text)
        if not link.startswith("https://") and not (NOTEBOOKS / link.partition("#")[0]).exists()
    )


def test_every_question_and_exercise_exists_and_no_answer_is_readable():
    def wrong():
        for section, name, text in all_cells("code", {section: BOOKS[section] for section in LECTURES}):
            for function, key in re.findall(r'(predict|check)\("([^"]+)"', text):
                if key not in (questions_of if function == "predict" else exercises_of)(section):
                    yield f"{name}: no question {key}"
            for key, answer in re.findall(r'check\("([^"]+)", ([^)]*)\)', text):
                if answer != "..." and f"{answer} = ..." not in text:
                    yield f"{name}: an answer to {key} can be read"

    expect_none(wrong())


def test_every_question_of_a_lecture_is_asked():
    def wrong():
        for section, book in TAUGHT.items() | {section: BOOKS[section] for section in BUILT}.items():
            text = "\n".join(cells_of(book, "code").values())
            yield from (key for key in (*questions_of(section), *exercises_of(section)) if f'"{key}"' not in text)

    expect_none(wrong())


def test_notebooks_offer_the_language_switch_early():
    early = {book: [*cells_of(book, "code").values()][:2] for book in BOOKS.values()}
    expect_none(book for book, texts in early.items() if not any("language_switch()" in text for text in texts))


@pytest.fixture
def closing(monkeypatch):
    """Closes all demos that are made, and brings the language back: an open demo follows every later change of it."""
    made, make, spoken = [], RunningDemo.__init__, LANGUAGE.shown

    def remember(demo, *arguments, **named):
        made.append(demo)
        make(demo, *arguments, **named)

    monkeypatch.setattr(RunningDemo, "__init__", remember)
    yield
    for demo in made:
        demo.close()
    LANGUAGE.shown = spoken


@pytest.fixture
def offline(monkeypatch):
    """There is no way to another machine."""
    connect = socket.socket.connect

    def near(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            refuse(address)
        return connect(self, address)

    def refuse(*address):
        raise ConnectionRefusedError(f"asked for the network: {address}")

    monkeypatch.setattr(socket.socket, "connect", near)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_who_asks_for_the_network_while_offline_is_refused(offline):
    with pytest.raises(ConnectionRefusedError, match="example.org"):
        socket.create_connection(("example.org", 80))
    with pytest.raises(ConnectionRefusedError, match="192.0.2.1"), socket.socket() as road:
        road.connect(("192.0.2.1", 80))


@pytest.mark.thorough
@pytest.mark.parametrize("section", BOOKS)
def test_its_cells_run_from_top_to_bottom_and_ask_for_no_network(section, closing, offline):
    """In this process, in which nobody gets to the network; in every run a kernel runs them (nbval)."""
    names = {}
    for name, source in cells_of(BOOKS[section], "code").items():
        exec(compile(source, name, "exec"), names)
