"""The sentences of this demo that stand beside its picture: what to do with it, and what to reach."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import number

TASKS = (
    Words(
        "Set the batch to 1, in training mode. How many digits are read wrong?",
        "在训练模式下，把批量设为 1。有多少数字读错？",
    ),
    Words(
        "Set the batch to 8, and click the rows of the right picture: each is the same digit in other "
        "company. Then set it to 2, and to 32. Where does the company change most answers?",
        "把批量设为 8，逐行点击右图：每一行都是同一个数字，只是同伴不同。再把批量设为 2，"
        "设为 32。哪一种批量，答案最容易随同伴改变？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Which overturn it? And why is nearly every "
        "digit read wrong in company of the same class?",
        "较个真：把“换一样再看”中的各项逐一试过。哪些能推翻结果？同伴都是同类数字时，为什么几乎每个数字都读错？",
    ),
    Words(
        "Come back, choose test mode, pull “batches gathered” to 0, and let it play. What becomes of the error?",
        "换回来，选测试模式，把“累积批量数”拖到 0，再播放。错误率怎样变化？",
    ),
)
TO_REACH = Words(
    "ask in batches of 8, and let no digit's answer depend on its company. There are two ways.",
    "以 8 个一批送入网络，使任何数字的答案都不随同伴而变。有两种办法。",
)


def about_moments(result: Any, values: Any) -> Words:
    """Mean and spread of the unit: of this batch, running, and true."""
    moments, unit, t = result.moments, result.view.unit, values.t
    pairs = [
        (result.view.z.mean(), result.view.z.std()),
        (moments.means[t, unit], np.sqrt(moments.variances[t, unit])),
        (moments.true_means[unit], np.sqrt(moments.true_variances[unit])),
    ]
    batch, running, true = (f"{number(mean)} ± {number(spread)}" for mean, spread in pairs)
    return Words(
        f"Unit {unit + 1}, mean ± σ: {batch} in this batch, {running} running after {t} batches, {true} in truth. ",
        f"第 {unit + 1} 个单元的均值 ± σ：本批 {batch}，{t} 批之后的滑动值 {running}，真实值 {true}。",
    )
