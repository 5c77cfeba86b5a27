"""What the clinic says of a bed and of a diagnosis, the result that can be pasted, and the record of a student."""

from textwrap import fill
from typing import Any

from course_nn.clinic.case_record import EARLY, NOTHING, WRONG, Lock, is_good, names_of, par_of
from course_nn.clinic.deduction import deciding_sets, fits
from course_nn.clinic.examination import FREE, reading
from course_nn.clinic.names import CURES, DIAGNOSES, MEANINGS, TOOLS
from course_nn.clinic.patients import lacks, with_faults
from course_nn.clinic.reading_words import (
    comparison_in_words,
    finding_in_words,
    in_five_characters,
    numbers_in_words,
    score_in_words,
)
from course_nn.clinic.scripts.explanations import EXPLANATIONS
from course_nn.clinic.ward import Bed, ScriptBed, share_of
from course_nn.common.words import Words
from course_nn.drawing.numbers import plain

NAMED = 3  # rivals that are named, at most


def is_numeric(bed: Bed) -> bool:
    """Whether a run predicts numbers: its score is R²."""
    return bed.healthy.data == "mass"


def run_in_words(bed: Bed) -> Words:
    """What is known of a run before anything is looked at: its data, and what its settings were meant to be."""
    one = bed.healthy
    data = Words("mass of penguins", "企鹅体重") if is_numeric(bed) else Words("digits", "手写数字")
    data = Words(f"{data.en}; meant: η {plain(one.rate)}", f"{data.zh}；设定：η {plain(one.rate)}")
    more = [Words(f"batch {one.batch}", f"批量 {one.batch}"), Words(f"{one.epochs} epochs", f"{one.epochs} 轮")]
    more += [Words("batch norm", "批量归一化")] if one.normalized else []
    more += [Words(f"dropout {plain(1 - one.keep)}", f"随机失活 {plain(1 - one.keep)}")] if one.keep < 1 else []
    return Words(
        ", ".join([data.en, *(words.en for words in more)]),
        "，".join([data.zh, *(words.zh for words in more)]),
    )


def readout(result: Any, values: Any) -> Words:
    """The free numbers of the bed, those of the chosen instrument if it was used, and the verdict on the diagnosis.

    result, values : the clinic's Result, and the values of its controls
    """
    tool, bed = TOOLS[values.instrument], result.patient
    numeric, run = is_numeric(bed), run_in_words(bed)
    train, validation = in_five_characters(bed.entry.loss), score_in_words(bed.entry.score, numeric)
    en = f"Bed {result.bed} ({run.en}): training loss <b>{train}</b>, validation <b>{validation}</b>. "
    zh = f"{result.bed} 号床（{run.zh}）：训练损失 <b>{train}</b>，验证 <b>{validation}</b>。"
    if values.instrument in result.readings:
        numbers = numbers_in_words(values.instrument, result.readings[values.instrument], numeric)
        en, zh = f"{en}{tool.en.capitalize()}: {numbers.en}. ", f"{zh}{tool.zh}：{numbers.zh}。"
    answer = verdict_in_words(result)
    if not result.score.right:
        to_lock, means = DIAGNOSES[values.diagnosis], MEANINGS[values.diagnosis]
        answer = Words(
            f"{answer.en} To lock: {to_lock.en} ({means.en}).", f"{answer.zh}待锁定：{to_lock.zh}（{means.zh}）。"
        )
    return Words(en + answer.en, zh + answer.zh)


def verdict_in_words(result: Any) -> Words:
    """Whether the last diagnosis of the bed was right, or why not; the points so far if there is none."""
    points, lock = result.score.points, result.lock
    if result.score.right:
        cure, score = cure_in_words(result.patient), cured_score(result.patient)
        looks = par_in_words(result.patient)
        return Words(
            f"<b>Right</b>: points {points}, par {looks.en}. The cure: {cure.en}; validation {score}.",
            f"<b>诊断正确</b>：用了 {points} 分，参考分 {looks.zh}。治疗：{cure.zh}；验证 {score}。",
        )
    if lock is None:
        return Words(f"Points here so far: {points}.", f"本床目前用了 {points} 分。")
    if lock.verdict == "right":
        return Words(
            f"<b>Right</b>, and there is a second fault. Points: {points}.",
            f"<b>正确</b>，但还有第二个毛病。目前用了 {points} 分。",
        )
    return too_early(result.patient, lock) if lock.verdict == "early" else objection(result.patient, lock)


