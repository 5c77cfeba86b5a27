"""Why won't it learn? Every day another ward: look at each patient with as few instruments as decide its case."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.clinic import (
    beds,
    case_record,
    chart,
    code_report,
    code_view,
    faults,
    large,
    report,
)
from course_nn.clinic.bedside import (
    can_write,
    has_network,
    has_script,
    is_cured,
    is_sick,
    is_used,
    place,
)
from course_nn.clinic.case_record import (
    EARLY,
    NOTHING,
    SPARE,
    TODAY,
    WRONG,
    Lock,
    Score,
    beds_of,
    done_in,
    entries,
    joined,
    key_of,
    looks,
    ward_named,
    with_entry,
)
from course_nn.clinic.code_view import CodeShown
from course_nn.clinic.examination import reading
from course_nn.clinic.instruments import Reading
from course_nn.clinic.measures import (
    both_courses,
    diagnoses_of,
    readings_of,
    rows_of,
    shown_code,
    too_few_beds,
)
from course_nn.clinic.names import DIAGNOSES, LEVEL_NAMES, TOOLS, WHICH_WARD
from course_nn.clinic.thumbnails import ACROSS, frames
from course_nn.clinic.ward import LEVELS, Bed, ScriptBed
from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import Figure
from course_nn.stage import Action, Challenge, Choice, Handle, RunningDemo, Slider, Toggle, Typed, Values, Veil, demo

AT_A_NEW_BED = {"share": 100, "large": False, "diagnosis": NOTHING, "line": 1, "option": 1}
CONTROLS = {
    "ward": Typed(Words("ward", "病房"), TODAY, ward_named, ("7", "12 + 5, 11"), means=WHICH_WARD),
    "level": Choice(Words("size", "规模"), LEVEL_NAMES, LEVELS[0]),
    "bed": Slider(Words("bed", "床号"), 1, beds.MOST, 1, 1),
    "instrument": Choice(Words("instrument", "仪器"), TOOLS, "curves", used=has_network),
    "diagnosis": Choice(Words("diagnosis", "诊断"), DIAGNOSES, NOTHING, used=is_sick),
    "share": Slider(Words("cure", "疗程"), 0, 100, 100, 2, plays=True, used=is_cured),
    "line": Slider(Words("line", "行"), 1, code_view.LINES, 1, 1, used=has_script),
    "option": Slider(Words("write", "改法"), 1, code_view.OPTIONS, 1, 1, used=can_write),
    "large": Toggle(Words("large", "放大"), False, used=is_used),
    "record": Typed(
        Words("record", "记录"), "", entries, ("7/3: 1 ?leak",), kept=True, join=joined, used=lambda values: False
    ),
}


class Result(NamedTuple):
    key: str  # the ward's name in the record
    bed: int
    patient: Bed | ScriptBed  # who lies in this bed
    beds: list  # all of them
    scores: list  # a Score for each bed
    score: Score  # of this bed
    within: int  # patients diagnosed with at most two points more than par
    readings: dict  # instrument -> Reading, of the instruments used in this bed
    lock: Lock | None  # the last diagnosis here
    sick: np.ndarray  # (2, K) epochs in %, and the validation score of the sick run
    cured: np.ndarray  # (2, K) the same of the cured run; empty before the right diagnosis
    healthy: Reading | None  # what the large instrument shows of the run without a fault
    rows: list  # of the row of beds: loss, score, whether that is R², mark, training loss by epoch where it is known
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
    rows = yield from rows_of(patients, scores, key, record)
    readings: dict = {} if is_script else (yield from readings_of(patient, done))
    sick, cured = both_courses(patient, score, share)
    return Result(
        key=key,
        bed=number,
        patient=patient,
        beds=patients,
        scores=scores,
        score=score,
        within=sum(map(case_record.is_good, patients, scores)),
        readings=readings,
        lock=None if is_script else case_record.last_lock(patient, done),
        sick=sick,
        cured=cured,
        healthy=reading(patient.healthy, instrument, patient.seed) if large and instrument in readings else None,
        rows=rows,
        code=shown_code(patient, score, done, line, option) if is_script else None,
        reason=None if number == bed else too_few_beds(len(patients), bed),
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
        large.draw_large(artists.large, values.instrument, None, None, False)


def draw_network(artists: SimpleNamespace, result: Result, values: Values) -> None:
    parts, bed, numeric = vars(artists), result.patient, report.is_numeric(result.patient)
    used = looks(done_in(values.record, result.key, result.bed))
    chart.draw_chart(parts, used, result.readings, values.instrument, numeric, report.points_in_words(result))
    shown = result.readings.get(values.instrument) if values.large else None
    artists.chart.set_visible(shown is None)
    large.draw_large(artists.large, values.instrument, shown, result.healthy, numeric)
    faults.draw_faults(parts, diagnoses_of(bed), result.score, values.diagnosis)
    faults.draw_cure(parts, result.sick, result.cured, report.cure_in_lines(result) if result.score.right else None)


TO_REACH = Words(
    f"diagnose every bed of a ward, each within par + {SPARE} points (weights or data 2, another instrument 1, a "
    f"diagnosis too early {EARLY}, a wrong one {WRONG}).",
    f"确诊一间病房的每一张床，每张不超过参考分 + {SPARE} 分（权重和数据各 2 分，其他仪器各 1 分，"
    f"过早的诊断 {EARLY} 分，误诊 {WRONG} 分）。",
)


def readout(result: Result, values: Values) -> Words:
    if result.code is not None:
        done = done_in(values.record, result.key, result.bed)
        return code_report.readout(result.bed, result.code, done, result.score.points)
    return report.readout(result, values)


def has_locked_unseen(result: Result, values: Values) -> bool:
    """Whether a bed of this ward was diagnosed before any instrument was used there."""
    firsts = {bed: what for bed, what in reversed(entries(values.record).get(result.key, []))}
    return any(what[0] == "?" for what in firsts.values())


VEIL = Veil(
    ("values", "blue", "red", "images", "cure_panel", "large"),
    given=("key", "bed", "patient", "beds", "scores", "score", "rows", "code"),
)
TO_DO = {
    "lock-diagnosis-bed": has_locked_unseen,
    "use-two-instruments": lambda result, values: len(result.readings) > 1 and values.large,
    "lock-right-diagnosis": lambda result: any(own.right for own in result.scores),
}
USES = {
    "lock-diagnosis-bed": ("diagnosis", "record"),
    "use-two-instruments": ("large", "instrument", "record"),
    "lock-right-diagnosis": ("diagnosis", "share", "record"),
}


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
    demo.set(ward=case_record.next_ward(demo.values.record), bed=1, **AT_A_NEW_BED)


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
        click=lambda _, k: {"bed": k + 1} | AT_A_NEW_BED,
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
