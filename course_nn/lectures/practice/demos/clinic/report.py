"""What the clinic says of a bed and of a diagnosis, and the record of a student."""

from textwrap import fill
from typing import Any

from course_nn.common.words import Words
from course_nn.lectures.practice.demos.clinic.case_record import BEDS, SPARE, WRONG, Hint
from course_nn.lectures.practice.demos.clinic.names import CURES, DIAGNOSES, TOOLS
from course_nn.lectures.practice.demos.clinic.reading_words import (
    comparison_in_words,
    finding_in_words,
    in_five_characters,
    numbers_in_words,
    score_in_words,
)

NUMERIC = "all pairs"  # the patient that predicts numbers: its score is R²


def readout(result: Any, values: Any) -> Words:
    """The free numbers of the bed, those of the chosen instrument if it was used, and the verdict on the diagnosis.

    result, values : the clinic's Result, and the values of its controls; likewise below
    """
    bed, tool = values.bed, TOOLS[values.instrument]
    numeric = BEDS[bed - 1] == NUMERIC
    loss, score = result.ward[bed - 1]
    train, validation = in_five_characters(loss), score_in_words(score, numeric)
    en = f"Bed {bed}: training loss <b>{train}</b>, validation <b>{validation}</b>. "
    zh = f"{bed} 号床：训练损失 <b>{train}</b>，验证 <b>{validation}</b>。"
    if values.instrument in result.readings:
        numbers = numbers_in_words(values.instrument, result.readings[values.instrument], numeric)
        en, zh = f"{en}{tool.en.capitalize()}: {numbers.en}. ", f"{zh}{tool.zh}：{numbers.zh}。"
    answer = verdict(result, values)
    if not result.score.right:
        to_lock = DIAGNOSES[values.diagnosis]
        answer = Words(f"{answer.en} To lock: {to_lock.en}.", f"{answer.zh}待锁定：{to_lock.zh}。")
    return Words(en + answer.en, zh + answer.zh)


def verdict(result: Any, values: Any) -> Words:
    """Whether a diagnosis of the bed was right, or why the last one is wrong; the points so far if there is none."""
    points, patient, par = result.score.points, BEDS[values.bed - 1], result.pars[values.bed - 1]
    if result.score.right:
        cure, now = CURES[patient], score_in_words(result.cured[1, -1], patient == NUMERIC)
        return Words(
            f"<b>Right</b>: points {points}, par {par}. The cure: {cure.en}; validation {now}.",
            f"<b>诊断正确</b>：得 {points} 分，参考分 {par}。治疗：{cure.zh}；验证 {now}。",
        )
    if result.hint:
        return objection(patient, result.hint)
    return Words(f"Points so far: {points}.", f"目前 {points} 分。")


def cure_in_lines(result: Any, values: Any) -> Words:
    """The fault of the bed, its cure, and the score after it, in short lines."""
    patient = BEDS[values.bed - 1]
    fault, cure = DIAGNOSES[patient], CURES[patient]
    score = score_in_words(result.cured[1, -1], patient == NUMERIC)
    return Words(
        f"✓ {fault.en}\n{fill(cure.en, 20)}\nvalidation {score}",
        f"✓ {fault.zh}\n{fill(cure.zh, 12)}\n验证 {score}",
    )


def objection(patient: str, hint: Hint) -> Words:
    """Why a diagnosis is wrong: what an instrument shows that was used, or which one to use."""
    wrong, tool = DIAGNOSES[hint.diagnosis], TOOLS[hint.instrument]
    there = finding_in_words(hint.instrument, hint.there, hint.diagnosis == NUMERIC)
    if not hint.here:
        return Words(
            f"<b>Not “{wrong.en}”</b> ({WRONG} points). Use {tool.en}: if so, it would show “{there.en}”.",
            f"<b>不是“{wrong.zh}”</b>（{WRONG} 分）。请用{tool.zh}：若是，应为“{there.zh}”。",
        )
    here = comparison_in_words(hint.instrument, hint.here, hint.there, patient == NUMERIC)
    return Words(
        f"<b>Not “{wrong.en}”</b> ({WRONG} points): {tool.en} shows “{here.en}”; if so, it would show “{there.en}”.",
        f"<b>不是“{wrong.zh}”</b>（{WRONG} 分）：{tool.zh}显示“{here.zh}”；若是，应为“{there.zh}”。",
    )


def within_par(scores: list, pars: list) -> int:
    """How many patients are diagnosed with at most two points more than par."""
    return sum(score.right and score.points <= par + SPARE for score, par in zip(scores, pars))


def summary(scores: list, pars: list) -> Words:
    """The record of a student: the sums, and a few lines for each bed that was looked at.

    scores, pars : for each bed; a par is 0 before it is diagnosed
    """
    right, good = sum(score.right for score in scores), within_par(scores, pars)
    wrong, points = sum(len(score.wrong) for score in scores), sum(score.points for score in scores)
    en, zh = (
        f"{right} of {len(BEDS)} diagnosed, {good} of them within par + {SPARE}; wrong diagnoses: {wrong}\n"
        f"points in all: {points}; par of those diagnosed: {sum(pars)}",
        f"{len(BEDS)} 位病人中已确诊 {right} 位，其中 {good} 位不超过参考分 + {SPARE}；误诊 {wrong} 次\n"
        f"总分 {points}；已确诊者的参考分合计 {sum(pars)}",
    )
    for bed, (score, par) in enumerate(zip(scores, pars), 1):
        if score.points or score.right:
            more = _lines(bed, score, par)
            en, zh = f"{en}\n{more.en}", f"{zh}\n{more.zh}"
    return Words(en, zh)


def _lines(bed, score, par):
    """One bed: its fault once it is diagnosed, points and par, instruments used, and wrong diagnoses."""
    fault = DIAGNOSES[BEDS[bed - 1]] if score.right else Words("not diagnosed yet", "尚未确诊")
    en, zh = f"bed {bed}: {fault.en}; points {score.points}", f"{bed} 号床：{fault.zh}；{score.points} 分"
    if score.right:
        en, zh = f"{en}, par {par}", f"{zh}，参考分 {par}"
    if score.used:
        used = [[TOOLS[name][k] for name in score.used] for k in (0, 1)]
        en, zh = f"{en}\n    used: {', '.join(used[0])}", f"{zh}\n    所用仪器：{'、'.join(used[1])}"
    if score.wrong:
        wrong = [[DIAGNOSES[name][k] for name in score.wrong] for k in (0, 1)]
        en, zh = f"{en}\n    wrong: {', '.join(wrong[0])}", f"{zh}\n    误诊：{'、'.join(wrong[1])}"
    return Words(en, zh)