def too_early(bed: Bed, lock: Lock) -> Words:
    """What fits as well as a diagnosis: the commonest three by name."""
    left = sorted(fits(bed, lock.used), key=share_of, reverse=True)
    others = [faults_in_words(faults) for faults in left if names_of(faults) != (lock.diagnosis,)]
    count, more = len(others) - NAMED, others[:NAMED]
    rest = Words(f"; and {count} more", f"；另有 {count} 种") if count > 0 else Words("", "")
    fit = "this fits" if len(others) == 1 else "these fit"
    return Words(
        f"<b>You cannot know this yet</b> ({EARLY} points). It may be “{DIAGNOSES[lock.diagnosis].en}”; {fit} as "
        f"well: {'; '.join(words.en for words in more)}{rest.en}.",
        f"<b>现在还无法断定</b>（{EARLY} 分）。可能是“{DIAGNOSES[lock.diagnosis].zh}”，但同样符合的还有："
        f"{'；'.join(words.zh for words in more)}{rest.zh}。",
    )


def faults_in_words(faults: tuple) -> Words:
    """One fault, two, or none."""
    names = [DIAGNOSES[name] for name in names_of(faults)]
    return Words(" + ".join(words.en for words in names), " + ".join(words.zh for words in names))


def objection(bed: Bed, lock: Lock) -> Words:
    """Why a diagnosis is wrong: what speaks against it of all that was seen."""
    name, wrong = contradiction(bed, lock), DIAGNOSES[lock.diagnosis]
    tool = TOOLS.get(name, Words("what everybody sees", "人人可见的数字"))
    faults = () if lock.diagnosis == NOTHING else (lock.diagnosis,)
    here = reading(bed.recipe, name, bed.seed)
    there = reading(with_faults(bed.healthy, faults), name, bed.seed)
    numeric = is_numeric(bed)
    shown, expected = comparison_in_words(name, here, there, numeric), finding_in_words(name, there, numeric)
    return Words(
        f"<b>Not “{wrong.en}”</b> ({WRONG} points): {tool.en} shows “{shown.en}”; "
        f"if so, it would show “{expected.en}”.",
        f"<b>不是“{wrong.zh}”</b>（{WRONG} 分）：{tool.zh}显示“{shown.zh}”；若是，应为“{expected.zh}”。",
    )


def contradiction(bed: Bed, lock: Lock) -> str:
    """The instrument, of those used, that speaks against a wrong diagnosis: first one in which it would show."""
    faults = () if lock.diagnosis == NOTHING else (lock.diagnosis,)
    theirs, healthy = bed.possible[faults].findings, bed.possible[()].findings
    names = [name for name in (*lock.used, FREE) if theirs[name] != bed.entry.findings[name]]
    return min(names, key=lambda name: (theirs[name] == healthy[name], name == FREE))


def why_not_here(bed: Bed, diagnosis: str) -> Words:
    """Why no such run has a fault: it does no harm, the run lacks what it needs, or the clinic never gives it."""
    name = DIAGNOSES[diagnosis]
    if diagnosis == "inputs unscaled" and bed.healthy.normalized:
        return Words(
            f"“{name.en}” would do no harm here: batch norm scales the sums again. Your diagnosis costs nothing.",
            f"“{name.zh}”在这里没有害处：批量归一化会把加权和重新缩放。不计分。",
        )
    if lacks(bed.healthy, diagnosis):
        run = run_in_words(bed)
        return Words(
            f"“{name.en}” cannot be here: nothing in the run ({run.en}) could go wrong in this way. "
            "Your diagnosis costs nothing.",
            f"这里不可能是“{name.zh}”：这次训练（{run.zh}）里，没有哪一处会出这个毛病。不计分。",
        )
    return Words(
        f"“{name.en}” is not among the faults that the clinic gives this run. Your diagnosis costs nothing.",
        f"诊所不会让这次训练得“{name.zh}”这个毛病。不计分。",
    )


# ---- the cure ----------------------------------------------------------------------------------------


def cure_in_words(bed: Bed) -> Words:
    """What was put right."""
    cured, sick = bed.healthy, bed.recipe
    numbers = {
        "rate": plain(cured.rate),
        "sick_rate": plain(sick.rate, 4),
        "samples": cured.samples if cured.data == "digits" else 200,
        "sick_samples": sick.samples,
        "hidden": "-".join(map(str, cured.hidden)),
        "sick_hidden": sick.hidden[0],
        "activation": cured.activation,
    }
    cures = [CURES[name] for name in names_of(bed.faults)]
    return Words(
        "; ".join(words.en for words in cures).format(**numbers),
        "；".join(words.zh for words in cures).format(**numbers),
    )


