"""Why won't it learn? Twenty training runs lie in a ward; look at one with as few instruments as it needs."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.text import Text

from course_nn.common.progress import with_first
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.lectures.practice.demos.clinic import case_record, report, thumbnails
from course_nn.lectures.practice.demos.clinic.case_record import BEDS, entries, used_in, with_entry
from course_nn.lectures.practice.demos.clinic.names import DIAGNOSES, TOOLS
from course_nn.lectures.practice.demos.clinic.reading_words import in_five_characters, score_in_words, words_on_tile
from course_nn.lectures.practice.demos.clinic.sentences import TASKS, TO_REACH, WANTED
from course_nn.lectures.practice.demos.clinic.thumbnails import ACROSS, ASPECTS, corners, frames, strips
from course_nn.lectures.practice.demos.clinic.ward import FREE, INSTRUMENTS, free_readings, read
from course_nn.stage import Action, Challenge, Choice, Handle, RunningDemo, Slider, Task, Typed, Values, demo

BEDS_ACROSS = 4
GREY = look.ink(look.GREY)
LISTED, FAULTS = list(TOOLS), list(DIAGNOSES)  # the order of the tiles, and of the list of diagnoses


def is_cured(values: Values) -> bool:
    """Whether the right diagnosis of the bed is locked."""
    return (values.bed, "?" + BEDS[values.bed - 1]) in entries(values.record)


EXAMPLE = "; ".join([*(f"{bed} {name}" for bed in (1, 20) for name in INSTRUMENTS), f"1 ?{BEDS[0]}"])
CONTROLS = {
    "bed": Slider(Words("bed", "床号"), 1, len(BEDS), 1, 1),
    "instrument": Choice(Words("instrument", "仪器"), TOOLS, "curves"),
    "share": Slider(Words("cure", "疗程"), 0, 100, 100, 2, plays=True, used=is_cured),
    "diagnosis": Choice(Words("diagnosis", "诊断"), DIAGNOSES, "healthy"),
    "record": Typed(Words("record", "记录"), "", entries, ("1 curves; 1 data; 1 ?leak", EXAMPLE), kept=True),
}


class Result(NamedTuple):
    ward: np.ndarray  # (20, 2) training loss and validation score, bed by bed
    scores: list  # a Score for each bed
    pars: list  # for each bed; 0 before it is diagnosed
    score: case_record.Score  # of this bed
    within: int  # patients diagnosed with at most two points more than par
    readings: dict  # instrument -> Reading, of the instruments used in this bed
    hint: case_record.Hint | None  # after a wrong diagnosis, until the right one
    sick: np.ndarray  # (2, K) epochs in %, and the validation score of the sick run
    cured: np.ndarray  # (2, K) the same of the cured run; empty before the right diagnosis


def compute(bed, instrument, diagnosis, share, record) -> Generator[float | Result, None, Result]:
    """The patient of this bed can be seen while the others are trained."""
    patient, scores = BEDS[bed - 1], case_record.scores(record)
    score = scores[bed - 1]

    def result_of(free, pars, hint=None):
        return Result(
            ward=np.array([[*free[name].numbers.values()] if name in free else [np.nan] * 2 for name in BEDS]),
            scores=scores,
            pars=pars,
            score=score,
            within=report.within_par(scores, pars),
            readings=case_record.readings(record, bed),
            hint=hint,
            sick=case_record.course(patient, False, 100),
            cured=case_record.course(patient, True, share) if score.right else np.zeros((2, 0)),
        )

    free = yield from with_first(free_readings(), lambda: result_of({patient: read(patient, FREE)}, [0] * len(BEDS)))
    pars = yield from case_record.pars(scores)
    in_doubt = score.wrong and not score.right
    return result_of(free, pars, case_record.hint(patient, score.wrong[-1], score.used) if in_doubt else None)


SMALL = {"ha": "center", "va": "center", "fontsize": look.SMALL}


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    ward = figure.add_axes((0.004, 0.01, 0.25, 0.91), xlim=(0, BEDS_ACROSS), ylim=(5, 0))
    chart = figure.add_axes((0.262, 0.01, 0.517, 0.91), xlim=(0, ACROSS), ylim=(thumbnails.DOWN, 0))
    names = figure.add_axes((0.786, 0.01, 0.21, 0.91), xlim=(0, 1), ylim=(len(FAULTS), 0))
    return SimpleNamespace(**paint_ward(ward), **paint_chart(chart), **paint_names(names), **paint_cure(names))


def paint_ward(ward: Axes) -> dict:
    """Beds with their numbers; the mark of a bed says how far the student has come there."""
    ward.set_axis_off()
    ward.set_title(Words("① bed: loss, validation", "① 选床：损失，验证").drawn())
    ward.plot(*look.one_line(frames(len(BEDS), BEDS_ACROSS)), color=look.PALE, lw=1, zorder=0.5)
    places = corners(len(BEDS), BEDS_ACROSS)
    for bed, (x, y) in enumerate(places, 1):
        ward.text(x + 0.1, y + 0.21, str(bed), color=GREY, **SMALL | {"ha": "left"})
    return {
        "free": [ward.text(x + 0.5, y + 0.62, "", linespacing=1.3, zorder=2, **SMALL) for x, y in places],
        "marks": [ward.text(x + 0.93, y + 0.21, "", zorder=6, **SMALL | {"ha": "right"}) for x, y in places],
        "bed": marks.line(ward, color=look.VERMILION, lw=2, zorder=5),
    }


def paint_chart(chart: Axes) -> dict:
    """A tile for each instrument, and the last for the points."""
    chart.set_axis_off()
    chart.set_title(Words("② instruments: a click costs 1 point", "② 用仪器：点一件 1 分").drawn())
    images = [chart.imshow(np.zeros((1, 1)), cmap="gray_r", vmin=0, vmax=1, zorder=3) for _ in ASPECTS]
    chart.set(xlim=(0, ACROSS), ylim=(thumbnails.DOWN, 0), aspect="auto")
    titles = [*TOOLS.values(), Words("points", "得分")]
    places = corners(len(titles), ACROSS)
    chart.plot(*look.one_line(frames(len(titles), ACROSS)), color=look.PALE, lw=1, zorder=0.5)
    for words, (x, y) in zip(titles, places):
        chart.text(x + 0.5, y + 0.15, words.drawn(), zorder=2, color=GREY, **SMALL)
    left, top = places[-1]
    return {
        "values": [chart.text(x + 0.5, y + 0.87, "", zorder=6, **SMALL) for x, y in places[:-1]],
        "points": chart.text(left + 0.5, top + 0.55, "", zorder=6, **SMALL | {"fontsize": 13}),
        "blue": marks.line(chart, color=look.BLUE, lw=1.5, zorder=4),
        "red": marks.line(chart, color=look.VERMILION, lw=1.5, zorder=4),
        "tool": marks.line(chart, color=look.VERMILION, lw=2, zorder=5),
        "images": images,
    }


def paint_names(names: Axes) -> dict:
    """The list of all diagnoses."""
    names.set_axis_off()
    names.set_title(Words("③ diagnosis, then Lock", "③ 选诊断，再锁定").drawn())
    for k, words in enumerate(DIAGNOSES.values()):
        names.text(0.1, k + 0.5, words.drawn(), zorder=2, **SMALL | {"ha": "left"})
    return {
        "struck": marks.line(names, color=look.GREY, lw=1.2, zorder=3),
        "wrong": marks.line(names, "x", color=look.VERMILION, ms=7, mew=2, zorder=4),
        "chosen": marks.line(names, color=look.VERMILION, lw=2, zorder=5),
    }


def paint_cure(names: Axes) -> dict:
    """A panel that covers the list: the cured run beside the sick one, and what the cure was."""
    cover = names.fill([0, 1, 1, 0], [0, 0, len(FAULTS), len(FAULTS)], color="white", zorder=6)
    rim = names.plot([0.1, 0.1, 0.97], [1.6, 9.2, 9.2], color=look.BLACK, lw=0.8, zorder=7)
    words = [names.text(x, y, words.drawn(), color=color, zorder=7, **SMALL) for x, y, words, color in CURE_WORDS]
    panel = {
        "sick": marks.line(names, color=look.VERMILION, lw=1.5, zorder=8),
        "cured": marks.line(names, color=look.BLUE, lw=2.5, zorder=8),
        "end": marks.line(names, "o", color=look.BLUE, ms=7, zorder=9),
        "cure": names.text(0.02, 12.3, "", linespacing=1.4, zorder=9, va="top"),
    }
    return panel | {"panel": [*cover, *words, *rim, *panel.values()]}


CURE_WORDS = (
    (0.4, 0.6, Words("validation score", "验证成绩"), look.BLACK),
    (0.55, 10.1, Words("from start to end", "从开始到结束"), look.BLACK),
    (0.8, 11.2, Words("cured", "治愈"), look.ink(look.BLUE)),
    (0.3, 11.2, Words("sick", "患病"), look.ink(look.VERMILION)),
    (0.05, 1.8, Words("1", "1"), look.BLACK),
    (0.05, 9, Words("0", "0"), look.BLACK),
)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_ward(artists, result, values)
    draw_chart(artists, result, values)
    for artist in artists.panel:
        artist.set_visible(result.score.right)
    (draw_cure if result.score.right else draw_names)(artists, result, values)


def put(text: Text, words: str, color: str = look.BLACK) -> None:
    """Set a text, but leave it alone if it stays the same, so that it is not drawn again."""
    if (text.get_text(), text.get_color()) != (words, color):
        text.set(text=words, color=color)


def draw_ward(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for text, (loss, score), patient in zip(artists.free, result.ward, BEDS):
        words = f"{in_five_characters(loss)}\n{score_in_words(score, patient == report.NUMERIC)}"
        put(text, words if np.isfinite(score) else "")  # the first picture is there before all are trained
    for text, own in zip(artists.marks, result.scores):
        sign, color = ("✓", look.GREEN) if own.right else ("✗", look.VERMILION) if own.wrong else ("", look.BLUE)
        put(text, f"{sign}{own.points}" if own.points or own.right else "", look.ink(color))
    artists.bed.set_data(*frames(len(BEDS), BEDS_ACROSS)[values.bed - 1].T)


def draw_chart(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.tool.set_data(*frames(len(TOOLS), ACROSS)[LISTED.index(values.instrument)].T)
    for text, name in zip(artists.values, TOOLS):
        words = words_on_tile(name, result.readings.get(name), BEDS[values.bed - 1] == report.NUMERIC)
        put(text, words.drawn())
    for line, places in zip((artists.blue, artists.red), thumbnails.all_curves(result.readings, LISTED)):
        line.set_data(*places)
    points, par = result.score.points, result.pars[values.bed - 1] or "?"
    put(artists.points, Words(f"{points} (par {par})", f"{points}（参考分 {par}）").drawn())
    for image, (name, aspect) in zip(artists.images, ASPECTS.items()):
        pixels = thumbnails.image_of(result.readings[name]) if name in result.readings else None
        image.set_visible(pixels is not None)
        if pixels is not None:
            image.set(data=pixels, extent=thumbnails.extent(LISTED.index(name), aspect))


def draw_names(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """A line through what was diagnosed in other beds, a cross beside what was wrong in this one."""
    diagnosed = [FAULTS.index(name) for name, own in zip(BEDS, result.scores) if own.right]
    artists.struck.set_data(*look.one_line(strips(len(FAULTS), 1)[diagnosed]))
    wrong = [FAULTS.index(name) + 0.5 for name in result.score.wrong]
    artists.wrong.set_data(np.full(len(wrong), 0.05), wrong)
    artists.chosen.set_data(*frames(len(FAULTS), 1, 0.005, 0.02)[FAULTS.index(values.diagnosis)].T)


def draw_cure(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for artist, run in (
        (artists.sick, result.sick),
        (artists.cured, result.cured),
        (artists.end, result.cured[:, -1:]),
    ):
        artist.set_data(0.1 + 0.0085 * run[0], 9 - 7.2 * np.clip(run[1], 0, 1))
    put(artists.cure, report.cure_in_lines(result, values).drawn())


def readout(result: Result, values: Values) -> Words:
    return report.readout(result, values)


TO_DO = [
    Task(TASKS[0], lambda result, values: len(used_in(values.record, 1) & used_in(values.record, 18)) > 1),
    Task(TASKS[1], lambda result: result.scores[19].right),
    Task(TASKS[2], lambda result, values: result.scores[9].right and len(used_in(values.record, 10)) > 0),
    Task(TASKS[3]),
]


def judge(result: Result) -> str:
    """Solved by six patients within par + 2, almost by three."""
    return "solved" if result.within >= WANTED else "almost" if 2 * result.within >= WANTED else "open"


CHALLENGE = Challenge(TO_REACH, judge)


def note(demo: RunningDemo, what: str) -> None:
    """Enter in the record what is done in the bed that is chosen."""
    demo.set(record=with_entry(demo.values.record, demo.values.bed, what))


def lock(demo: RunningDemo) -> tuple | None:
    """Enter the diagnosis. A right one plays the cured run; the last one, or a solved challenge, offers the record."""
    before = demo.state
    note(demo, "?" + demo.values.diagnosis)
    if demo.result.score.right:
        demo.players["share"].button.value = True
    if all(demo.result.pars) or before != demo.state == "solved":
        return own_record(demo)
    return None


def own_record(demo: RunningDemo) -> tuple:
    """The record as a file: its name and its text."""
    return "clinic.txt", report.summary(demo.result.scores, demo.result.pars).shown("\n\n")


ACTIONS = (
    Action(Words("Use instrument", "使用仪器"), lambda demo: note(demo, demo.values.instrument)),
    Action(Words("Lock diagnosis", "锁定诊断"), lock),
    Action(Words("Undo", "撤销"), lambda demo: demo.set(record=case_record.without_last(demo.values.record))),
    Action(Words("My record", "我的记录"), own_record),
)


def use(result: Result, k: int, values: Values) -> dict:
    """A press on a tile uses its instrument."""
    name = LISTED[k]
    return {"instrument": name, "record": with_entry(values.record, values.bed, name)}


HANDLES = [
    Handle(
        "bed", at=lambda *_: strips(len(BEDS), BEDS_ACROSS), click=lambda _, k: {"bed": k + 1, "share": 100}, width=64
    ),
    Handle("tool", at=lambda line, result: thumbnails.tiles(LISTED, result.readings, False), click=use, width=80),
    Handle("tool", at=lambda line, result: thumbnails.tiles(LISTED, result.readings, True), click=use, width=20),
    Handle(  # none once the list is covered by the cured run
        "chosen",
        at=lambda line, result: strips(0 if result.score.right else len(FAULTS), 1),
        click=lambda result, k: {"diagnosis": FAULTS[k]},
        width=16,
    ),
]


@demo(Words("The clinic", "诊所"), height=3.8)
def clinic(**values):
    """Twenty training runs, one of them healthy: look with few instruments, lock a diagnosis, and see the cure.
    二十次训练，其中一次是健康的：用尽量少的仪器检查，锁定诊断，观看治愈后的训练。

    record : what was done, "1 curves; 1 ?leak": in bed 1 the curves were looked at, and a leak was diagnosed
    """
