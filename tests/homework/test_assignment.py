"""Laws of every assignment: all exercises of its lecture once, in both languages, as nbgrader wants them."""

import re
from pathlib import Path

import nbformat
import pytest
from assignment.cells import BEGIN, END, HOW, notebook
from assignment.command import CONFIG, NEEDED, main, points_of
from assignment.statements import for_homework, is_prose
from handed_in import name_of
from later import Later
from offenders import expect_none

from course_nn.common.errors import BadInput
from course_nn.homework.assignment import ask_of
from course_nn.homework.grading import Limits, grade
from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import check, exercises_of

GUIDE = Path(__file__).parents[2] / "docs/teaching.md"
DIV = re.compile(r'<div lang="(en|zh-Hans)">\n\n(.*?)\n\n</div>', re.S)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
EACH = pytest.mark.parametrize("lecture", LECTURES)
nbgraderformat, utils = Later("nbgrader.nbgraderformat"), Later("nbgrader.utils")
ONLY_HERE = re.compile(r"solution\(|[Ww]orked|解答|compare|再[^，。]*对照|quot|引号|\.ipynb")


@pytest.fixture(scope="module")
def made():
    """made(lecture): its assignment, made once."""
    books = {}

    def made(lecture):
        if lecture not in books:
            books[lecture] = notebook(lecture, points_of(lecture, []))
        return books[lecture]

    return made


@EACH
def test_nbgrader_takes_it(made, lecture):
    nbformat.validate(made(lecture))
    nbgraderformat.MetadataValidator().validate_nb(made(lecture))


@EACH
def test_every_exercise_is_there_once_and_worth_a_point(made, lecture):
    graded = [cell for cell in made(lecture).cells if utils.is_grade(cell)]
    assert sorted(map(name_of, graded)) == sorted(exercises_of(lecture))
    assert {cell.metadata.nbgrader.points for cell in graded} == {1}


@EACH
def test_an_exercise_is_asked_answered_checked_and_graded_in_this_order(made, lecture):
    for key in exercises_of(lecture):
        ids = [cell.id for cell in made(lecture).cells if re.fullmatch(rf"{key}(-\w+)?", cell.id)]
        parts = ["-text", ""] if is_prose(lecture, key) else ["-text", "-answer", "-check", ""]
        assert ids == [key + part for part in parts]


@EACH
def test_what_is_prose_is_graded_by_hand_and_all_else_by_its_judge(made, lecture):
    for cell in filter(utils.is_grade, made(lecture).cells):
        by_hand = cell.cell_type == "markdown" and utils.is_solution(cell)
        assert by_hand == is_prose(lecture, name_of(cell)) != bool(ask_of(cell.source))
        assert by_hand or utils.is_locked(cell)


@EACH
def test_each_answer_has_a_name_of_its_own_and_is_first_what_check_calls_missing(made, lecture):
    asks = [ask for cell in filter(utils.is_grade, made(lecture).cells) if (ask := ask_of(cell.source))]
    assert len({ask.name for ask in asks}) == len(asks) and all(ask.name.isidentifier() for ask in asks)
    for ask in asks:
        names = {}
        source = next(cell.source for cell in made(lecture).cells if cell.id == f"{ask.key}-answer")
        exec(source.partition(BEGIN)[0], names)
        assert check(ask.key, names[ask.name]).voice == "missing"


@EACH
def test_the_right_answer_is_only_where_nbgrader_takes_it_out(made, lecture):
    for cell in filter(utils.is_solution, made(lecture).cells):
        assert cell.cell_type == "markdown" or cell.source.rstrip().endswith(END)
        before = cell.source.partition(f"\n{BEGIN}\n")[0]
        assert cell.cell_type == "markdown" or re.fullmatch(r"\w+ = \.\.\.(  #.*)?", before)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "lecture", [pytest.param(lecture, marks=[pytest.mark.thorough] * (lecture != "xor")) for lecture in LECTURES]
)
def test_the_source_runs_to_full_marks(made, lecture):
    """As an assistant tries it, by the judges that grade."""
    cells = [cell for cell in made(lecture).cells if cell.cell_type == "code"]
    asks = [ask_of(cell.source) for cell in cells]
    steps = [ask or cell.source for ask, cell in zip(asks, cells) if ask or cell.id.endswith(("-helpers", "-answer"))]
    graded = grade(steps, Limits(step=200, whole=900))
    assert not graded.errors and len(graded.verdicts) == sum(map(bool, asks))
    expect_none(f"{key}: {verdict.hint.en}" for key, verdict in graded.verdicts.items() if not verdict)


