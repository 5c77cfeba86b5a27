"""What a student has done in the ward, written as a text: "1 curves; 1 ?leak" is bed 1, its curves, and a diagnosis."""

import numpy as np

from course_nn.errors import BadInput
from course_nn.lectures.practice.ward import FREE, INSTRUMENTS, PATIENTS, contradicts, read

BEDS = [
    list(PATIENTS)[k] for k in (2, 7, 15, 0, 11, 9, 4, 18, 13, 5, 17, 1, 16, 3, 8, 12, 19, 6, 14, 10)
]  # who lies where
WRONG = 3  # points of a wrong diagnosis; an instrument costs one


def parsed(record):
    """What was done, in order: pairs (bed, what), where what is an instrument, or "?" and a diagnosis.
    依次做过的事：(床号, 内容)，内容为仪器名，或“?”加诊断。

    raises : BadInput for what is neither
    """
    return [_entry(text) for text in record.split(";") if text.strip()]


def _entry(text):
    bed, _, what = text.strip().partition(" ")
    known = what in INSTRUMENTS or what[:1] == "?" and what[1:] in PATIENTS
    if not (bed.isdigit() and 1 <= int(bed) <= len(BEDS) and known):
        raise BadInput(
            f"expected a bed and an instrument or a diagnosis, got “{text.strip()[:40]}”. Try 1 curves; 1 ?leak",
            f"应为床号加仪器或诊断，收到“{text.strip()[:40]}”。可以试试 1 curves; 1 ?leak",
        )
    return int(bed), what


def added(record, bed, what):
    """The record with one thing more, unless it was done before. 记录再添一项；已做过的不重复。"""
    return record if (bed, what) in parsed(record) else "; ".join([*filter(None, [record]), f"{bed} {what}"])


def without_last(record):
    """The record as it was before the last thing that was done. 撤销最后一项之后的记录。  raises : BadInput"""
    if not parsed(record):
        raise BadInput("there is nothing to undo yet", "还没有可以撤销的操作")
    return "; ".join(f"{bed} {what}" for bed, what in parsed(record)[:-1])


def score(done, bed):
    """Points of a bed, its wrong diagnoses, and whether one was right. 一张床的得分、错误诊断，以及是否已确诊。"""
    mine = [what for b, what in done if b == bed]
    locked = [what[1:] for what in mine if what[0] == "?"]
    wrong = [name for name in locked if name != BEDS[bed - 1]]
    return len(mine) - len(locked) + WRONG * len(wrong), wrong, BEDS[bed - 1] in locked


def hint(patient, diagnosis, used):
    """The instrument that contradicts a wrong diagnosis, its numbers here, and what they would be if it were right.
    与错误诊断相矛盾的仪器、它在此处的读数，以及若诊断正确应有的读数。
    """
    name = contradicts(patient, diagnosis, [FREE, *used])
    return name, read(patient, name).values, read(diagnosis, name).values


def cured_run(patient, share):
    """The validation score after the cure, over the share of the epochs in %: (2, K), up to that share.
    治愈后的验证成绩随训练进度（%）的变化：(2, K)，到给定进度为止。
    """
    val = read(patient, "curves", True).shown["score"]
    epochs = np.linspace(0, 100, len(val))
    return np.stack([epochs, val])[:, epochs <= share]
