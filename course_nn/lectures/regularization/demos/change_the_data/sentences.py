"""What the readout says of the noisy copies."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import number, plain
from course_nn.lectures.regularization.demos.change_the_data.noisy_copies import COPIES


def about_copies(result: Any, values: Any) -> Words:
    if not values.sigma:
        return Words("", "")
    far = number(np.median(result.far, axis=0)[COPIES.index(values.copies)], 4)
    return Words(
        f" Penguins: {values.copies} noisy copies are {far} from ridge, six chosen ones {plain(result.exact, 9)}.",
        f"企鹅：{values.copies} 份带噪副本与岭回归相差 {far}，六份选定的副本相差 {plain(result.exact, 9)}。",
    )
