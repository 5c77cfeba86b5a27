"""What the readout says of the labels, and of the noisy copies."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import number, plain
from course_nn.lectures.regularization.demos.change_the_data.noisy_copies import COPIES
from course_nn.lectures.regularization.regularization import best_gap, least_loss
from course_nn.stage.controls import Values


def about_labels(result: Any, values: Values) -> Words:
    """How sure the networks are, and how far their logits are apart."""
    before, after = (number(ece, 3) for ece in result.ece)
    T, gap, excess = number(result.temperature), number(result.gap), number(result.excess, 3)
    en, zh = "", ""
    if values.eps:
        best, least = number(best_gap(10, values.eps)), number(least_loss(10, values.eps), 3)
        en, zh = f" (best: {best}; least loss: {least})", f"（最优为 {best}；最小损失为 {least}）"
    return Words(
        f"Calibration error <b>{before}</b>.\n After dividing by the temperature {T}: {after}. Logit gap {gap}, "
        f"training loss {excess} above the least{en}.",
        f"校准误差 <b>{before}</b>。\n除以温度 {T} 后为 {after}。logit 差距 {gap}，训练损失比最小值高 {excess}{zh}。",
    )


def about_copies(result: Any, values: Values) -> Words:
    if not values.sigma:
        return Words("", "")
    far = number(np.median(result.far, axis=0)[COPIES.index(values.copies)], 4)
    return Words(
        f" Penguins: {values.copies} noisy copies are {far} from ridge, six chosen ones {plain(result.exact, 9)}.",
        f"企鹅：{values.copies} 份带噪副本与岭回归相差 {far}，六份选定的副本相差 {plain(result.exact, 9)}。",
    )
