"""Why won't it learn? Every day another ward: look at each patient with as few instruments as decide its case."""

from collections.abc import Generator, Sequence
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import Figure, look
from course_nn.lectures.practice.demos.clinic import (
    beds,
    case_record,
    chart,
    code_report,
    code_view,
    faults,
    large,
    report,
)
from course_nn.lectures.practice.demos.clinic.case_record import (
    NOTHING,
    TODAY,
    Lock,
    Score,
    beds_of,
    done_in,
    entries,
    key_of,
    par_of,
    ward_named,
    with_entry,
)
from course_nn.lectures.practice.demos.clinic.code_view import CodeShown
from course_nn.lectures.practice.demos.clinic.edits import read_edit
from course_nn.lectures.practice.demos.clinic.examination import reading
from course_nn.lectures.practice.demos.clinic.names import DIAGNOSES, TOOLS
from course_nn.lectures.practice.demos.clinic.patients import Recipe
from course_nn.lectures.practice.demos.clinic.scripts.script_curves import curves
from course_nn.lectures.practice.demos.clinic.sentences import TASKS, TO_REACH
from course_nn.lectures.practice.demos.clinic.thumbnails import ACROSS, frames
from course_nn.lectures.practice.demos.clinic.ward import LEVELS, Bed, ScriptBed
from course_nn.stage import Action, Challenge, Choice, Handle, RunningDemo, Slider, Task, Toggle, Typed, Values, demo


def place(values: Values) -> tuple:
    """The ward's name in the record, and the bed in it: the last one if the ward has fewer."""
    key = key_of(values.ward, values.level)
    return key, min(values.bed, len(beds_of(key)))


def here(values: Values) -> tuple:
    """Who lies in the bed that is chosen, and the Score there."""
    key, bed = place(values)
    patient = beds_of(key)[bed - 1]
    return patient, case_record.score(patient, done_in(values.record, key, bed))


def has_script(values: Values) -> bool:
    """Whether a script lies in the bed."""
    return isinstance(here(values)[0], ScriptBed)


def has_network(values: Values) -> bool:
    """Whether a network lies in the bed."""
    return not has_script(values)


def is_cured(values: Values) -> bool:
    """Whether a network was diagnosed in the bed."""
    return has_network(values) and here(values)[1].right


def is_sick(values: Values) -> bool:
    """Whether something is still to be found in a network."""
    return has_network(values) and not here(values)[1].right


def is_used(values: Values) -> bool:
    """Whether there is a reading of the chosen instrument."""
    key, bed = place(values)
    return has_network(values) and values.instrument in done_in(values.record, key, bed)


def can_write(values: Values) -> bool:
    """Whether the chosen line of a script was found to be one in which the fault can be mended, and it is not yet."""
    patient, own = here(values)
    return isinstance(patient, ScriptBed) and values.line in own.found and not own.right


LEVEL_NAMES = {
    "3": Words("3 beds", "3 张床"),
    "8": Words("8 beds", "8 张床"),
    "20": Words("20 beds", "20 张床"),
    "numpy": Words("8 beds, code in NumPy", "8 张床，NumPy 代码"),
    "pytorch": Words("8 beds, code in PyTorch", "8 张床，PyTorch 代码"),
}
WHICH_WARD = Words("“today”, or the number of any other ward", "“today”（今天），或任何一间病房的编号")
EXAMPLE = "7/3: 1 curves; 1 data; 1 ?leak"
CONTROLS = {
    "ward": Typed(Words("ward", "病房"), TODAY, ward_named, ("7", "12 + leak, dead units"), means=WHICH_WARD),
    "level": Choice(Words("size", "规模"), LEVEL_NAMES, LEVELS[0]),
    "bed": Slider(Words("bed", "床号"), 1, beds.MOST, 1, 1),
    "instrument": Choice(Words("instrument", "仪器"), TOOLS, "curves", used=has_network),
    "diagnosis": Choice(Words("diagnosis", "诊断"), DIAGNOSES, NOTHING, used=is_sick),
    "share": Slider(Words("cure", "疗程"), 0, 100, 100, 2, plays=True, used=is_cured),
    "line": Slider(Words("line", "行"), 1, code_view.LINES, 1, 1, used=has_script),
    "option": Slider(Words("write", "改法"), 1, code_view.OPTIONS, 1, 1, used=can_write),
    "large": Toggle(Words("large", "放大"), False, used=is_used),
    "record": Typed(Words("record", "记录"), "", entries, (EXAMPLE,), kept=True, used=lambda values: False),
}


