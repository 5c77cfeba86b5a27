"""The sentences of this demo that stand beside its picture: what to do with it, and what to reach."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "Set r to 49. Which pictures change, and what becomes of the AUC?", "把 r 设为 49。哪些图变了？AUC 怎样变化？"
    ),
    Words("Then tick “take log r off”. How much of the change is left?", "再勾选“减去 log r”。变化还剩下多少？"),
    Words(
        "Set r to 1, and pull the threshold to the left until at least 80% of the “8” are found. What "
        "does each of them cost in false alarms?",
        "把 r 设为 1，把阈值向左拖，直到至少 80% 的“8”被找到。每找到一个，要付出多少次误报？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Then come back, and try other seeds. How far "
        "apart are two of them?",
        "较个真：把“换一样再看”中的各项逐一试过。然后换回来，换几个种子。两个种子之间相差多少？",
    ),
)
TO_REACH = Words(
    "eights at 2% or less: recall of 80% or more, precision of 20% or more, calibration error of 0.015 or less.",
    "“8”占 2% 或更少：召回率不低于 80%，精确率不低于 20%，校准误差不超过 0.015。",
)


def eights(count: int) -> Words:
    return Words(f"{count} eights", f"“8” {count} 个")
