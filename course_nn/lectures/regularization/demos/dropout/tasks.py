"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words

TASKS = [
    (
        "click-some-dots",
        Words(
            "Click some of the dots at “test error”, a run each. Is the second bar, dropout with all units, "
            "shorter than the first, without dropout?",
            "点击“测试错误率”中的几个点，每个点是一次训练。第二条（随机失活，启用全部单元）比第一条（不用随机失活）短吗？",
        ),
        lambda result, values, seen: values.wrong == 0.2 and len(seen["which"]) > 2,
    ),
    (
        "sceptic",
        Words(
            "Under “change, as a sceptic”, try one after the other. Which change leaves dropout nothing to gain?",
            "在“换一样再看”一栏，逐一试各项改变。换了哪一样，随机失活就没有好处了？",
        ),
        lambda result, seen: {"right", "deep", "long", "unscaled"} <= seen["sceptic"],
    ),
    (
        "click-picture-crosses",
        Words(
            "Click the picture with the crosses for another mask, then let “masks averaged” play. Is the "
            "mean of a hundred masks right more often than all units?",
            "点击打叉的图，换一个掩码；再播放“平均的掩码数”。一百个掩码的平均，比启用全部单元时预测得更准吗？",
        ),
        lambda result, values: values.passes > 90,
    ),
    (
        "set-wrong-labels",
        Words(
            "Set the wrong labels to 0% and the epochs to 600. What is left of the difference in log-loss "
            "and calibration error?",
            "把“错误标签”设为 0%，“轮数”设为 600。对数损失与校准误差的差别还剩多少？",
        ),
        lambda result, values: (values.wrong, values.epochs) == (0.0, 600),
    ),
]
