"""A notebook becomes a page in each language: its cells are run once for each, and become the sections of the page."""

from pathlib import Path
from typing import NamedTuple

import nbformat
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from book import questions
from book.cells import only_comments, only_imports, run, without_check
from book.demos import content, picture_of
from book.estimates import estimate_data
from book.lab import CELLS, of_the_lab
from book.recording import record
from book.sections import sections_of
from book.text import python, spoken, text, without_tasks
from book.veiled import asked_in, round_at
from book.words import LANGUAGES, SAYS
from course_nn.common import progress
from course_nn.common.words import LANGUAGE, Words, term
from course_nn.lectures import LECTURES, REFERENCE
from course_nn.notebook.answers import SURE
from course_nn.stage import Demo, RunningDemo
from course_nn.stage.display import VEILED
from course_nn.stage.tasks import as_html
from course_nn.text.lecture import STEPS

ROOT = Path(__file__).parents[2]
DOTS = 125  # an inch of a picture: sharp on a phone and on most laptops
ROOM = 500_000_000  # bytes of results that are remembered, so that the second language computes nothing again
OF_THE_KERNEL = {"language_switch", "check_environment", "my_course", "revisit"}  # cells that mean nothing here

TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True)
TEMPLATES.globals["policy"] = (  # of content: a page runs its own script and loads its own files, and nothing else
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


class NotBuilt(Exception):
    """Why a page could not be made, in a sentence that names the cell."""


class Page(NamedTuple):
    """A page of the book.

    name     : of its files and of its notebook, "03_xor"
    title    : Words
    question : Words, for the map and for search engines
    minutes  : that it takes; None for as long as one likes
    picture  : the name of its small picture on the map; "" without one
    """

    name: str
    title: Words
    question: Words
    minutes: int | None
    picture: str


def book():
    """All pages in the order of the course, the reference last."""
    lectures = [Page(Path(of.notebook).stem, of.title, of.question, of.minutes, key) for key, of in LECTURES.items()]
    return [*lectures, Page(Path(REFERENCE).stem, SAYS["reference"], SAYS["look up"], None, "")]


def prepare():
    """For a process that makes pages."""
    progress.LIMIT, Demo.dpi = ROOM, DOTS


def parts(page, folder, languages):
    """{language key: what stands above all sections, and the Sections} of a page; the pictures of its demos go into
    the folder."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{page.name}.ipynb", as_version=4)
    return {key: in_language(notebook, LANGUAGES[key], folder) for key in languages}


def in_language(notebook, language, folder):
    LANGUAGE.shown, names = language.key, {"__name__": "__main__"}
    cells = [cell for cell in notebook.cells if not cell.id.startswith(CELLS)]
    return sections_of([(cell.id, cell_html(cell, names, language, folder), ask(cell, language)) for cell in cells])


def ask(cell, language):
    """What the round of a cell asks, where its picture is."""
    asked = asked_in(cell.id.removesuffix("-play"))
    return language.of(asked[1].ask) if asked else ""


def cell_html(cell, names, language, folder):
    """The HTML of one cell.

    raises : NotBuilt
    """
    try:
        return part(cell, names, language, folder)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".replace("\n", " ")
        raise NotBuilt(f"cell {cell.id} could not be shown: {reason} · 单元格 {cell.id} 无法显示") from error


def part(cell, names, language, folder):
    """The HTML of one cell."""
    if cell.cell_type == "markdown":
        html = text(cell.source, language)
        return without_tasks(html) if cell.id.endswith(STEPS) and round_at(cell.id.rpartition("-")[0]) else html
    ran = run(cell, names)
    return code_html(ran, language, folder) + printout(ran)


def code_html(ran, language, folder):
    """What a code cell shows."""
    if ran.calls in OF_THE_KERNEL or only_comments(ran.source) or only_imports(ran.source):
        return ""
    if ran.calls == "predict":
        asked = asked_in(ran.id.removesuffix("-lock"))
        return "" if asked and asked[0] == ran.first else question(ran.first, ran.value.question, language)
    if ran.calls == "check":
        begin = without_check(ran.source)
        begin = "" if of_the_lab(begin) else begin
        return (python(begin) if begin else "") + fold(
            SAYS["answer"], questions.solution_text(ran.first, language), language
        )
    if isinstance(ran.value, RunningDemo):
        return demo(ran, language, folder)
    return python(ran.source) + output(ran.value, language)


def question(key, asked, language, below_picture=False, estimate=""):
    """The form of a question; of one that is answered in its picture with the data for that."""
    options, ask = questions.options(asked, language), language.of(asked.ask)
    return fill("question", language, name=key, ask=ask, options=options, below=below_picture, estimate=estimate)


def demo(ran, language, folder):
    """A demo that is recorded, and closed; its question, if one is answered below it, and the tasks that it allows."""
    round_ = ran.id.removesuffix("-play")
    asked = asked_in(round_)
    estimate = asked and asked[1].estimate()
    data = Markup(estimate_data(estimate, ran.value, language)) if estimate else ""  # before it moves
    recorded = record(ran.value, ran.id, round_)
    about, veil = content(ran.value, recorded, language, folder), picture_of(recorded.veil, folder)
    tasks = [words for words in map(language.of, done_here(ran.value)) if not of_the_lab(words)]
    ran.value.close()
    form = Markup(question(*asked, language, below_picture=True, estimate=data)) if asked else ""
    return fill("demo", language, demo=about, veil=veil, form=form, tasks=tasks, veiled=VEILED)


def done_here(running):
    """The tasks of a demo that were seen to be done while it was recorded: the page has the controls that they need."""
    line = running.road.tasks
    return [as_html(task.words) for task, done in zip(line.tasks, line.done) if done] if line else []


def output(value, language):
    """What a notebook shows of a value: code, a table, or its text."""
    if value is None:
        return ""
    if type(value).__name__ == "Code":
        return python(value.data)
    if hasattr(value, "_repr_html_"):
        return f'<div class="output">{spoken(value._repr_html_(), language)}</div>'
    return fill("printed", language, text=repr(value))


def printout(ran):
    return f'<pre class="output scroll" tabindex="0">{Markup.escape(ran.printed)}</pre>' if ran.printed else ""


def fold(summary, html, language):
    return f"<details><summary>{language.of(summary)}</summary>\n<div>{html}</div>\n</details>\n"


def fill(template, language, **what):
    """A template filled in, with the words of the book at hand."""
    says = {key: language.of(words) for key, words in SAYS.items()}
    return TEMPLATES.get_template(f"{template}.html").render(
        says=says, language=language, term=lambda key: language.of(term(key)), SURE=SURE, **what
    )
