"""Grading a notebook: the judge is asked anew, and what a student's code does costs that student alone."""

import contextlib
import sys
from pathlib import Path

import pytest
from handed_in import NAMES, RIGHT, SEES, TRICKS, WRONG, YES, ZERO

from course_nn.common.words import Words
from course_nn.homework import confinement, grading
from course_nn.homework.assignment import Ask
from course_nn.homework.grading import Limits, grade
from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import Verdict, exercises_of

pytestmark = pytest.mark.usefixtures("way")
HELPERS = "import numpy as np"
GUIDE = Path(__file__).parents[2] / "docs/teaching.md"
EACH_WAY = [
    (source, f"{way}{kind}") for source, kind in ((YES, "Yes"), (ZERO, "Zero()")) for way in ("", "lambda *_: ")
]


def steps(answers, *before):
    """The cells of a notebook with answers, as the judge gets them."""
    parts = [(source, Ask(key, NAMES[key])) for key, source in answers.items()]
    return [HELPERS, *before, *(step for part in parts for step in part)]


def right(graded):
    return [key for key, verdict in graded.verdicts.items() if verdict]


def test_a_verdict_is_true_if_it_is_right_and_only_then():
    voices = [
        "missing",
        "keep working",
        "almost",
        "right",
        "worked",
        "not what happens",
        "solution",
        "compare",
        "noted",
    ]
    assert [voice for voice in voices if Verdict(voice, Words("", ""))] == ["right"]


