"""The sentences of this demo that stand beside its picture."""

from course_nn.common.words import Words
from course_nn.drawing.numbers import number

TASKS = (
    Words(
        "Pull the two red ends until your own line goes through the open points. Then uncover the rest: how far "
        "is your forecast off?",
        "拖动两个红点，让自己的直线穿过露出的点。再揭开其余的点：你的预报偏差多少？",
    ),
    Words(
        "Which of these is a network? Compare counts of order 5 with “a network, over its weights”.",
        "哪一个是网络？把“5 阶计数”与“网络，随权重数”相比。",
    ),
    Words(
        "Back to counts of order 5: raise the floor to 1. Does the line fit worse? What becomes of the forecast "
        "for 10⁹ letters?",
        "回到 5 阶计数，把下限提高到 1。线拟合得更差吗？对 10⁹ 个字母的预报变成多少？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Which of them bends the line, and which takes it away?",
        "较个真：把“换一样再看”中的各项逐一试过。哪一项使直线弯下来，哪一项使它不复存在？",
    ),
)


def foretells(bits: float, truth: float | None) -> Words:
    """What a line foretells; once the truth is open, by how much it is off."""
    if truth is None:
        return Words(*[number(bits)] * 2)
    off = f"{'+' if bits > truth else ''}{number(bits - truth, 3)}"
    return Words(f"{number(bits)} (off by {off})", f"{number(bits)}（偏差 {off}）")


def carried_on(far: str, floor: float, with_floor: float, without: float) -> Words:
    """What a line foretells far away, with its floor and with none."""
    bits, level = (number(with_floor), number(without)), number(floor, 1)
    if not floor:
        return Words(f"Carried on to {far}: {bits[1]} bits.", f"延伸到 {far}：{bits[1]} 比特。")
    return Words(
        f"Carried on to {far}: {bits[0]} bits with a floor of {level}, {bits[1]} without.",
        f"延伸到 {far}：下限为 {level} 时 {bits[0]} 比特，没有下限时 {bits[1]}。",
    )


def of_the_other(lecture: Words, off: float) -> Words:
    """How far the same choice is off on another lecture."""
    return Words(
        f" The same points and floor on {lecture.en}: off by <b>{number(off, 3)}</b>.",
        f"同样的点和下限用于{lecture.zh}：偏差 <b>{number(off, 3)}</b>。",
    )


def of_all(slope: float, late: float, farthest: float) -> Words:
    """How straight all points lie, and whether they go on falling."""
    slopes = number(-slope, 3), number(-late, 3)
    return Words(
        f" Through all points: slope {slopes[0]}, the farthest point {number(farthest, 3)} bits off; through the last "
        f"three {slopes[1]}.",
        f"过全部点：斜率 {slopes[0]}，最远的点偏差 {number(farthest, 3)} 比特；过最后三个点：{slopes[1]}。",
    )
