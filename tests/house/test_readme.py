"""README is run, not only read: its commands, links, tables and layout are those of the repository."""

import re
from collections import Counter
from pathlib import Path

import layout
import pytest
from offenders import expect_none

from course_nn.lectures import LECTURES, REFERENCE

ROOT = Path(__file__).parents[2]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
DOCUMENTS = [*READMES.values(), ROOT / "CONTRIBUTING.md"]


def command(path, name):
    return re.search(rf"<!-- {name} -->\s+```sh\n(.*?)\n```", path.read_text("utf-8"), re.S)[1]


def leads_somewhere(link, text):
    """To a page elsewhere, to a chapter of this text, or to a file."""
    if link.startswith("#"):
        return link[1:] in [head.lower().replace(" ", "-") for head in re.findall(r"^#+ (.*)", text, re.M)]
    return link.startswith("https://") or (ROOT / link).exists()


def test_links_lead_somewhere():
    texts = {path.name: path.read_text("utf-8") for path in DOCUMENTS}
    expect_none(
        f"{name}: {link}"
        for name, text in texts.items()
        for link in re.findall(r"\]\(([^)]+)\)", text)
        if not leads_somewhere(link, text)
    )


def test_every_picture_has_words_for_those_who_do_not_see_it_and_is_light():
    for path in READMES.values():
        pictures = re.findall(r"!\[(.*?)\]\((docs/pictures/.*?)\)", path.read_text("utf-8"))
        assert len(pictures) >= 2 and all(len(words) > 20 for words, _ in pictures)
        assert sum((ROOT / picture).stat().st_size for _, picture in pictures) < 1.5e6


@pytest.mark.parametrize("name", ["start", "test"])
def test_both_readmes_give_the_same_command_and_its_files_exist(name):
    english, chinese = (command(path, name) for path in READMES.values())
    assert english == chinese and len(english.splitlines()) == 1
    for file in re.findall(r"[\w/-]+\.(?:txt|ipynb)", english):
        assert (ROOT / file).exists(), file


def test_every_notebook_belongs_to_a_lecture_or_is_the_reference():
    listed = {lecture.notebook for lecture in LECTURES.values()} | {REFERENCE}
    assert listed == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}


def test_the_layout_is_as_its_script_makes_it():
    wrong = [page.name for page, made in layout.pages() if f"-->\n{made}\n<!--" not in page.read_text("utf-8")]
    assert not wrong, f"run .venv/bin/python tools/layout.py, which changes {wrong}"


def test_nothing_names_a_place_that_only_one_machine_has():
    kinds = (".py", ".md", ".toml", ".txt", ".ipynb", ".cff")
    ours = [
        path for top in ROOT.iterdir() if top.name[0] != "." for path in (top.rglob("*") if top.is_dir() else [top])
    ]
    expect_none(
        path
        for path in ours
        if path.suffix in kinds and re.search(r"/(?:root|home|work|Users)/\w", path.read_text("utf-8"))
    )


def test_both_readmes_have_the_same_chapters_tables_programs_and_numbers():
    def parts(path):
        text = path.read_text("utf-8")
        chapters = [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]
        tables = [line.count("|") for line in text.splitlines() if line.startswith("|")]
        programs = re.findall(r"^```(?:sh|bat)\n.*?^```", text, re.S | re.M)
        numbers = Counter(re.findall(r"\d+(?:\.\d+)*", text[re.search(r"^.*\|---\|---\|---\|", text, re.M).start() :]))
        return {"chapters": chapters, "tables": tables, "programs": programs, "numbers": numbers}

    english, chinese = (parts(path) for path in READMES.values())
    expect_none(f"{what}: {english[what]} and {chinese[what]}" for what in english if english[what] != chinese[what])


@pytest.mark.parametrize("language", READMES)
def test_the_round_in_full_is_quoted_from_its_lecture(language):
    """What is asked, its options, the task, the reply and the finding of the first round."""
    readme, told = READMES[language].read_text("utf-8"), LECTURES["start"].text
    question = told.questions["start-1"]
    (tasks,) = [tasks for tasks in told.tasks.values() if "raise-watch-white" in tasks]
    quoted = [question.ask, *question.options.values(), question.because["up"], tasks["raise-watch-white"]]
    expect_none(words for words in (getattr(one, language) for one in quoted) if words not in readme)