@EACH
def test_both_languages_say_something_and_no_word_of_the_lecture_alone(made, lecture):
    def wrong():
        for cell in made(lecture).cells:
            if cell.cell_type == "markdown" and not utils.is_solution(cell):
                blocks = DIV.findall(cell.source)
                if [language for language, _ in blocks] != ["en", "zh-Hans"] * (len(blocks) // 2) or not blocks:
                    yield f"{cell.id}: {[language for language, _ in blocks]}"
                for language, text in blocks:
                    if bool(CHINESE.search(text)) != (language == "zh-Hans") or len(text) < 5:
                        yield f"{cell.id} ({language}): {text}"
                yield from (f"{cell.id}: {word}" for word in ONLY_HERE.findall(cell.source))

    expect_none(wrong())


@EACH
def test_no_demo_is_opened(made, lecture):
    code = [cell.source for cell in made(lecture).cells if cell.cell_type == "code"]
    expect_none(source for source in code if "course_nn.lectures" in source or "predict" in source)


@EACH
def test_the_bar_of_a_lecture_with_its_start_button_does_not_take_it_for_one(made, lecture):
    expect_none(cell.id for cell in made(lecture).cells if cell.id.endswith("-import"))


def test_the_guide_the_settings_and_the_notebook_state_the_seconds_that_hold():
    settings, guide = CONFIG.read_text("utf-8"), GUIDE.read_text("utf-8")
    step, whole = Limits().step, Limits().whole
    assert f"step = {step:g}\n" in settings and f"whole = {whole:g}\n" in settings
    assert f"after {step:g} seconds" in guide and f"after {whole:g} seconds" in guide
    assert f"{step:g} seconds" in HOW.en and f"{step:g} 秒" in HOW.zh


def test_a_sentence_that_holds_only_in_the_lecture_goes_and_the_others_stay():
    said = (
        'Any answer counts. `solution("xor-easy")` shows one. **Easy.** Is b < 0? Write three sentences, then compare.'
    )
    assert for_homework(said, prose=True).strip() == "Any answer counts. **Easy.** Is b < 0?"
    assert "三句话" in for_homework("容易。写三句话，再对照。", prose=False)
    assert (
        for_homework("[recall](reference.ipynb#recall) and [this](https://a.b)", False)
        == "recall and [this](https://a.b)"
    )


def test_points_are_of_all_or_of_one_whatever_comes_first():
    assert points_of("start", []) == {"start-easy": 1}
    points = points_of("xor", ["xor-build=3", "2"])
    assert points.pop("xor-build") == 3 and {*points.values()} == {2}
    for word in ("many", "xor-build=", "-1", "nan", "xor-none=2"):
        with pytest.raises(BadInput):
            points_of("xor", [word])


def test_the_command_writes_an_assignment_and_settings_and_overwrites_neither(tmp_path, capsys):
    out = str(tmp_path / "course")
    assert main(["start", "--out", out, "--points", "4"]) == 0
    said, file = capsys.readouterr().out, tmp_path / "course/source/start/start.ipynb"
    assert "1 exercises, 4 points" in said and file.exists()
    settings = tmp_path / "course/nbgrader_config.py"
    assert settings.read_text("utf-8") == CONFIG.read_text("utf-8") and all(
        name in CONFIG.read_text("utf-8") for name in NEEDED
    )
    assert main(["start", "--out", out]) == 2 and "is there already" in capsys.readouterr().err
    for others in ("c = get_config()", *NEEDED):
        settings.write_text(others, "utf-8")
        file.unlink()
        assert main(["start", "--out", out]) == 0 and str(CONFIG) in capsys.readouterr().out
        assert settings.read_text("utf-8") == others


def test_an_unknown_lecture_gets_a_sentence(tmp_path, capsys):
    assert main(["xro", "--out", str(tmp_path)]) == 2 and "did you mean 'xor'" in capsys.readouterr().err
