"""What the digits' demo shows in its middle: templates of units, digits that were misread, or a confusion matrix."""

from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import look
from course_nn.drawing.mosaics import SIDE, mosaic, paper
from course_nn.drawing.numbers import number
from course_nn.lectures.feature_learning.demos.digits import digit_readers
from course_nn.lectures.feature_learning.demos.digits.digit_readers import Reader, Study

COLUMNS = {4: 2, 8: 4, 10: 5, 16: 6, 32: 8}  # of the mosaic, for so many templates
MOST_MISTAKES = 24  # that are shown
MOST_TEMPLATES = 32


class Picture(NamedTuple):
    """The picture in the middle. Its squares can be clicked, and each chooses a digit."""

    title: Words
    texts: list
    chooses: np.ndarray  # (m,) the digit that each square chooses: a place in Study.order
    side: int  # of the squares, in pixels
    image: np.ndarray  # (rows, columns, 4) bytes
    places: np.ndarray  # (k, 2) of the texts, in pixels from the upper left
    middles: np.ndarray  # (m, 2) of the squares


def picture_of(view: str, reader: Reader, study: Study, k: int) -> Picture:
    if view == "templates":
        return templates(reader, study, k)
    if view == "confusion":
        return confusion(reader, study)
    return mistakes(reader, study, k)


def templates(reader: Reader, study: Study, k: int) -> Picture:
    """The weights of each unit of the first layer as a picture, in a frame that is the bluer the more it responds."""
    W = reader.templates.reshape(-1, 8, 8)[:MOST_TEMPLATES]
    responses = reader.responses[k][:MOST_TEMPLATES]
    top, most = 0.6 * np.abs(W).max(), np.abs(responses).max() + 1e-9
    texts = [number(response, 1) for response in responses]
    n, of = len(W), len(reader.templates)
    units = Words(f"{n} units", f"{n} 个单元") if n == of else Words(f"{n} of {of} units", f"{of} 个单元中 {n} 个")
    title = Words(f"templates of {units.en}, and responses", f"{units.zh}的模板与响应")
    if not reader.has_hidden_layer:
        texts = [f"{digit}: {text}" for digit, text in enumerate(texts)]
        title = Words("templates of the classes, and p", "各类别的模板与概率 p")
    most_of_all = reader.responses[study.order, :n].argmax(axis=0)
    frames = look.heat(responses, -most, most)
    return Picture(title, texts, most_of_all, SIDE, *mosaic(look.heat(W, -top, top), frames, COLUMNS[n]))


def confusion(reader: Reader, study: Study) -> Picture:
    """How often each digit got each answer: blue where it is right, orange where it is wrong."""
    labels, given = study.digits.labels[study.order], reader.p.argmax(axis=1)[study.order]
    counts = digit_readers.confusion_matrix(labels, given)
    shades = np.where(np.eye(10), counts / 90, -counts / 8)
    row, column = np.nonzero(counts)
    across = np.stack([np.arange(10) + 1.5, np.full(10, 0.5)], axis=1)
    middles = np.stack([column, row], axis=1) + 1.5
    return Picture(
        title=Words("row: true, column: given", "行：真实类别，列：输出类别"),
        texts=[*"0123456789", *"0123456789", *(str(count) for count in counts[row, column])],
        chooses=((labels == row[:, None]) & (given == column[:, None])).argmax(axis=1),
        side=1,
        image=look.heat(np.pad(shades, (1, 0)), -1, 1),
        places=np.concatenate([across, across[:, ::-1], middles]),
        middles=middles,
    )


def mistakes(reader: Reader, study: Study, k: int) -> Picture:
    """The digits that were misread, hardest first; the chosen one in a black frame."""
    order, labels, given = study.order, study.digits.labels, reader.p.argmax(axis=1)
    (wrong,) = np.nonzero(given[order] != labels[order])  # there are always some
    first = wrong[:MOST_MISTAKES]
    shown, n, of = order[first], len(first), len(wrong)
    frames = np.where((shown == k)[:, None], [0, 0, 0, 255], 255)
    title = Words(f"true → given: {n} of {of}", f"真实类别 → 输出类别：{of} 个错分样本中的 {n} 个")
    texts = [f"{labels[i]}→{given[i]}" for i in shown]
    return Picture(title, texts, first, SIDE, *mosaic(paper(study.digits.ink[shown]), frames, 8))