def cured_score(bed: Bed) -> str:
    """The validation score after the cure."""
    return score_in_words(reading(bed.healthy, FREE, bed.seed).numbers["score"], is_numeric(bed))


def par_in_words(bed: Bed) -> Words:
    """Par, and one of the cheapest sets of instruments that decide the bed."""
    tools = [TOOLS[name] for name in deciding_sets(bed)[0]]
    en, zh = ", ".join(one.en for one in tools), "、".join(one.zh for one in tools)
    return Words(f"{par_of(bed)} ({en})", f"{par_of(bed)}（{zh}）")


def cure_in_lines(result: Any) -> Words:
    """The fault of the bed, its cure, and the score after it, in short lines."""
    bed = result.patient
    fault, cure = faults_in_words(bed.faults), cure_in_words(bed)
    score = cured_score(bed)
    return Words(
        f"✓ {fault.en}\n{fill(cure.en, 40)}\nvalidation {score}",
        f"✓ {fault.zh}\n{fill(cure.zh, 22)}\n验证 {score}",
    )


# ---- the result and the record -----------------------------------------------------------------------


def mark(bed: Bed, own: Any) -> str:
    """How a bed stands, without telling what is in it: within par + 2, right, or open."""
    return "●" if is_good(bed, own) else "○" if own.right else "·"


def in_three_lines(result: Any) -> Words:
    """Which ward, points against par, and a mark for each bed: it tells no fault, and can be pasted anywhere."""
    name, _, level = result.key.rpartition("/")
    done = [bed for bed, own in zip(result.beds, result.scores) if own.right]
    points, par = sum(own.points for own in result.scores), sum(map(par_of, done))
    marks = "".join(mark(bed, own) for bed, own in zip(result.beds, result.scores))
    right = len(done)
    return Words(
        f"course_nn clinic {name}, {len(result.beds)} beds\n"
        f"{right} of {len(result.beds)} diagnosed: {points} points, par {par}\n{marks}",
        f"course_nn 诊所 {name}，{len(result.beds)} 张床\n"
        f"确诊 {right}/{len(result.beds)}：用了 {points} 分，参考分 {par}\n{marks}",
    )


def summary(result: Any) -> Words:
    """The record of a student: the three lines, and a few for each bed that was looked at."""
    head = in_three_lines(result)
    en, zh = head.en, head.zh
    for k, (bed, own) in enumerate(zip(result.beds, result.scores), 1):
        if own.points or own.right or own.found:
            more = _lines(k, bed, own, par_of(bed))
            en, zh = f"{en}\n{more.en}", f"{zh}\n{more.zh}"
    return Words(en, zh)


def _lines(k, bed, own, par):
    """One bed: its fault once it is diagnosed, points and par, instruments used, and wrong diagnoses."""
    if isinstance(bed, ScriptBed):
        return _lines_of_script(k, bed, own)
    fault = faults_in_words(bed.faults) if own.right else Words("not diagnosed yet", "尚未确诊")
    en, zh = f"bed {k}: {fault.en}; points {own.points}", f"{k} 号床：{fault.zh}；用了 {own.points} 分"
    if own.right:
        en, zh = f"{en}, par {par}", f"{zh}，参考分 {par}"
    rows = (
        (own.used, TOOLS, Words("used", "所用仪器")),
        (own.early, DIAGNOSES, Words("too early", "过早的诊断")),
        (own.wrong, DIAGNOSES, Words("wrong", "误诊")),
    )
    for names, table, title in rows:
        if names:
            en = f"{en}\n    {title.en}: {', '.join(table[name].en for name in names)}"
            zh = f"{zh}\n    {title.zh}：{'、'.join(table[name].zh for name in names)}"
    return Words(en, zh)


def _lines_of_script(k, bed, own):
    """One bed with a script: its fault once it is mended, and what was wrong: lines, and options for a line."""
    fault = EXPLANATIONS[bed.fault].name if own.right else Words("not mended yet", "尚未改好")
    en, zh = f"bed {k}: {fault.en}; points {own.points}", f"{k} 号床：{fault.zh}；用了 {own.points} 分"
    if own.wrong:
        wrong = [text[1:] for text in own.wrong]
        en, zh = f"{en}\n    wrong lines: {', '.join(wrong)}", f"{zh}\n    误选的行：{'、'.join(wrong)}"
    return Words(en, zh)


def points_in_words(result: Any) -> Words:
    """The points of this bed, and par once it is known."""
    par = par_of(result.patient) if result.score.right else "?"
    return Words(f"{result.score.points}\npar {par}", f"{result.score.points}\n参考分 {par}")
