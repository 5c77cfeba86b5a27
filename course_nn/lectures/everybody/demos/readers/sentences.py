"""The sentences of this demo that stand beside its picture."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import count, number, percent
from course_nn.lectures.everybody.alphabet import CHOICE, TEST
from course_nn.lectures.everybody.demos.readers.readings import SHARES, beginning

READERS = {
    "window": Words("window network", "窗口网络"),
    "small": Words("small attention", "小的注意力网络"),
    "large": Words("large attention", "大的注意力网络"),
    "kneser": Words("counts, Kneser–Ney", "Kneser–Ney 计数"),
}
REACHES = {
    0: Words("nothing", "不抄"),
    64: Words("64 letters back", "前 64 个字母"),
    1000: Words("1,000 letters back", "前 1,000 个字母"),
    20_000: Words("all of the lecture", "这一讲的全部前文"),
}
LECTURES = {TEST: Words("lecture 7", "第 7 讲"), CHOICE: Words("lecture 6", "第 6 讲")}

TASKS = (
    Words(
        "Compare bits and seconds: choose the small attention, then the large one. Who reads lecture 7 best, and who "
        "needs least time?",
        "比较比特数和时间：选小的注意力网络，再选大的。谁读第 7 讲最好？谁用的时间最少？",
    ),
    Words(
        "Pull the red dot along the curve: mix the counts with the network, which reads worse. What does it bring? "
        "And can it be seen in what is written?",
        "沿曲线拖动红点，把计数与读得更差的网络混合。有什么收获？从写出的文字里看得出来吗？",
    ),
    Words(
        "Let them copy from the whole lecture, with two looks laid by hand. Then, instead, let counting go on while it "
        "reads (second tab). What does each bring?",
        "用手工接的“看两次”，让它们从这一讲的全部前文中照抄。再改为边读边数（第二页）。各有多少收获？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. When is counting no longer ahead?",
        "较个真：把“换一样再看”中的各项逐一试过。什么时候计数不再领先？",
    ),
)

WANTED = Words(
    "a mixture for which a letter of lecture 7 costs at most 1.76 bits.",
    "调出一种混合，使第 7 讲每个字母至多花费 1.76 比特。",
)


def counting_pays(bits: float) -> Words:
    """What is known while the other reader learns."""
    return Words(f"Counting: {number(bits, 3)} bits a letter.", f"计数：每个字母 {number(bits, 3)} 比特。")


def told(result: Any, values: Any) -> Words:
    """What each pays, what the mixture writes, and behind the end of the line the rest; first counting alone."""
    if not np.isfinite(result.mixed):
        return counting_pays(result.counting)
    parts = paid(result, values), sampled(result, values), at_best(result)
    return Words(
        "{}<br>{}\n {}".format(*(part.en for part in parts)), "{}<br>{}\n{}".format(*(part.zh for part in parts))
    )


def paid(result: Any, values: Any) -> Words:
    """What a letter of the lecture costs each."""
    lecture, reader, reach = LECTURES[values.lecture], READERS[values.reader], REACHES[values.reach]
    counting, other, mixed = (f"<b>{number(bits, 3)}</b>" for bits in (result.counting, result.other, result.mixed))
    lam, copies = number(values.lam), Words(f"; copies from: {reach.en}", f"；照抄：{reach.zh}")
    copies = copies if values.reach else Words("", "")
    return Words(
        f"A letter of {lecture.en} costs counting {counting} bits, {reader.en} {other}, their mixture "
        f"with λ = {lam} costs {mixed}{copies.en}. ",
        f"{lecture.zh}的每个字母，计数花费 {counting} 比特，{reader.zh} {other}，按 λ = {lam} 混合 {mixed}"
        f"{copies.zh}。",
    )


def sampled(result: Any, values: Any) -> Words:
    """Who has written what, after which beginning, and how many of its words were counted."""
    reader, both = READERS[values.reader], Words("both, mixed", "两者混合")
    who = {0: Words("counting alone", "单凭计数"), 1: Words(f"{reader.en} alone", f"单凭{reader.zh}")}
    writer = who.get(values.lam, both)
    bare = Words(", nothing copied", "（不照抄）") if values.reach else Words("", "")
    text = f"<i><b>{beginning(values.typed)}</b>{result.text}…</i>"
    share = known_share(result.known)
    return Words(
        f"Written by {writer.en}{bare.en}: {text}{share.en}",
        f"{writer.zh}{bare.zh}写出：{text}{share.zh}",
    )


def known_share(share: float) -> Words:
    """How many of the words that were written are known, if there are any."""
    if not np.isfinite(share):
        return Words("", "")
    return Words(f" Of its words {percent(share)} were counted.", f"其中的单词 {percent(share)} 是见过的。")


def at_best(result: Any) -> Words:
    """The best share, the weights of the other reader, and the letters that are shown."""
    best = int(np.argmin(result.over))
    made = Words(f"{count(result.size)} weights", f"{count(result.size)} 个权重")
    made = made if result.size else Words("no weights", "没有权重")
    lam, lowest, shown = number(SHARES[best]), number(result.over[best], 3), result.letters.replace(" ", "␣")
    return Words(
        f"Best is λ = {lam}: {lowest}. The other reader has {made.en}. Shown: {shown}",
        f"最好的是 λ = {lam}：{lowest}。另一个模型：{made.zh}。图中文字：{shown}",
    )
