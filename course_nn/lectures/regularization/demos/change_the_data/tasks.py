"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words

TASKS: dict[str, list[tuple]] = {
    "regularization-7": [
        (
            "click-column-shifted",
            Words(
                "Click the column “shifted” of the test errors: the training digits are shifted now, too. How "
                "many of the shifted test digits are still read wrong?",
                "点击测试错误率中“平移”一列：训练数字现在也平移了。平移过的测试数字中，还有多少认错？",
            ),
            lambda result, values: values.shift == "both",
        ),
        (
            "choose-sideways-down",
            Words(
                "Choose “sideways”, then “up, down”. Does what is learned for one direction help with the other?",
                "平移依次选“左右”和“上下”。为一个方向学到的，对另一个方向有帮助吗？",
            ),
            lambda result, seen: {"sideways", "up and down"} <= seen["shift"],
        ),
        (
            "take-shifts-back",
            Words(
                "Take the shifts back and click “rotated”. Does turning help with shifted digits?",
                "取消平移，点击“旋转”一列。旋转对平移过的数字有帮助吗？",
            ),
            lambda result, values: values.turn and values.shift == "none",
        ),
        (
            "lock-answer-question",
            Words(
                "Lock an answer to the question below the picture. Then try one change after the other under "
                "“change, as a sceptic”. What is left of the price of shifting?",
                "先锁定图下那道题的答案，再在“换一样再看”一栏，逐一试各项改变。平移的代价还剩多少？",
            ),
            lambda result, seen: {"cut", "runs", "brief", "wide"} <= seen["sceptic"],
        ),
    ],
    "regularization-labels": [
        (
            "set-smoothing-back",
            Words(
                "Set the smoothing ε to 0, and back to 0.1. With which does the red line lie nearer to the "
                "dashed one, where claims come true?",
                "把标签平滑 ε 设为 0，再设回 0.1。虚线处声称的概率与实际相符：红线在哪一种设置下离虚线更近？",
            ),
            lambda result, seen: {0.0, 0.1} <= seen["eps"],
        ),
        (
            "tick-best-temperature",
            Words(
                "Tick “best temperature”. Is it above 1 or below, and what becomes of the red line?",
                "勾选“最佳温度”。与 1 相比，温度是大还是小？红线怎样变化？",
            ),
            lambda result, values: bool(values.eps and values.cooled),
        ),
        (
            "set-wrong-labels",
            Words(
                "Set 20% wrong labels, without smoothing and with it. Does smoothing do harm here, too?",
                "设 20% 错误标签，有无平滑各试一次。平滑在这里也有害吗？",
            ),
            lambda result, values, seen: values.wrong == 0.2 and {0.0, 0.1} <= seen["eps"],
        ),
    ],
}
