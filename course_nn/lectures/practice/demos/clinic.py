"""Why won't it learn? Twenty training runs lie in a ward; look at one with as few instruments as it needs."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.lectures.practice import clinic_names
from course_nn.lectures.practice.case_record import BEDS, added, cured_run, hint, parsed, score, without_last
from course_nn.lectures.practice.small_pictures import FEW, SHARES, frame, pictured, placed, sketched
from course_nn.lectures.practice.ward import FREE, INSTRUMENTS, par, read
from course_nn.stage import Challenge, Choice, Demo, Handle, Slider, Typed, look
from course_nn.stage.controls import Action
from course_nn.stage.numbers import RAISED, magnitude, number, percent
from course_nn.words import Words

SPARE, WANTED = 2, 6  # the challenge: so many patients, each within so many points of par
TOOLS = {name: Words(*pair) for name, pair in clinic_names.TOOLS.items()}
DIAGNOSES = {name: Words(*pair) for name, pair in clinic_names.DIAGNOSES.items()}


def is_cured(values):
    return (values["bed"], "?" + BEDS[values["bed"] - 1]) in parsed(values["record"])


EXAMPLES = (
    f"1 ?{BEDS[0]}",
    "1 curves; 1 data; 1 ?leak",
    "; ".join(f"{bed} {name}" for bed in (1, 20) for name in INSTRUMENTS),
)
CONTROLS = {
    "bed": Slider(Words("bed", "床号"), 1, len(BEDS), 1, 1),
    "instrument": Choice(Words("instrument", "仪器"), TOOLS, "curves"),
    "diagnosis": Choice(Words("diagnosis", "诊断"), DIAGNOSES, "healthy"),
    "share": Slider(Words("cured run", "治愈后的训练"), 0, 100, 100, 5, unit="%", plays=True, used=is_cured),
    "record": Typed(Words("record", "记录"), "", parsed, EXAMPLES),
}


class Result(NamedTuple):
    bed: int
    ward: np.ndarray  # (20, 2) training loss and validation score
    states: np.ndarray  # (20,) 0 not seen, 1 looked at, 2 wrong so far, 3 diagnosed
    readings: dict  # instrument -> Reading, of this bed, as far as they were taken
    instrument: str
    diagnosis: str
    wrong: list  # diagnoses of this bed, the last one last
    hint: tuple  # (instrument, its numbers here, its numbers with the last wrong diagnosis); () without one
    points: int
    par: int  # 0 before the diagnosis is right
    cured: np.ndarray  # (2, K) epochs in %, and the validation score after the cure; empty before
    within: int  # patients diagnosed within par + 2
    total: int  # points of all beds
    record: str


def compute(bed, instrument, diagnosis, share, record):
    free = []
    for k, patient in enumerate(BEDS):
        yield k / len(BEDS)
        free.append([*read(patient, FREE).values.values()])
    done, patient = parsed(record), BEDS[bed - 1]
    readings = {what: read(patient, what) for b, what in done if b == bed and what in INSTRUMENTS}
    scores = [score(done, b) for b in range(1, len(BEDS) + 1)]
    points, wrong, cured = scores[bed - 1]
    return Result(
        bed=bed,
        ward=np.array(free),
        states=np.array([3 if right else 2 if bad else int(spent > 0) for spent, bad, right in scores]),
        readings=readings,
        instrument=instrument,
        diagnosis=diagnosis,
        wrong=wrong,
        hint=hint(patient, wrong[-1], readings) if wrong and not cured else (),
        points=points,
        par=par(patient) if cured else 0,
        cured=cured_run(patient, share) if cured else np.zeros((2, 0)),
        within=sum(right and spent <= par(BEDS[k]) + SPARE for k, (spent, _, right) in enumerate(scores)),
        total=sum(spent for spent, _, _ in scores),
        record=record,
    )


def paint(figure):
    figure.set_layout_engine("none")
    ward = figure.add_axes([0.01, 0.02, 0.34, 0.9], xlim=(0, 5), ylim=(4, 0))
    chart = figure.add_axes([0.37, 0.02, 0.62, 0.9], xlim=(0, 4), ylim=(3, 0))
    ward.set_title(Words("bed: training loss, validation", "床号：训练损失与验证成绩").drawn())
    for axes in (ward, chart):
        axes.set_axis_off()
    return SimpleNamespace(
        beds=ward.imshow(np.zeros((4, 5, 3), np.uint8), extent=(0, 5, 4, 0), aspect="auto", zorder=0),
        numbers=[ward.text(k % 5 + 0.5, k // 5 + 0.5, "", linespacing=1.3, **SMALL) for k in range(len(BEDS))],
        bed=ward.plot([], [], color=look.VERMILION, lw=2, zorder=5)[0],
        title=chart.text(0, -0.08, "", va="bottom", fontsize=11),
        names=paint_tiles(chart),
        values=[chart.text(k % 4 + 0.5, k // 4 + 0.84, "", zorder=2, **SMALL) for k in range(12)],
        blue=chart.plot([], [], color=look.BLUE, lw=1.5, zorder=4)[0],
        red=chart.plot([], [], color=look.VERMILION, lw=1.5, zorder=4)[0],
        tool=chart.plot([], [], color=look.VERMILION, lw=2, zorder=5)[0],
        images=paint_images(chart),
    )


SMALL = {"ha": "center", "va": "center", "fontsize": look.SMALL}


def paint_tiles(chart):
    """A tile for each instrument, and the last for the run after the cure; returns their names."""
    names = [words.drawn() for words in (*TOOLS.values(), Words("after the cure", "治愈之后"))]
    for k in range(len(names)):
        chart.plot(*frame(k % 4, k // 4), color=look.PALE, lw=1, zorder=0.5)
    return [chart.text(k % 4 + 0.5, k // 4 + 0.15, name, zorder=2, **SMALL) for k, name in enumerate(names)]


def paint_images(chart):
    """The confusion matrix, and the first pictures of the data, in their tiles."""
    extents = (1.3, 1.7, 1.72, 1.28), (3.12, 3.88, 1.73, 1.27)
    images = [chart.imshow(np.zeros((1, 1)), cmap="gray_r", extent=e, vmin=0, vmax=1, zorder=4) for e in extents]
    chart.set(xlim=(0, 4), ylim=(3, 0), aspect="auto")
    return images


STATES = look.tint(["white", look.BLUE, look.VERMILION, look.GREEN], 60)


def draw(artists, result):
    colors = STATES[result.states].reshape(4, 5, 3)
    if not np.array_equal(artists.beds.get_array(), colors):  # the numbers above it would be drawn again too
        artists.beds.set_data(colors)
    for k, (text, (loss, value)) in enumerate(zip(artists.numbers, result.ward)):
        sign = " ✓" if result.states[k] == 3 else ""
        text.set_text(f"{k + 1}{sign}\n{number(loss)}\n{graded(BEDS[k], value)}")
    k, tool = result.bed - 1, list(TOOLS).index(result.instrument)
    artists.bed.set_data(*frame(k % 5, k // 5))
    artists.tool.set_data(*frame(tool % 4, tool // 4))
    en = f"bed {result.bed}; points {result.points} (an instrument costs 1)"
    artists.title.set_text(Words(en, f"{result.bed} 号床：{result.points} 分（每件仪器 1 分）").drawn())
    for k, name in enumerate(TOOLS):
        taken = name in result.readings
        artists.values[k].set_text(brief(name, result.readings[name]) if taken else "")
        color = look.BLACK if taken else look.ink(look.GREY)
        if artists.names[k].get_color() != color:
            artists.names[k].set_color(color)
    draw_curves(artists, result)
    draw_images(artists, result)


def draw_images(artists, result):
    for image, name in zip(artists.images, ("confusion", "data")):
        found = pictured(result.readings[name]) if name in result.readings else ()
        image.set_visible(bool(found))
        if found:
            image.set_data(found[0])


def graded(patient, value):
    """A score: accuracy in percent, or R²."""
    return f"R² {number(value, 1)}" if patient == "all pairs" else percent(value)


def brief(name, reading):
    """At most two numbers of a reading, on a line; of pictures the labels of those to train on."""
    if name == "data" and pictured(reading):
        return "   ".join(str(label) for label in reading.shown["Y"][:FEW])
    return " | ".join(short(value, name in SHARES) for value in [*reading.values.values()][:2])


def short(value, is_share):
    """A number in five characters: a share in percent, a small or a large number as its power of ten."""
    if is_share:
        return percent(round(value, 2) + 0.0).replace("-", "−")
    exponent = f"{value:.0e}".split("e")[1]
    if 1000 <= abs(value) < 1e4:
        return number(value, 0)
    return number(value) if value == 0 or 0.01 <= abs(value) < 1e4 else f"10{str(int(exponent)).translate(RAISED)}"


def draw_curves(artists, result):
    """One line for all small pictures, with gaps: what was measured, and in red what it is compared with."""
    lines = [np.zeros((2, 0))], [np.zeros((2, 0))]
    for k, name in enumerate(TOOLS):
        for line, values in zip(lines, sketched(name, result.readings.get(name))):
            line.append(placed(values, k, np.linspace(0, 1, len(values))))
    epochs, values = result.cured
    lines[0].append(placed(values, 11, epochs / 100))
    for artist, pieces in zip((artists.blue, artists.red), lines):
        artist.set_data(*np.concatenate(pieces, axis=1))
    artists.values[-1].set_text(graded(BEDS[result.bed - 1], values[-1]) if len(values) else "")


def listed(values):
    """The numbers of a reading with their names."""
    pairs = [(clinic_names.MEASURED[name], magnitude(value)) for name, value in values.items()]
    return Words(", ".join(f"{en} {v}" for (en, _), v in pairs), "，".join(f"{zh} {v}" for (_, zh), v in pairs))


def readout(result):
    loss, value = result.ward[result.bed - 1]
    shown = graded(BEDS[result.bed - 1], value)
    en = f"Bed {result.bed}: training loss <b>{number(loss)}</b>, validation <b>{shown}</b>. "
    zh = f"{result.bed} 号床：训练损失 <b>{number(loss)}</b>，验证 <b>{shown}</b>。"
    if result.instrument in result.readings:
        name, said = TOOLS[result.instrument], listed(result.readings[result.instrument].values)
        en, zh = f"{en}{name.en[0].upper()}{name.en[1:]}: {said.en}. ", f"{zh}{name.zh}：{said.zh}。"
    verdict = judged(result)
    name = DIAGNOSES[result.diagnosis]
    return Words(
        f"{en}{verdict.en} To lock: {name.en}. {result.total} points in all; {result.within} within par + {SPARE}.",
        f"{zh}{verdict.zh}待锁定：{name.zh}。总分 {result.total}；标准杆 + {SPARE} 以内 {result.within} 位。",
    )


def judged(result):
    """What came of the diagnosis: right, wrong and why, or none yet."""
    if result.par:
        return Words(
            f"Right: points {result.points}, par {result.par}; the cure is applied.",
            f"诊断正确：用了 {result.points} 分，标准杆 {result.par}；已施治。",
        )
    if not result.hint:
        return Words(f"Points so far: {result.points}.", f"目前 {result.points} 分。")
    tool, here, there = result.hint
    name, wrong = TOOLS.get(tool, Words("the ward", "病房一览")), DIAGNOSES[result.wrong[-1]]
    here, there = listed(here), listed(there)
    return Words(
        f"Not “{wrong.en}”: {name.en} shows {here.en}; it would show {there.en}.",
        f"不是“{wrong.zh}”：{name.zh}为 {here.zh}；若是则应为 {there.zh}。",
    )


def judge(result):
    """Solved by six patients within par + 2, almost by three."""
    return "solved" if result.within >= WANTED else "almost" if 2 * result.within >= WANTED else "open"


CHALLENGE = Challenge(
    Words(
        f"diagnose {WANTED} patients, each within par + {SPARE} points (an instrument 1, a wrong diagnosis 3).",
        f"确诊 {WANTED} 位病人，每位不超过标准杆 + {SPARE} 分（一件仪器 1 分，误诊 3 分）。",
    ),
    judge,
)


def noted(demo, what):
    """One thing more is done in the bed that is chosen."""
    demo.set(record=added(demo.values["record"], demo.values["bed"], what))


ACTIONS = (
    Action(Words("Use", "检查"), lambda demo: noted(demo, demo.values["instrument"])),
    Action(Words("Lock", "锁定诊断"), lambda demo: noted(demo, "?" + demo.values["diagnosis"])),
    Action(Words("Undo", "撤销"), lambda demo: demo.set(record=without_last(demo.values["record"]))),
)


def middles(columns, count):
    return lambda axes, result: [[(k % columns + 0.5, k // columns + 0.5)] for k in range(count)]


def used_tool(result, k):
    name = list(TOOLS)[k]
    return {"instrument": name, "record": added(result.record, result.bed, name)}


HANDLES = [
    Handle("beds", at=middles(5, len(BEDS)), click=lambda result, k: {"bed": k + 1}, width=56),
    Handle("tool", at=middles(4, len(TOOLS)), click=used_tool, width=80),
]


def clinic(**values):
    """Twenty training runs, one of them healthy: look with few instruments, lock a diagnosis, and see the cure.
    二十次训练，其中一次是健康的：用尽量少的仪器检查，锁定诊断，观看治愈后的训练。

    record : what was done, "1 curves; 1 ?leak": in bed 1 the curves were looked at, and a leak was diagnosed
    """
    return Demo(
        clinic,
        Words("The clinic", "诊所"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        handles=HANDLES,
        actions=ACTIONS,
        height=3.8,
        values=values,
    )