class Result(NamedTuple):
    key: str  # the ward's name in the record
    bed: int
    patient: Bed | ScriptBed  # who lies in this bed
    beds: list  # all of them
    scores: list  # a Score for each bed
    pars: list  # for each bed
    score: Score  # of this bed
    par: int
    within: int  # patients diagnosed with at most two points more than par
    readings: dict  # instrument -> Reading, of the instruments used in this bed
    lock: Lock | None  # the last diagnosis here
    sick: np.ndarray  # (2, K) epochs in %, and the validation score of the sick run
    cured: np.ndarray  # (2, K) the same of the cured run; empty before the right diagnosis
    rows: list  # of the row of beds: loss, score, whether that is R², mark
    code: CodeShown | None  # of a script
    reason: BadInput | None  # why it is another bed than was asked for


def compute(
    ward, level, bed, instrument, diagnosis, share, line, option, large, record
) -> Generator[float, None, Result]:
    """Scripts are run when their ward is opened, readings measured when a bed is looked at."""
    key = key_of(ward, level)
    patients, scores = beds_of(key), case_record.scores(record, key)
    number = min(bed, len(patients))
    patient, score, done = patients[number - 1], scores[number - 1], done_in(record, key, number)
    is_script = isinstance(patient, ScriptBed)
    rows = yield from rows_of(patients, scores)
    readings: dict = {} if is_script else (yield from readings_of(patient, done))
    shows_cure = score.right and not is_script
    return Result(
        key=key,
        bed=number,
        patient=patient,
        beds=patients,
        scores=scores,
        pars=[par_of(one) for one in patients],
        score=score,
        par=par_of(patient),
        within=sum(case_record.is_good(one, own) for one, own in zip(patients, scores)),
        readings=readings,
        lock=None if is_script else case_record.last_lock(patient, done),
        sick=course_of(patient.recipe, patient.seed, 100) if shows_cure else np.zeros((2, 0)),
        cured=course_of(patient.healthy, patient.seed, share) if shows_cure else np.zeros((2, 0)),
        rows=rows,
        code=shown_code(patient, score, done, line, option) if is_script else None,
        reason=None if number == bed else too_few_beds(len(patients), bed),
    )


def rows_of(patients: Sequence, scores: list) -> Generator[float, None, list]:
    """What stands in the row of beds; of a script its last loss and score, for which it is run."""
    rows = []
    for k, (one, own) in enumerate(zip(patients, scores)):
        if isinstance(one, ScriptBed):
            yield k / len(patients)
            run = curves(one.script)
            ends = (run.train_loss[-1], run.val_score[-1]) if len(run.val_score) else (np.inf, 0.0)
            rows.append((*ends, code_report.reports_r2(one.script), mark_of(own)))
        else:
            rows.append((one.entry.loss, one.entry.score, report.is_numeric(one), mark_of(own)))
    return rows


def mark_of(own: Score) -> tuple:
    """How far the student has come in a bed: a sign, the points, and a colour."""
    sign, color = ("✓", look.GREEN) if own.right else ("✗", look.VERMILION) if own.wrong else ("", look.BLUE)
    return sign, own.points, color


def readings_of(patient: Bed, done: list) -> Generator[float, None, dict]:
    """What the instruments show that were used."""
    readings: dict = {}
    for name in (what for what in done if what[0] != "?"):
        yield len(readings) / len(done)
        readings[name] = reading(patient.recipe, name, patient.seed)
    return readings


