"""What the clinic says of a bed and of a diagnosis, and the record of a student."""

from textwrap import fill

from course_nn.common.words import Words
from course_nn.lectures.practice.demos.clinic.case_record import BEDS, SPARE, WRONG, Hint
from course_nn.lectures.practice.demos.clinic.names import CURES, DIAGNOSES, TOOLS
from course_nn.lectures.practice.demos.clinic.reading_words import compared, graded, in_five_characters, said, told

NUMERIC = "all pairs"  # the patient that predicts numbers: its score is R²


def readout(result, values) -> tuple:
    """What everyone sees of the bed, what the chosen instrument shows if it was used, and what came of the diagnosis.

    result, values : of the clinic, one bed of it chosen
    """
    bed, readings, tool = values.bed, result.readings, TOOLS[values.instrument]
    plain = BEDS[bed - 1] == NUMERIC
    loss, value = result.ward[bed - 1]
    en = f"Bed {bed}: training loss <b>{in_five_characters(loss)}</b>, validation <b>{graded(value, plain)}</b>. "
    zh = f"{bed} 号床：训练损失 <b>{in_five_characters(loss)}</b>，验证 <b>{graded(value, plain)}</b>。"
    if values.instrument in readings:
        numbers = told(values.instrument, readings[values.instrument], plain)
        en, zh = f"{en}{tool.en.capitalize()}: {numbers.en}. ", f"{zh}{tool.zh}：{numbers.zh}。"
    answer, to_lock = verdict(result, values), DIAGNOSES[values.diagnosis]
    if not result.score.right:
        answer = Words(f"{answer.en} To lock: {to_lock.en}.", f"{answer.zh}待锁定：{to_lock.zh}。")
    return Words(en + answer.en, zh + answer.zh)


def verdict(result, values) -> tuple:
    """What came of the diagnoses of a bed: right, wrong and why, or none yet."""
    points, patient, par = result.score.points, BEDS[values.bed - 1], result.pars[values.bed - 1]
    if result.score.right:
        cure, now = CURES[patient], graded(result.cured[1, -1], patient == NUMERIC)
        return Words(
            f"<b>Right</b>: points {points}, par {par}. The cure: {cure.en}; validation {now}.",
            f"<b>诊断正确</b>：得 {points} 分，标准杆 {par}。治疗：{cure.zh}；验证 {now}。",
        )
    if result.hint:
        return against(patient, result.hint)
    return Words(f"Points so far: {points}.", f"目前 {points} 分。")


def advice(result, values) -> tuple:
    """What was wrong, what cured it, and the score it has now, in short lines."""
    patient = BEDS[values.bed - 1]
    value = graded(result.cured[1, -1], patient == NUMERIC)
    (en, zh), (cure, treatment) = DIAGNOSES[patient], CURES[patient]
    return Words(f"✓ {en}\n{fill(cure, 20)}\nvalidation {value}", f"✓ {zh}\n{fill(treatment, 12)}\n验证 {value}")


def against(patient: str, hint: Hint) -> tuple:
    """Why a diagnosis is wrong: what an instrument shows that was used, or which one to use."""
    wrong, tool = DIAGNOSES[hint.diagnosis], TOOLS[hint.instrument]
    there = said(hint.instrument, hint.there, hint.diagnosis == NUMERIC)
    if not hint.here:
        return Words(
            f"<b>Not “{wrong.en}”</b> ({WRONG} points). Use {tool.en}: if so, it would show “{there.en}”.",
            f"<b>不是“{wrong.zh}”</b>（{WRONG} 分）。请用{tool.zh}：若是，应为“{there.zh}”。",
        )
    here = compared(hint.instrument, hint.here, hint.there, patient == NUMERIC)
    return Words(
        f"<b>Not “{wrong.en}”</b> ({WRONG} points): {tool.en} shows “{here.en}”; if so, it would show “{there.en}”.",
        f"<b>不是“{wrong.zh}”</b>（{WRONG} 分）：{tool.zh}显示“{here.zh}”；若是，应为“{there.zh}”。",
    )


def within(scores: list, pars: list) -> int:
    """How many patients are diagnosed with at most two points more than par."""
    return sum(score.right and score.points <= par + SPARE for score, par in zip(scores, pars))


def summary(scores: list, pars: list) -> tuple:
    """The record of a student: the sums, and a few lines for each bed that was looked at.

    scores, pars : for each bed; a par is 0 before it is diagnosed
    """
    right, good = sum(score.right for score in scores), within(scores, pars)
    wrong, points = sum(len(score.wrong) for score in scores), sum(score.points for score in scores)
    en, zh = (
        f"{right} of {len(BEDS)} diagnosed, {good} of them within par + {SPARE}; wrong diagnoses: {wrong}\n"
        f"points in all: {points}; par of those diagnosed: {sum(pars)}",
        f"{len(BEDS)} 位病人中已确诊 {right} 位，其中 {good} 位不超过标准杆 + {SPARE}；误诊 {wrong} 次\n"
        f"总分 {points}；已确诊者的标准杆合计 {sum(pars)}",
    )
    for bed, (score, par) in enumerate(zip(scores, pars), 1):
        if score.points or score.right:
            more = _lines(bed, score, par)
            en, zh = f"{en}\n{more.en}", f"{zh}\n{more.zh}"
    return Words(en, zh)


def _lines(bed, score, par):
    """One bed: its fault if it is known, points beside par, what was used, and what was locked in vain."""
    fault = DIAGNOSES[BEDS[bed - 1]] if score.right else Words("not diagnosed yet", "尚未确诊")
    en, zh = f"bed {bed}: {fault.en}; points {score.points}", f"{bed} 号床：{fault.zh}；{score.points} 分"
    if score.right:
        en, zh = f"{en}, par {par}", f"{zh}，标准杆 {par}"
    if score.used:
        used = [[TOOLS[name][k] for name in score.used] for k in (0, 1)]
        en, zh = f"{en}\n    used: {', '.join(used[0])}", f"{zh}\n    所用仪器：{'、'.join(used[1])}"
    if score.wrong:
        wrong = [[DIAGNOSES[name][k] for name in score.wrong] for k in (0, 1)]
        en, zh = f"{en}\n    wrong: {', '.join(wrong[0])}", f"{zh}\n    误诊：{'、'.join(wrong[1])}"
    return Words(en, zh)
