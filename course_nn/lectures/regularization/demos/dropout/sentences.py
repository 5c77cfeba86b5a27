"""What the readout says of a digit, and of each way of asking a network that was trained with dropout."""

from typing import Any

from course_nn.common.words import Words
from course_nn.drawing.numbers import number, percent

RULES = [
    Words("no dropout", "不用随机失活"),
    Words("all units", "全部单元"),
    Words("many masks", "许多掩码"),
    Words("ten networks", "十个网络"),
]


def about_digit(result: Any, k: int) -> Words:
    """What is answered to one digit: by all units, and by the mean of k masks."""
    kept = " + ".join(str(masks[k - 1].sum()) for masks in result.answers.masks)
    (own, arithmetic, geometric), gap = (number(p, 3) for p in result.marks[:, 0]), percent(result.gap, 1)
    return Words(
        f"Mask {k} keeps {kept} units. Right class of this digit: probability {own} by all units, {arithmetic} by the "
        f"mean of {k} masks, {geometric} by the geometric mean. All units and the mean logits of all masks differ by "
        f"{gap}.",
        f"第 {k} 个掩码保留 {kept} 个单元。该数字的正确类别：全部单元给出概率 {own}，{k} 个掩码的平均为 {arithmetic}，"
        f"几何平均为 {geometric}。全部单元与所有掩码的平均 logit 相差 {gap}。",
    )


def about_scores(result: Any) -> Words:
    """The log-loss and the calibration error of each way of asking."""
    scores = [(number(rule.losses.mean(), 3), number(rule.calibration, 3)) for rule in result.rules]
    mixed = Words("", "")
    if result.mixed:
        wrong = percent(result.mixed)
        mixed = Words(f" The mean of their weights: {wrong} wrong.", f"十个网络的权重取平均：错误率 {wrong}。")
    en = "; ".join(f"{name.en} {', '.join(score)}" for name, score in zip(RULES, scores))
    zh = "；".join(f"{name.zh} {'、'.join(score)}" for name, score in zip(RULES, scores))
    return Words(f"Log-loss and calibration error: {en}.{mixed.en}", f"对数损失与校准误差：{zh}。{mixed.zh}")


def about_errors(result: Any) -> Words:
    """The test error of each way of asking."""
    errors = [percent(rule.errors.mean(), 1) for rule in result.rules]
    pairs = list(zip(RULES, errors))
    return Words(
        "Test error: " + ", ".join(f"{name.en} <b>{error}</b>" for name, error in pairs) + ".",
        "测试错误率：" + "，".join(f"{name.zh} <b>{error}</b>" for name, error in pairs) + "。",
    )