def shown_code(patient: ScriptBed, own: Score, done: list, line: int, option: int) -> CodeShown:
    """What is drawn of a script."""
    script = patient.script
    line = min(line, len(script.lines))
    every = [read_edit(text) for text in own.wrong]
    return CodeShown(
        script=script,
        sick=curves(script),
        cured=curves(script, cured=True) if own.right else None,
        line=line,
        option=min(option, len(script.faulty[line - 1].options)) if line - 1 in script.faulty else 1,
        wrong=[edit.line for edit in every if not edit.option],
        found=own.found,
        failed=[edit.option for edit in every if edit.option and edit.line == line],
        can_write=line in own.found and not own.right,
    )


def course_of(recipe: Recipe, seed: int, share: int) -> np.ndarray:
    """The validation score of a run up to a share of its epochs: (2, K), shares in % and scores."""
    scores = reading(recipe, "curves", seed).arrays["score"]
    shares = np.linspace(0, 100, len(scores))
    return np.stack([shares, scores])[:, shares <= share]


def too_few_beds(count: int, bed: int) -> BadInput:
    return BadInput(
        f"this ward has {count} beds, so bed {count} is shown, not {bed}. Try another size",
        f"这间病房有 {count} 张床，所以显示的是 {count} 号床，不是 {bed} 号。可以换一种规模",
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    parts = {**beds.paint_beds(figure), **chart.paint_chart(figure), **faults.paint_faults(figure)}
    return SimpleNamespace(**parts, large=large.paint_large(figure), code=code_view.paint_code(figure))


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    beds.draw_beds(vars(artists), result.rows, result.bed)
    code_view.draw_code(artists.code, result.code)
    artists.list.set_visible(result.code is None)
    if result.code is None:
        draw_network(artists, result, values)
    else:
        artists.chart.set_visible(False)
        large.draw_large(artists.large, values.instrument, None, False)


def draw_network(artists: SimpleNamespace, result: Result, values: Values) -> None:
    parts, bed, numeric = vars(artists), result.patient, report.is_numeric(result.patient)
    chart.draw_chart(parts, result.readings, values.instrument, numeric, points_in_words(result))
    shown = result.readings.get(values.instrument) if values.large else None
    artists.chart.set_visible(shown is None)
    large.draw_large(artists.large, values.instrument, shown, numeric)
    faults.draw_faults(parts, diagnoses_of(bed), result.score, values.diagnosis)
    faults.draw_cure(parts, result.sick, result.cured, report.cure_in_lines(result) if result.score.right else None)


def points_in_words(result: Result) -> Words:
    """The points of this bed, and par once it is known."""
    par = result.par if result.score.right else "?"
    return Words(f"{result.score.points}\npar {par}", f"{result.score.points}\n参考分 {par}")


def diagnoses_of(bed: Bed) -> set:
    """The diagnoses that may be right for the run of a bed."""
    return {name for faults in bed.possible for name in case_record.names_of(faults)}


def readout(result: Result, values: Values) -> Words:
    if result.code is not None:
        done = done_in(values.record, result.key, result.bed)
        return code_report.readout(result.bed, result.code, done, result.score.points)
    return report.readout(result, values)


def has_locked_unseen(result: Result, values: Values) -> bool:
    """Whether a bed of this ward was diagnosed before any instrument was used there."""
    firsts = {bed: what for bed, what in reversed(entries(values.record).get(result.key, []))}
    return any(what[0] == "?" for what in firsts.values())


TO_DO = [
    Task(TASKS[0], has_locked_unseen),
    Task(TASKS[1], lambda result, values: len(result.readings) > 1 and values.large),
    Task(TASKS[2], lambda result: any(own.right for own in result.scores)),
    Task(TASKS[3]),
]


def judge(result: Result) -> str:
    """Solved by all patients of a ward within par + 2, almost by half of them."""
    return (
        "solved" if result.within == len(result.beds) else "almost" if 2 * result.within >= len(result.beds) else "open"
    )


CHALLENGE = Challenge(TO_REACH, judge)


def note(demo: RunningDemo, what: str) -> None:
    """Enter in the record what is done in the bed that is chosen."""
    key, bed = place(demo.values)
    demo.set(record=with_entry(demo.values.record, key, bed, what))


def use(demo: RunningDemo) -> None:
    """Use the chosen instrument."""
    note(demo, demo.values.instrument)


def lock(demo: RunningDemo) -> tuple | None:
    """Enter the diagnosis. A right one plays the cured run; the last bed of a ward offers the result.

    raises : BadInput, and nothing is entered, if the run cannot have that fault
    """
    bed = demo.result.patient
    if isinstance(bed, ScriptBed):
        note(demo, edit_of(demo.result.code))
        return own_result(demo) if all(own.right for own in demo.result.scores) else None
    if demo.values.diagnosis not in diagnoses_of(bed):
        raise BadInput(*report.why_not_here(bed, demo.values.diagnosis))
    note(demo, "?" + demo.values.diagnosis)
    if demo.result.score.right:
        demo.players["share"].button.value = True
    return own_result(demo) if all(own.right for own in demo.result.scores) else None


def edit_of(code: CodeShown) -> str:
    """What a lock says of a script: that the chosen line is wrong, or what to write there."""
    return f"={code.line}.{code.option}" if code.can_write else f"@{code.line}"


def own_result(demo: RunningDemo) -> tuple:
    """The result in three lines, as a file: its name and its text."""
    return "clinic.txt", report.in_three_lines(demo.result).shown("\n\n")


def own_record(demo: RunningDemo) -> tuple:
    """The record as a file: its name and its text."""
    return "clinic-record.txt", report.summary(demo.result).shown("\n\n")


def next_ward(demo: RunningDemo) -> None:
    """A ward that is new, with more of what was mistaken so far."""
    demo.set(ward=case_record.next_ward(demo.values.record), bed=1, large=False)


ACTIONS = (
    Action(Words("Use instrument", "使用仪器"), use),
    Action(Words("Lock diagnosis", "锁定诊断"), lock),
    Action(Words("Another ward", "换一间病房"), next_ward),
    Action(Words("My result", "我的成绩"), own_result),
    Action(Words("My record", "我的记录"), own_record),
)


def on_tile(result: Result, k: int, values: Values) -> dict:
    """A press on a tile uses its instrument; on one that was used it makes the reading large."""
    name = chart.LISTED[k]
    if name in result.readings:
        return {"instrument": name, "large": True}
    return {"instrument": name, "record": with_entry(values.record, result.key, result.bed, name), "large": False}


HANDLES = [
    Handle(
        "bed",
        at=lambda line, result: beds.rims(len(result.beds)),
        click=lambda _, k: {"bed": k + 1, "share": 100, "large": False},
        face=True,
    ),
    Handle(
        "tool",
        at=lambda line, _: frames(len(TOOLS), ACROSS),
        click=on_tile,
        face=True,
    ),
    Handle(
        lambda artists: artists.large.title,
        at=lambda text, _: large.rim(),
        click=lambda _, k: {"large": False},
        face=True,
    ),
    Handle(  # none once the list is covered by the cured run
        "chosen",
        at=lambda line, result: faults.row_frames()[: 0 if result.score.right else None],
        click=lambda result, k: {"diagnosis": faults.LISTED[k]},
        face=True,
    ),
    Handle(
        lambda artists: artists.code.line,
        at=lambda line, result: code_view.line_rims(len(result.code.script.lines) if result.code else 0),
        click=lambda _, k: {"line": k + 1, "option": 1},
        face=True,
    ),
    Handle(
        lambda artists: artists.code.option,
        at=lambda line, result: code_view.option_rims(options_of(result)),
        click=lambda _, k: {"option": k + 1},
        face=True,
    ),
]


def options_of(result: Result) -> int:
    """How many options can be pressed."""
    code = result.code
    return len(code.script.faulty[code.line - 1].options) if code and code.can_write else 0


@demo(Words("The clinic", "诊所"), height=3.8)
def clinic(**values):
    """Today's ward, or any other: look with few instruments, lock a diagnosis once nothing else fits, see the cure.
    今天的病房，或任何一间：用尽量少的仪器检查，排除了其余可能再锁定诊断，观看治愈后的训练。

    ward   : "today", the same for everybody on this date, or a number; level : 3, 8 or 20 beds
    record : what was done, "7/3: 1 curves; 1 ?leak": in bed 1 of ward 7 the curves were looked at, and a leak diagnosed
    """
