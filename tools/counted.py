"""What can be counted of the course, written where the documents say it: rounds, hours, predictions, exercises.

    .venv/bin/python tools/counted.py

In a document such a number stands between <!-- count NAME --> and <!-- /count -->. The handbook's table has them in the
last columns of a notebook's row; in the plan of a term the questions of a notebook that are not asked in class are for
home, and a tempting answer has the words of its option. The tables of notebooks have their minutes.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import links  # noqa: E402

from course_nn.lectures import A_ROUND, LECTURES, rounds_of  # noqa: E402
from course_nn.notebook.exercises import exercises_of, questions_of  # noqa: E402

PAGES = [
    ROOT / f"{name}{ending}" for name in ("README", "docs/module", "docs/teaching") for ending in (".md", ".zh-CN.md")
]
TEMPTING = re.compile(r"(?m)^(\| `([\w-]+)` \| <!-- (.+?) -->)[^|]* \|")  # an option of a question, by its key
MARKED = re.compile(r"(<!-- count ([\w-]+) -->).*?(<!-- /count -->)")
ROW = re.compile(r"(?m)^(\| \[[^|]*\]\(\.\./notebooks/([\w.]+)\) \| [^|]+ \|) \d+ \| \d+ \| \d+ \|$")

WEEK = re.compile(r"(?m)^(\| \d+ \| ([^|]+) \| ([^|]+) \|) (`[^|]+`) \|$")  # with questions for home
LINK = re.compile(r"\.\./notebooks/([\w.]+)\)")
KEY = re.compile("`(.+?)`")


def counts() -> dict[str, str]:
    """{name: number} of all that documents say."""
    rounds = [one for section in LECTURES for one in rounds_of(section).values()]
    core = sum(not one.further for one in rounds)
    exercises = sum(len(exercises_of(section)) for section in LECTURES)
    timed = [lecture.minutes or 0 for lecture in LECTURES.values() if not lecture.built]  # of the core; what is built
    minutes = sum(timed)  # counts among the exercises
    found = {
        "rounds": core,
        "further": len(rounds) - core,
        "exercises": exercises,
        "predictions": sum(len(questions_of(section)) for section in LECTURES),
        "rounds-hours": core * A_ROUND / 60,
        "further-hours": (len(rounds) - core) * A_ROUND / 60,
        "exercises-hours": exercises * A_ROUND / 60,
        "hours": round(minutes / 60),
        "all-hours": round((minutes + (len(rounds) - core + exercises) * A_ROUND) / 60),
    }
    return {name: f"{number:g}" for name, number in found.items()}


def counted(page: str, language: str) -> str:
    """A page with all numbers that can be counted, and with the options of questions as they are now."""
    numbers = counts()
    page = TEMPTING.sub(lambda found: f"{found[1]}{_option(found[2], found[3], language)} |", page)
    page = MARKED.sub(lambda found: f"{found[1]}{numbers[found[2]]}{found[3]}", page)
    page = ROW.sub(lambda found: f"{found[1]} {' | '.join(_of_notebook(found[2]))} |", page)
    return WEEK.sub(lambda found: f"{found[1]} {_for_home(found[2], found[3], found[4])} |", page)


def _option(question, option, language):
    return getattr(questions_of(question.split("-")[0])[question].options[option], language)


def _for_home(notebooks, in_class, now):
    """The questions of a week's notebooks that are not asked in class, with the same marks between them as now."""
    asked = [key for name in LINK.findall(notebooks) for key in questions_of(_section(name))]
    mark = "、" if "、" in now else ", "
    return mark.join(f"`{key}`" for key in asked if key not in KEY.findall(in_class))


def _section(notebook):
    return next(section for section, lecture in LECTURES.items() if lecture.notebook == notebook)


def _of_notebook(name):
    """Its rounds, its further ones, its exercises."""
    section = _section(name)
    rounds = rounds_of(section).values()
    core = sum(not one.further for one in rounds)
    return str(core), str(len(rounds) - core), str(len(exercises_of(section)))


def language_of(page: Path) -> str:
    """Of a document."""
    return "zh" if ".zh-CN" in page.name else "en"


def write(page: Path, new: str) -> None:
    """A page, if something of it has changed."""
    if new != page.read_text("utf-8"):
        page.write_text(new, "utf-8", newline="\n")
        print(page.relative_to(ROOT))


def main() -> None:
    for page in PAGES:
        write(page, counted(page.read_text("utf-8"), language_of(page)))
    for page, mark, made in links.pages(links.of_this_copy(links.CITATION.read_text("utf-8"))):  # with minutes
        write(page, links.with_links(page.read_text("utf-8"), mark, made))


if __name__ == "__main__":
    main()