def test_right_answers_are_right_and_a_cheat_and_what_goes_wrong_cost_only_themselves(monkeypatch, tmp_path):
    """With what would spoil it: verdicts that are off, a memory, and a module of the student's beside the notebook."""
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    (tmp_path / "numpy.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    wrong = {"xor-table": WRONG["xor-table"], "xor-easy": "import os\nos._exit(3)", "xor-update": "nothing = 1"}
    graded = grade(steps(RIGHT | wrong, TRICKS["judge"], "1 / 0"), Limits())
    assert right(graded) == ["xor-forward", "xor-rule", "xor-derive", "xor-break", "xor-build"]
    assert graded.verdicts["xor-table"].hint.en == "1 of 4 rows are right. The rows come in the order 00, 01, 10, 11."
    assert [graded.verdicts[key].voice for key in ("xor-easy", "xor-update")] == ["keep working", "missing"]
    assert sorted(graded.errors) == [2, 7] and graded.errors[2].startswith("ZeroDivisionError")
    assert "终止" in graded.errors[7] and not (tmp_path / "memory").exists()


def test_why_an_answer_cannot_be_read_is_said_in_each_language():
    table = Ask("xor-table", "table")
    hint = grade([HELPERS, "table = np.array([1, object()], object)", table], Limits()).verdicts[table.key].hint
    assert "(expected plain numbers, got" in hint.en and "（应为普通的数，收到" in hint.zh
    assert "expected" not in hint.zh and "应为" not in hint.en


@pytest.mark.thorough
@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_makes_a_wrong_answer_right(trick):
    assert right(grade(steps(WRONG, TRICKS[trick]), Limits())) == []


@pytest.mark.thorough
@pytest.mark.parametrize("lecture", LECTURES)
@pytest.mark.parametrize("source, name", [(YES, "Yes()"), (YES, "[Yes()] * 9"), (SEES, "spy"), *EACH_WAY])
def test_no_object_that_says_yes_to_everything_is_right_anywhere(lecture, source, name):
    asks = [Ask(key, "answer") for key in exercises_of(lecture)]
    assert right(grade([HELPERS, source, f"answer = {name}", *asks], Limits())) == []


@pytest.mark.thorough
def test_a_cell_or_an_answer_without_an_end_is_stopped_and_the_rest_is_graded():
    slow = {"xor-easy": "while True: pass", "xor-rule": "def learn(*_):\n    while True: pass"}
    graded = grade(steps(RIGHT | slow), Limits(step=3))
    assert {*RIGHT} - {*right(graded)} == {*slow}
    assert "longer than 3 seconds" in graded.verdicts["xor-rule"].hint.en and [*graded.errors] == [5]


def test_the_seconds_of_a_notebook_are_not_stretched_by_those_that_a_cell_may_take():
    """The cell would end in time for itself, and the answer behind it be right."""
    graded = grade(steps({"xor-table": RIGHT["xor-table"]}, "import time\ntime.sleep(40)"), Limits(step=60, whole=2))
    assert graded.verdicts["xor-table"].hint == grading._filled(grading.ALTOGETHER, 2)


@pytest.mark.thorough
def test_a_notebook_that_takes_too_long_altogether_is_given_up():
    sleeps = "import time\ntime.sleep(60)"  # whole: what a cell that was stopped has imported is gone
    graded = grade(steps(RIGHT, sleeps, sleeps), Limits(step=4, whole=6))
    assert right(graded) == [] and {verdict.hint for verdict in graded.verdicts.values()} == {
        grading._filled(grading.ALTOGETHER, 6)
    }


@pytest.mark.thorough
def test_memory_and_files_are_bounded():
    greedy = {"xor-easy": "answer_easy = np.ones(2**31)", "xor-update": "open('x', 'wb').write(bytes(2**28))"}
    graded = grade(steps(RIGHT | greedy), Limits())
    assert {*RIGHT} - {*right(graded)} == {*greedy} or sys.platform == "darwin"


@pytest.mark.thorough
def test_what_a_student_makes_an_error_say_is_text_on_the_page_of_the_feedback():
    answer = "class Tag:\n    def __array__(self, *_, **__): raise ValueError('<script>')\nanswer_table = Tag()"
    page = grade(steps({"xor-table": answer}), Limits()).verdicts["xor-table"].html()
    assert "&lt;script&gt;" in page and "<script>" not in page


@pytest.mark.thorough
def test_an_answer_of_many_megabytes_is_too_large_and_the_rest_is_graded():
    graded = grade(steps(RIGHT | {"xor-easy": "answer_easy = [1.5] * 10**7"}), Limits())
    assert {*RIGHT} - {*right(graded)} == {"xor-easy"}


@pytest.mark.thorough
def test_a_wrapper_stands_before_the_students_process_and_not_before_the_judges(tmp_path):
    wrapper = ("env", "INSIDE=1")
    answer = "import os\nanswer_table = (0, 0, 1, 0) if os.environ.get('INSIDE') else 0"
    assert right(grade(steps({"xor-table": answer}), Limits(wrapper=wrapper))) == ["xor-table"]


def test_an_answer_whose_cell_has_failed_is_not_called_missing_and_full_width_signs_are_named():
    cells = {
        "xor-table": "answer_table ＝ （0，0，1，0）  # （例：“第三行”）",
        "xor-update": "answer_update = (0, 0, 1 / 0)  # （例）",
        "xor-easy": "import os\nos._exit(0)",
        "xor-derive": "answer_derive = ...",
    }
    said = {key: verdict.hint for key, verdict in grade(steps(cells), Limits()).verdicts.items()}
    for words, begins in zip(
        zip(*(said[key] for key in cells if key != "xor-derive")), ("This cell failed", "这个单元格运行出错")
    ):
        assert all(one.startswith(begins) for one in words)
    assert all("<code>ZeroDivisionError: division by zero</code>" in words for words in said["xor-update"])
    ended = zip(said["xor-easy"], grading.ENDED, reversed(grading.ENDED))
    assert all(f"<code>{reason}</code>" in words and other not in words for words, reason, other in ended)
    assert all("<code>SyntaxError: invalid character" in words for words in said["xor-table"])
    assert said["xor-table"].en.endswith(
        " Python cannot read the full-width equals sign ＝, bracket （, comma ，, bracket ）: write = ( , ) instead."
    )
    assert said["xor-table"].zh.endswith(
        "Python 读不懂全角的等号 ＝、括号 （、逗号 ，、括号 ）：请改为半角的 = ( , )。"
    )
    assert said["xor-derive"].en == "Put your answer in place of the dots."


def test_what_an_error_says_is_text_on_the_page_of_the_feedback_also_where_there_is_no_answer():
    verdict = grade(steps({"xor-table": "raise ValueError('<script>')"}), Limits()).verdicts["xor-table"]
    assert "ValueError: &lt;script&gt;" in verdict.html() and "<script>" not in verdict.html()


@pytest.fixture
def told(monkeypatch):
    """told(steps, events): what is graded if a judge's process tells this."""

    def make(asked, events):
        class Told(contextlib.nullcontext):
            is_late = False

            def __init__(self, *_):
                super().__init__(self)

            def events(self):
                yield from events

        monkeypatch.setattr(grading, "Submission", Told)
        return grade(asked, Limits())

    return make


def test_a_question_that_was_not_begun_has_no_verdict_and_one_that_has_a_verdict_gets_no_other(told):
    yes, no = ({"voice": voice, "en": "", "zh": ""} for voice in ("right", "keep working"))
    asked = ["cell", Ask("xor-table", "answer_table"), Ask("xor-easy", "answer_easy")]
    graded = told(asked, [yes, {"begun": 0}, yes, {"begun": 1}, no, yes, {"done": True}])
    assert right(graded) == [] and graded.verdicts["xor-easy"].hint == grading._filled(grading.ALTOGETHER, 120)


def test_what_is_copied_from_the_package_counts_as_an_answer_and_the_guide_says_so():
    copies = (
        "import re\nfrom course_nn.notebook.exercises import exercises_of\n"
        'answer_table = eval(re.search(r"\\(\\d.*?\\)", exercises_of("xor")["xor-table"].solution().en)[0])'
    )
    assert right(grade(steps({"xor-table": copies}), Limits())) == ["xor-table"]
    assert "| copies the worked solution from the package, or from a neighbour | all points" in GUIDE.read_text("utf-8")


def test_the_guide_states_the_bounds_that_hold():
    memory, processes = Limits().memory // 2**30, Limits().processes
    assert f"at {memory} GB or at {processes} processes" in GUIDE.read_text("utf-8")
    assert f"| {confinement.DISK // 2**20} MB, gone afterwards |" in GUIDE.read_text("utf-8")


def test_a_judge_that_does_not_start_is_no_fault_of_the_student():
    with pytest.raises(RuntimeError, match="does not start"):
        grade([Ask("nothing-here", "x")], Limits())
